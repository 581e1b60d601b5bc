# SPDX-License-Identifier: GPL-3.0-or-later
# Keys as RTP events of a given begin and length (timestamp units, 8 a ms), with
# three packets of the end (RFC 4733 2.5.1.4).
from talk import Call, pcap


def _keys(events, info=None):
    call = Call()
    call.open([8, 101], [8, 101])
    call.voice("a", 8)
    call.voice("b", 8)
    seq = 5000
    for key, begin, length in events:
        for end in (False, True, True, True):
            call.add(2000 + begin / 8 + (length / 8 if end else 0), "a",
                     pcap.rtp(seq, 90000 + begin, call.ssrc + ord("a"), 101,
                              bytes([key, 0x8a if end else 0x0a]) +
                              length.to_bytes(2, "big"), marker=not end),
                     call.port["a"], call.port["b"], call.media)
            seq += 1
    if info is not None:
        call.sip(2000 + info, "INFO", "2 INFO", kind="application/dtmf-relay",
                 body=b"Signal=5\r\nDuration=100\r\n")
        call.sip(2020 + info, "200 OK", "2 INFO", "b")
    call.sip(6000, "BYE", "3 BYE")
    call.sip(6020, "200 OK", "3 BYE", "b")
    return call.frames


# 20 ms; then one key that is let go for 10 ms.
POSITIVE = _keys([(1, 0, 160), (5, 4000, 800), (5, 4880, 800)])
# The same key twice, by hand; the same by INFO a second later.
NEGATIVE = _keys([(5, 0, 800), (5, 2400, 800)], info=1500)
SEVERITY = "warning"
SAYS = r"Of 3 keys in call 1, 1 were shorter than 40 ms, 1 came again within " \
       r"40 ms, and 0 came both"
ALSO = [
    (_keys([(5, 0, 800)], info=200), "warning",
     r"Of 2 keys in call 1, 0 were .* and 1 came both as RTP events and by "
     r"INFO\."),
]
