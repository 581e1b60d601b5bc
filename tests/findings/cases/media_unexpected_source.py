# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

_call = Call()
_call.open([8], [8])
_call.voice("a", 8)
_call.voice("b", 8)
_call.close()
# A stranger sends to the caller's port meanwhile.
_bad = Call(b="10.0.0.66", name="bad", ports=(4000, 4444))
_bad.voice("b", 8, at=1500, count=150)
POSITIVE = _call.frames + _bad.frames
NEGATIVE = talk()
SEVERITY = "critical"
SAYS = r"150 RTP packets reached 10\.0\.0\.1:4000 of call 1 from " \
       r"10\.0\.0\.66:4444, .* while 10\.0\.0\.2:5000 was sending there"

# Nobody else sends there: it may be a server with another address.
_other = Call(b="10.0.0.66", name="bad", ports=(4000, 4444))
_other.voice("b", 8, at=1500, count=150)
_quiet = Call()
_quiet.open([8], [8])
_quiet.voice("a", 8)
_quiet.close()
ALSO = [(_quiet.frames + _other.frames, "warning",
         r"150 RTP packets reached 10\.0\.0\.1:4000 of call 1 from "
         r"10\.0\.0\.66:4444, which no message of the call names\.")]
