# SPDX-License-Identifier: GPL-3.0-or-later
from register import Registrar, registered

_r = Registrar()
_r.ask(0, 1, credentials=False)
_r.say(20, 1, "401 Unauthorized")
for _i in (2, 3):
    _r.ask(_i * 30000, _i)
    _r.say(_i * 30000 + 20, _i, "403 Forbidden")
POSITIVE = _r.frames
NEGATIVE = registered()
SEVERITY = "error"
SAYS = r"sip:1001@example\.org from 10\.0\.0\.1 is not registered at " \
       r"10\.0\.0\.9:5060: refused 2 times, with 403 Forbidden"
