# SPDX-License-Identifier: GPL-3.0-or-later
from attack import Client

_bad = Client("10.0.0.66")
for _i in range(60):
    _bad.ask(_i * 20, "OPTIONS", "%d" % (1000 + _i), "404 Not Found")
POSITIVE = _bad.frames
# A PBX that calls and registers as many, with success.
_good = Client("10.0.0.21")
for _i in range(60):
    _good.register(_i * 50, "%d" % (1000 + _i))
NEGATIVE = _good.frames
SEVERITY = "warning"
SAYS = r"10\.0\.0\.66 asked for at least [3-6]\d extensions on at least 1 " \
       r"hosts \(60 OPTIONS, 0 REGISTER, 0 INVITE\): 0 were fulfilled, 60 ref"
