# SPDX-License-Identifier: GPL-3.0-or-later
import pcap
from talk import Call, talk


def _passes(hops, fall=1, users=None):
    """An INVITE from host to host, each hop taking @fall of Max-Forwards."""
    call = Call(name="round")
    call.sip(0, "INVITE", "1 INVITE", tag=False, body=call.offer("a", [8]))
    body = call.frames[0][1][42:]
    out = []
    for i, (a, b) in enumerate(hops):
        text = body.replace(b"Max-Forwards: 70",
                            b"Max-Forwards: %d" % (70 - i * fall))
        text = text.replace(b"branch=z9hG4bK", b"branch=z9hG4bK%d-" % i)
        if users:
            text = text.replace(b"sip:1002@10.0.0.2 SIP", b"sip:%s@10.0.0.2 "
                                b"SIP" % users[i])
        out.append((i * 3000, pcap.udp("10.0.0.%d" % a, 5060, "10.0.0.%d" % b,
                                       5060, text)))
    return out


_call = Call()
_call.refuse("483 Too Many Hops", [8])
POSITIVE = _call.frames
# A chain of proxies; forwarded to another number over the same link; sent
# again elsewhere with as many hops.
NEGATIVE = talk() + _passes([(1, 2), (2, 3), (3, 4)]) + [
    (us + 100000, f) for us, f in _passes(
        [(5, 6), (6, 7), (5, 6)], users=[b"10", b"10", b"11"])] + [
    (us + 200000, f) for us, f in _passes([(8, 9), (8, 9)], fall=0)]
SEVERITY = "warning"
SAYS = r"483 Too Many Hops from 10\.0\.0\.2:5060 .*more hosts than its " \
       r"Max-Forwards allowed"
ALSO = [(_passes([(1, 2), (2, 3), (3, 2), (2, 3), (3, 2), (2, 3)]), "warning",
         r"INVITE from 10\.0\.0\.2:5060 to 10\.0\.0\.3:5060 came over this way "
         r"again 2 times, the last time with 4 fewer hops left")]
