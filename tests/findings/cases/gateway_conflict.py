# SPDX-License-Identifier: GPL-3.0-or-later
import link

_GATE = "00:a0:57:00:00:01"
_told = link.at(
    0, link.dhcp(2, link.PHONE, "10.0.0.3", "10.0.0.22", "10.0.0.1", link.PBX),
    link.announces(_GATE, "10.0.0.1"))
POSITIVE = _told + link.at(2000, link.announces(link.POINT, "10.0.0.1")) + \
    link.at(3000, link.announces(_GATE, "10.0.0.1"))
NEGATIVE = _told + link.at(
    2000, link.announces(link.POINT, "10.0.0.37"),
    link.routes(_GATE, "fe80::1", "2001:db8:1::"),
    link.routes(link.PBX, "fe80::2", "2001:db8:1::"))
SEVERITY = "warning"
SAYS = r"The default gateway 10\.0\.0\.1 is claimed by .*LANCOM.*Ubiquiti"
