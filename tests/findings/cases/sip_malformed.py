# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

_call = Call()
_call.sip(0, "INVITE", "1 REGISTER", body=_call.offer("a", [8]), tag=False)
POSITIVE = _call.frames
NEGATIVE = talk()
SEVERITY = "warning"
SAYS = r"INVITE from 10\.0\.0\.1:5060 to 10\.0\.0\.2:5060 .*: .*CSeq"
