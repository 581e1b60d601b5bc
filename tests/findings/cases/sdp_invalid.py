# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

_call = Call()
_call.open(_call.offer("a", [8], connection=False), [8])
_call.close()
POSITIVE = _call.frames
NEGATIVE = talk()
SEVERITY = "error"
SAYS = r"INVITE from 10\.0\.0\.1:5060: there is no c= line"

_garbage = Call()
_garbage.open(b"this is no description\r\n", [8])
_garbage.close()
ALSO = [(_garbage.frames, "error", r"INVITE from 10\.0\.0\.1:5060 to "
         r"10\.0\.0\.2:5060 cannot be read at all")]
