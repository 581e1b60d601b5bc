# SPDX-License-Identifier: GPL-3.0-or-later
# NetBIOS announcements that go round in a loop.
import link
import pcap

_one = link.ether(pcap.udp("10.0.0.5", 137, "10.0.0.255", 137, bytes(50)),
                  link.PBX)
POSITIVE = [x for i in range(600) for x in link.at(i, _one)]
NEGATIVE = [x for i in range(600) for x in link.at(i * 10, _one)]
SEVERITY = "warning"
SAYS = r"600 broadcast frames within one second.* from 00:15:5d:00:00:10"
