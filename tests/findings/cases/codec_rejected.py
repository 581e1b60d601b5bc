# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

_call = Call()
_call.refuse("488 Not Acceptable Here", [9])
# The refusing side shows what it can do in a call of its own.
_other = Call(a="10.0.0.2", b="10.0.0.1", name="c2", at=2000)
_other.open([8], [8])
_other.close()
POSITIVE = _call.frames + _other.frames
NEGATIVE = talk()
SEVERITY = "error"
SAYS = r"10\.0\.0\.2 refused .*488.*Offered: G722\. .*known to use PCMA: " \
       r"they have no codec in common"
