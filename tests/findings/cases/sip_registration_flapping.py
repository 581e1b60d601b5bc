# SPDX-License-Identifier: GPL-3.0-or-later
from register import Registrar, registered

_r = Registrar()
for _i in range(4):
    _r.ask(_i * 60000, 2 * _i + 1)
    _r.say(_i * 60000 + 20, 2 * _i + 1, "200 OK", 3600)
    _r.ask(_i * 60000 + 30000, 2 * _i + 2, expires=0)
    _r.say(_i * 60000 + 30020, 2 * _i + 2, "200 OK")
POSITIVE = _r.frames
NEGATIVE = registered()
SEVERITY = "warning"
SAYS = r"changed 7 times within an hour .*accepted anew 4 times, removed 4"
