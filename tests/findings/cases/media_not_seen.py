# SPDX-License-Identifier: GPL-3.0-or-later
POSITIVE = "direct-at-pbx.pcap"
NEGATIVE = "direct-at-phone.pcap"
SEVERITY = "note"
SAYS = r"directly between 172\.16\.201\.30:11922 and 172\.16\.201\.27:12254 " \
       r"and not through 172\.16\.201\.32"
