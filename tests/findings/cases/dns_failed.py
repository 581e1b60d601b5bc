# SPDX-License-Identifier: GPL-3.0-or-later
import lookup
from lookup import A, AAAA, NAPTR, SRV, both
from register import registered

_UDP = "_sip._udp.example.org"
_FOUND = both(0, "example.org", NAPTR, [("SIP+D2U", _UDP)]) + both(
    20, _UDP, SRV, [(5060, "pbx.example.org")]) + both(
    40, "pbx.example.org", A, ["10.0.0.9"]) + both(
    60, "pbx.example.org", AAAA, code=lookup.DONE)
_LATER = [(us + 200000, f) for us, f in registered(times=2)]
POSITIVE = both(0, "example.org", NAPTR, code=lookup.NONE) + both(
    20, _UDP, SRV, code=lookup.NONE) + both(
    40, "example.org", A, code=lookup.NONE)
NEGATIVE = _FOUND + _LATER
SEVERITY = "error"
SAYS = r"10\.0\.0\.1 asks the DNS server 10\.0\.0\.53 for " \
       r"(_sip\._udp\.)?example\.org \((A|NAPTR|SRV)\): there is no such " \
       r"name \(NXDOMAIN\), once\. No lookup of it succeeds"
ALSO = [
    # The server is overloaded, and finds it at the second try.
    (both(0, "example.org", A, code=lookup.FAILED) + both(
        100, "example.org", A, ["10.0.0.9"]) + _LATER,
     "warning", r"it failed \(SERVFAIL\), once\. Another lookup of it succ"),
    (both(0, "example.org", A, code=lookup.REFUSED, edns=True) + _LATER,
     "warning", r"it refused \(REFUSED\).*Its SIP is answered all the same"),
    # A dead server, while another one answers.
    (lookup.asks(0, "example.org", server="10.0.0.54") + lookup.asks(
        3000, "example.org", server="10.0.0.54") + both(
            6000, "example.org", A, ["10.0.0.9"]) + [
                (us + 7000000, f) for us, f in registered(times=2)],
     "warning", r"server 10\.0\.0\.54 for example\.org \(A\): no answer, once"
     r"\. The DNS server 10\.0\.0\.53 finds it"),
    # Late, and asked twice.
    (lookup.asks(0, "example.org") + both(
        1500, "example.org", A, ["10.0.0.9"], number=2) + [
            (us + 2000000, f) for us, f in registered(times=2)],
     "warning", r"has the answer after 1510 ms, asked 2 times"),
    # Over TCP, in pieces.
    (lookup.over_tcp(0, _UDP, SRV, code=lookup.FAILED, pieces=3),
     "error", r"_sip\._udp\.example\.org \(SRV, over TCP\): it failed"),
    # Inside and outside differ.
    (both(0, "example.org", A, ["10.0.0.9"]) + both(
        20, "example.org", A, ["93.184.216.34"], client="10.0.0.3",
        server="8.8.8.8") + _LATER,
     "warning", r"example\.org has two faces: 10\.0\.0\.9 from the DNS server "
     r"10\.0\.0\.53 for 10\.0\.0\.1, 93\.184\.216\.34 from the DNS server "
     r"8\.8\.8\.8 for 10\.0\.0\.3"),
    # Another address than the one that was told.
    (both(0, "example.org", A, ["93.184.216.34"]) + _LATER,
     "warning", r"10\.0\.0\.1 was told by DNS that example\.org is 93\.184\."
     r"216\.34, but sends its SIP for it to 10\.0\.0\.9"),
]
