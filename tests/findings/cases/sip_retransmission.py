# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

_call = Call()
for _ms in (0, 500, 1500, 3500, 7500, 15500, 31500):
    _call.sip(_ms, "INVITE", "1 INVITE", body=_call.offer("a", [8]), tag=False)
# The capture goes on until the caller has given up.
POSITIVE = _call.frames + talk(name="c2", at=40000, a="10.0.0.5", b="10.0.0.6")
NEGATIVE = talk()
SEVERITY = "error"
SAYS = r"to 10\.0\.0\.2:5060 was sent 7 times .*never answered: " \
       r"10\.0\.0\.2:5060 is silent"
