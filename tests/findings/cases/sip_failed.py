# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

_call = Call()
_call.refuse("503 Service Unavailable", [8],
             extra='Reason: Q.850;cause=34;text="no circuit"')
POSITIVE = _call.frames
NEGATIVE = talk()
SEVERITY = "error"
SAYS = r"refused by 10\.0\.0\.2:5060 with 503 Service Unavailable: .*cause 34 " \
       r"of Q\.850: no channel is free"
