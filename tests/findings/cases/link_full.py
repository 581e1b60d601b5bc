# SPDX-License-Identifier: GPL-3.0-or-later
# Calls to a public address at once: G.711 with 20 ms is 160 + 40 bytes of IP and
# 18 of Ethernet, 50 times a second: 87.2 kbit/s a stream. Voice in the house is
# not on the line.
from talk import talk

OUT = "198.51.100.7"


def calls(n, b=OUT, prefix="c"):
    return [f for i in range(n) for f in talk(
        a="10.0.%d.%d" % (b == OUT, 10 + i), b=b, name="%s%d" % (prefix, i), at=50 * i,
        ports=(4000 + 2 * i, 5000 + 2 * i))]


POSITIVE = calls(5)
NEGATIVE = calls(4) + calls(5, "10.0.0.2", "h")
ARGS = ("--set", "link.kbps=500")
SEVERITY = "warning"
SAYS = r"(In|Out)wards, 5 streams took up to 436 kbit/s \(Ethernet\) of the " \
       r"500 kbit/s declared for the line to the outside: 87\.2 %\. At 87 " \
       r"kbit/s a stream there is room for 0 more\."
ALSO = [
    (calls(6), "error", r"6 streams took up to 523 kbit/s .*: 104\.6 %"),
]
