# SPDX-License-Identifier: GPL-3.0-or-later
from attack import Client

_phone = Client("10.0.0.21")
for _i in range(4):
    _phone.ask(1000 * _i, "REGISTER", "1001", "401 Unauthorized", "w%d" % _i)
for _i in range(4):
    _phone.ask(10000 + 4000 * _i, "REGISTER", "1001", None, "x%d" % _i)
_other = Client("10.0.0.22")
for _i in range(5):
    _other.register(5000 * _i + 3000, "1002")
POSITIVE = _phone.frames + _other.frames
_again = Client("10.0.0.23")
for _i in range(9):
    _again.ask(4000 * _i, "REGISTER", "1003", "401 Unauthorized", "w%d" % _i)
NEGATIVE = _again.frames + _other.frames
SEVERITY = "warning"
SAYS = r"10\.0\.0\.10 no longer answers 10\.0\.0\.21: 4 requests in 12\.0 s " \
       r"stayed without an answer after 4 failed"
