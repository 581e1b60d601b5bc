# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk
import pcap

_call = Call()
_call.open([8], [8])
_call.voice("a", 8)
_call.voice("b", 8)
_lines = ["BYE sip:1002@10.0.0.2 SIP/2.0",
          "Via: SIP/2.0/UDP 10.0.0.66:5060;branch=z9hG4bKspoof",
          "From: <sip:1001@example.org>;tag=a",
          "To: <sip:1002@example.org>;tag=b",
          "Call-ID: c1@example.org", "CSeq: 9 BYE", "Max-Forwards: 70",
          "Content-Length: 0", "", ""]
_call.frames.append((3000000, pcap.udp(
    "10.0.0.66", 5060, "10.0.0.2", 5060, "\r\n".join(_lines).encode())))
POSITIVE = _call.frames
NEGATIVE = talk()
SEVERITY = "error"
SAYS = r"10\.0\.0\.66:5060 sent a BYE for call 1 to 10\.0\.0\.2:5060, and has " \
       r"no part in it"
