# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

_call = Call()
_call.sip(0, "INVITE", "1 INVITE", body=_call.offer("a", [8]), tag=False)
_call.sip(10, "100 Trying", "1 INVITE", "b", tag=False)
_call.sip(6200, "180 Ringing", "1 INVITE", "b")
_call.sip(8000, "200 OK", "1 INVITE", "b", body=_call.offer("b", [8]))
_call.sip(8020, "ACK", "1 ACK", branch="c1ack")
_call.close(9000)
POSITIVE = _call.frames
NEGATIVE = talk()
SEVERITY = "warning"
SAYS = r"it took 6\.2 s until 10\.0\.0\.2:5060 said more than 100"
