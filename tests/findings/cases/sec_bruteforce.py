# SPDX-License-Identifier: GPL-3.0-or-later
from attack import Client

_bad = Client("10.0.0.66")
_bad.ask(0, "REGISTER", "1001", "401 Unauthorized")
for _i in range(5):
    _bad.ask(100 + 50 * _i, "REGISTER", "1001", "401 Unauthorized",
             "guess%d" % _i)
POSITIVE = _bad.frames

# A telephone whose nonce runs out each time, and one that erred twice.
_good = Client("10.0.0.21")
for _i in range(6):
    _good.ask(1000 * _i, "REGISTER", "1001", "401 Unauthorized", "old%d" % _i)
    _good.ask(1000 * _i + 20, "REGISTER", "1001", "200 OK", "new%d" % _i)
_slow = Client("10.0.0.22")
_slow.ask(0, "REGISTER", "1002", "401 Unauthorized", "a")
_slow.ask(900, "REGISTER", "1002", "401 Unauthorized", "b")
_slow.register(2000, "1002")
NEGATIVE = _good.frames + _slow.frames
SEVERITY = "error"
SAYS = r"10\.0\.0\.66 sent credentials that were refused 5 times in 0\.2 s " \
       r"by 10\.0\.0\.10, all for 1001: passwords are being guessed\. It is " \
       r"still answered"
