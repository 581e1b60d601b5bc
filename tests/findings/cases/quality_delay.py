# SPDX-License-Identifier: GPL-3.0-or-later
from quality import reports, talk

# Half of 400 and of some 1 ms; 20 ms packets, 10 ms for devices.
POSITIVE = talk(more=reports(rtt=400))
NEGATIVE = talk(more=reports(rtt=100))
SEVERITY = "warning"
SAYS = r"takes at least 23\d ms from mouth to ear: network 20\d, codec 20, " \
       r"devices 10 .*known by RTCP, half of round trips"
