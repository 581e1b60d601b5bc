# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

POSITIVE = talk(offer=[8, 101], answer=[8])
NEGATIVE = talk(offer=[8, 101], answer=[8, 101])
SEVERITY = "warning"
SAYS = r"listed by the caller as payload type 101, by the callee not at all"

_differ = Call()
_differ.open([8, 101], _differ.offer("b", [8, 101]).replace(b"101", b"96"))
_info = Call(name="c2")
_info.open([8, 101], [8, 101])
_info.sip(2000, "INFO", "2 INFO", body=b"Signal=5\r\nDuration=160\r\n",
          kind="application/dtmf-relay")
ALSO = [
    (_differ.frames, "warning",
     r"caller as payload type 101, by the callee as payload type 96"),
    (_info.frames, "warning", r"digits are sent by SIP INFO"),
]
