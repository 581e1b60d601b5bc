# SPDX-License-Identifier: GPL-3.0-or-later
POSITIVE = "direct-at-phone.pcap"
NEGATIVE = "relayed-pbx.pcap"
SEVERITY = "note"
SAYS = r"between 172\.16\.201\.\d+:\d+ and 172\.16\.201\.\d+:\d+; " \
       r"172\.16\.201\.32 carries the signalling only"
