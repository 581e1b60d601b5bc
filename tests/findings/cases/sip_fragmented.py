# SPDX-License-Identifier: GPL-3.0-or-later
from talk import talk

POSITIVE = "fragments.pcap"
NEGATIVE = talk()
SEVERITY = "warning"
SAYS = r"has \d{3,4} bytes and was sent in several fragments over UDP"
