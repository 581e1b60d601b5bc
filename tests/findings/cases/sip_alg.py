# SPDX-License-Identifier: GPL-3.0-or-later
import pcap
from talk import Call, talk

_call = Call()
_call.open([8], [8])
# An address in the SDP became longer, and nobody counted again.
_call.frames = [(t, pcap.udp(
    "10.0.0.1", 5060, "10.0.0.2", 5060,
    f[42:].replace(b"c=IN IP4 10.0.0.1", b"c=IN IP4 203.0.113.100"))
    if b"INVITE sip" in f else f) for t, f in _call.frames]
_call.close()
POSITIVE = _call.frames
NEGATIVE = talk()
SEVERITY = "warning"
SAYS = r"INVITE from 10\.0\.0\.1:5060 to 10\.0\.0\.2:5060 has a longer " \
       r"description than its Content-Length says"
