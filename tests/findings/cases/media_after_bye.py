# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

_call = Call()
_call.open([8], [8])
_call.voice("a", 8)
_call.voice("b", 8, count=500)
_call.close()
POSITIVE = _call.frames
NEGATIVE = talk()
SEVERITY = "warning"
SAYS = r"The callee of call 1 \(10\.0\.0\.2:5000\) went on sending RTP for " \
       r"5\.1 s after the BYE"
