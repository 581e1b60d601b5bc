# SPDX-License-Identifier: GPL-3.0-or-later
import link

_A, _B = "00:15:5d:00:00:11", "00:0c:29:00:00:12"
_own = link.at(0, link.announces(_A, "10.0.0.11"),
               link.announces(_B, "10.0.0.12"))
POSITIVE = _own + [x for i in range(4) for x in link.at(
    1000 * i + 10, link.announces(_A, "10.0.0.10"),
    link.announces(_B, "10.0.0.10"))]
NEGATIVE = _own + link.at(10, link.announces(_A, "10.0.0.10")) + \
    link.at(60000, link.announces(_B, "10.0.0.10")) + \
    link.at(90000, link.announces(_A, "10.0.0.10"))
SEVERITY = "critical"
SAYS = r"10\.0\.0\.10 is claimed by .* both are of one pair; it changed " \
       r"hands 7 times"
