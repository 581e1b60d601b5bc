# SPDX-License-Identifier: GPL-3.0-or-later
# A stranger answers for the gateway and for the PBX, over and over.
import link

_EVIL, _GATE = "08:00:27:00:00:66", "00:a0:57:00:00:01"
_true = link.at(
    0, link.dhcp(2, link.PHONE, "10.0.0.1", "10.0.0.22", "10.0.0.1", _GATE),
    link.announces(_GATE, "10.0.0.1"), link.announces(link.PBX, "10.0.0.10"),
    link.announces(_EVIL, "10.0.0.66"))
POSITIVE = _true + [x for i in range(3) for x in link.at(
    1000 + 1000 * i, link.answers(_EVIL, "10.0.0.1", link.PHONE, "10.0.0.22"),
    link.answers(_EVIL, "10.0.0.10", link.PHONE, "10.0.0.22")) + link.at(
    1500 + 1000 * i, link.announces(_GATE, "10.0.0.1"),
    link.announces(link.PBX, "10.0.0.10"))]
NEGATIVE = _true
SEVERITY = "critical"
SAYS = r"08:00:27:00:00:66.* says of 2 addresses of other hosts that they " \
       r"are its own"
