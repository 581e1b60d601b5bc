# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

_call = Call()
_call.sip(0, "INVITE", "1 INVITE", body=_call.offer("a", [8]), tag=False)
for _ms in (1000, 1500, 2500, 4500, 8500):
    _call.sip(_ms, "200 OK", "1 INVITE", "b", body=_call.offer("b", [8]))
POSITIVE = _call.frames
NEGATIVE = talk()
SEVERITY = "warning"
SAYS = r"200 OK of call 1 from 10\.0\.0\.2:5060 to 10\.0\.0\.1:5060 was " \
       r"sent 5 times within 7\.5 s: no ACK was seen"

# It passed here, and the answer is sent again all the same.
_lost = Call()
_lost.open([8], [8])
for _ms in (1500, 2500, 4500):
    _lost.sip(_ms, "200 OK", "1 INVITE", "b", body=_lost.offer("b", [8]))
ALSO = [(_lost.frames, "warning", r"an ACK passed here after 0\.020 s and "
         r"did not do")]
