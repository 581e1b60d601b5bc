# SPDX-License-Identifier: GPL-3.0-or-later
POSITIVE = "relayed-pbx.pcap"
NEGATIVE = "direct-at-phone.pcap"
SEVERITY = "note"
SAYS = r"through 172\.16\.201\.32, which keeps a packet for 0\.\d+ ms"
