# SPDX-License-Identifier: GPL-3.0-or-later
from register import Registrar
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

_register = Registrar()
for _ms in (0, 500, 1500, 3500):
    _register.ask(_ms, 1)
_options = Registrar()
for _ms in (0, 500, 1500):
    _options.ask(_ms, 1, method="OPTIONS")
_options.say(2000, 1, "200 OK", method="OPTIONS")
ALSO = [
    (_register.frames + talk(name="c3", at=40000), "error",
     r"REGISTER from 10\.0\.0\.1:5060 to 10\.0\.0\.9:5060 was sent 4 times "
     r"within 3\.5 s and never answered: 10\.0\.0\.9:5060 is silent"),
    (_options.frames, "warning",
     r"OPTIONS from .* was sent 3 times within 1\.5 s; the first answer came "
     r"after 2\.000 s"),
]
