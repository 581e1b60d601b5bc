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

# A router wrote its own address into the Via, and into nothing else.
_half = Call(a="203.0.113.7", b="198.51.100.1", media=("192.168.1.20", None))
_half.open([8], [8])
# Three bytes less than stated.
_cut = Call(name="c2")
_cut.open([8], [8])
_cut.frames = [(t, pcap.udp("10.0.0.1", 5060, "10.0.0.2", 5060, f[42:-3])
                if b"INVITE sip" in f else f) for t, f in _cut.frames]
ALSO = [
    (_half.frames, "warning", r"Via names the public address 203\.0\.113\.7:"
     r"5060 .* and the SDP the private 192\.168\.1\.20:4000"),
    (_cut.frames, "error", r"has a shorter description than its "
     r"Content-Length says"),
]
