# SPDX-License-Identifier: GPL-3.0-or-later
from trunk import registered, through

ARGS = ("--set", "trunk.channels=5")
_busy = registered() + [frame for i in range(3)
                        for frame in through("079%d" % i, 2000 * i)]
POSITIVE = _busy + through("0799", 9000, until=29000)
NEGATIVE = _busy + through("0799", 90000, until=99000)
SEVERITY = "warning"
SAYS = r"Of the 5 channels declared for 10\.9\.0\.1, 4 were in use at once; " \
       r"for 20\.0 s it was 80 % or more, for 0\.0 s all of them\."
