# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

_no = Call(name="e", users=("1001", "0144"))
_no.refuse("403 Forbidden", [8])
POSITIVE = _no.frames
NEGATIVE = talk(users=("1001", "1440"))
SEVERITY = "warning"
SAYS = r"Emergency call 1 from 1001 to 0144 was not answered: it ended with " \
       r"403 Forbidden"
