# SPDX-License-Identifier: GPL-3.0-or-later
import link

_GATE, _HOME = "00:a0:57:00:00:01", "3c:a6:2f:00:00:01"
_ask = link.dhcp(1, link.PHONE)
POSITIVE = link.at(
    0, _ask, link.dhcp(2, link.PHONE, "10.0.0.1", "10.0.0.22", "10.0.0.1",
                       _GATE),
    link.dhcp(2, link.PHONE, "192.168.178.1", "192.168.178.20",
              "192.168.178.1", _HOME))
NEGATIVE = link.at(
    0, _ask, link.dhcp(2, link.PHONE, "10.0.0.1", "10.0.0.22", "10.0.0.1",
                       _GATE),
    link.dhcp(2, link.PHONE, "10.0.0.3", "10.0.0.122", "10.0.0.1", link.PBX))
SEVERITY = "warning"
SAYS = r"10\.0\.0\.1 at 00:a0:57:00:00:01 \(LANCOM\) \(gateway 10\.0\.0\.1\) " \
       r"and 192\.168\.178\.1 at 3c:a6:2f:00:00:01 \(AVM\).*different gateways"


def _six(*second):
    return link.at(
        0, link.dhcpv6(1, link.PHONE, source="fe80::22"),
        link.dhcpv6(2, link.PHONE, _GATE, options=[
            (22, link.ip("2001:db8::10")), (23, link.ip("2001:db8::53"))]),
        link.dhcpv6(2, link.PHONE, _HOME, "fe80::2", second))


ALSO = [
    (_six((23, link.ip("2001:db8::53"))), "warning",
     r"Two DHCPv6 servers answer in one network, fe80::1 and fe80::2: only one "
     r"of them tells telephones"),
    (_six((22, link.ip("2001:db8::99"))), "warning",
     r"different SIP servers"),
]
NEGATIVE += _six((22, link.ip("2001:db8::10")), (23, link.ip("2001:db8::53")))
