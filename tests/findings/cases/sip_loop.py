# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

_call = Call()
_call.refuse("483 Too Many Hops", [8])
POSITIVE = _call.frames
NEGATIVE = talk()
SEVERITY = "warning"
SAYS = r"483 Too Many Hops from 10\.0\.0\.2:5060 .*more hosts than its " \
       r"Max-Forwards allowed"
