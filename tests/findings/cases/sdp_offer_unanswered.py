# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

_call = Call()
_call.open([8], b"")
_call.close()
POSITIVE = _call.frames
NEGATIVE = talk()
SEVERITY = "error"
SAYS = r"10\.0\.0\.2:5060 answered call 1 with 200 and left the offer of " \
       r"the INVITE without an answer"

_late = Call()
_late.open(b"", [8])
_none = Call()
_none.open(b"", b"")
ALSO = [
    (_late.frames, "error", r"10\.0\.0\.1:5060 acknowledged call 1 without an "
     r"answer to the offer"),
    (_none.frames, "error", r"whose INVITE has no offer, with a 200 that has "
     r"none either"),
]
