# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

_call = Call()
_call.open([8], [8])
_call.voice("a", 8)
# Before and after a pause of four seconds; the numbers go on.
_call.voice("b", 8, count=100)
_tail = Call()
_tail.voice("b", 8, count=180)
_call.frames += [(t + 4000000, f) for t, f in _tail.frames[100:]]
_call.close(9500)
POSITIVE = _call.frames
NEGATIVE = talk()
SEVERITY = "warning"
SAYS = r"voice from 10\.0\.0\.2:5000 to 10\.0\.0\.1:4000 paused for 4\.0 s, " \
       r"2\.0 s after its begin: its sender stopped"

_call = Call()
_call.open([8], [8])
_call.voice("a", 8)
_call.voice("b", 8, count=400)
# Four seconds of its packets are missing.
_call.frames = _call.frames[:4 + 200 + 100] + _call.frames[4 + 200 + 300:]
_call.close(9500)
ALSO = [(_call.frames, "warning", r"paused for 4\.0 s, 2\.0 s after its begin: "
         r"its packets were sent and lost on the way")]
