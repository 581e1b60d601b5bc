# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

_call = Call()
_call.open([8], [8])
_call.voice("a", 8)
_call.voice("b", 8, at=3400, count=100)
_call.close()
POSITIVE = _call.frames
NEGATIVE = talk()
SEVERITY = "warning"
SAYS = r"first RTP of the callee \(10\.0\.0\.2:5000 to 10\.0\.0\.1:4000\) " \
       r"came 2\.40 s after the answer"
