# SPDX-License-Identifier: GPL-3.0-or-later
from attack import Client

_bad = Client("10.0.0.66")
for _i in range(1100):
    _bad.ask(_i * 2, "REGISTER", "10%d" % (_i % 5), "401 Unauthorized")
POSITIVE = _bad.frames
_good = Client("10.0.0.21")
for _i in range(1100):
    _good.register(_i * 30, "1001")
NEGATIVE = _good.frames
SEVERITY = "error"
SAYS = r"10\.0\.0\.66 was asked for credentials 1100 times .* let 1100 of them"
