# SPDX-License-Identifier: GPL-3.0-or-later
# An access point has the PBX's address: the story of the course. The other way
# round: one owner, a probe that is answered, and VRRP beside a real MAC.
import link
from talk import talk

_ask = link.asks(link.PHONE, "10.0.0.1", "10.0.0.2")
POSITIVE = talk() + link.at(
    0, _ask, link.answers(link.PBX, "10.0.0.2", link.PHONE, "10.0.0.1")) + \
    link.at(2000, link.announces(link.POINT, "10.0.0.2")) + \
    link.at(4000, _ask,
            link.answers(link.POINT, "10.0.0.2", link.PHONE, "10.0.0.1"),
            link.answers(link.PBX, "10.0.0.2", link.PHONE, "10.0.0.1"))
NEGATIVE = talk() + link.at(
    0, _ask, link.answers(link.PBX, "10.0.0.2", link.PHONE, "10.0.0.1")) + \
    link.at(2000, link.asks(link.POINT, "0.0.0.0", "10.0.0.2"),
            link.answers(link.PBX, "10.0.0.2", link.POINT, "0.0.0.0")) + \
    link.at(3000, link.announces("00:00:5e:00:01:0a", "10.0.0.9"),
            link.asks("00:15:5d:00:00:99", "10.0.0.9", "10.0.0.1"),
            link.announces("00:00:5e:00:01:0a", "10.0.0.9"))
SEVERITY = "critical"
SAYS = r"10\.0\.0\.2 is claimed by 00:15:5d:00:00:10 \(Microsoft Hyper-V\)" \
       r".* and by dc:9f:db:00:00:37 \(Ubiquiti\), by its maker a Wi-Fi " \
       r"access point.* changed hands 2 times within 2\.0 s, and was at " \
       r"the second one for 2\.0 s\. Hit in that time: 1 call, 2 RTP streams"
