# SPDX-License-Identifier: GPL-3.0-or-later
import link

POSITIVE = link.at(0, link.announces(link.PBX, "10.0.0.2")) + \
    link.at(60000, link.announces(link.PHONE, "10.0.0.2"))
NEGATIVE = link.at(0, link.announces(link.PBX, "10.0.0.2")) + \
    link.at(60000, link.announces(link.PBX, "10.0.0.2")) + \
    link.at(60100, link.announces(link.PHONE, "10.0.0.2", vlan=7))
SEVERITY = "warning"
SAYS = r"10\.0\.0\.2 moved from 00:15:5d:00:00:10 \(Microsoft Hyper-V\) to " \
       r"00:15:65:00:00:22 \(Yealink\): a device was exchanged"
