# SPDX-License-Identifier: GPL-3.0-or-later
import link
from talk import talk

POSITIVE = "fragments.pcap"
NEGATIVE = talk()
SEVERITY = "warning"
SAYS = r"has \d{3,4} bytes and was sent in several fragments over UDP"
# A router on the way has a smaller MTU.
ALSO = [(talk() + link.at(0.5, link.refuses(
    "10.0.0.1", 5060, "10.0.0.2", 5060, code=4, by="10.0.0.254", mtu=1400)),
    "error", r"from 10\.0\.0\.1:5060 to 10\.0\.0\.2:5060 is too large for "
    r"the way: 10\.0\.0\.254 drops it and answers with ICMP \"packet too big\""
    r", once; packets may have 1400 bytes there")]
