# SPDX-License-Identifier: GPL-3.0-or-later
from attack import Client

_phone = Client("10.0.0.21")
_phone.ask(0, "REGISTER", "1001", "200 OK", "pw", response="abcdef")
_thief = Client("10.0.0.66")
_thief.ask(60000, "REGISTER", "1001", "200 OK", "pw", response="abcdef")
POSITIVE = _phone.frames + _thief.frames

# A proxy that passes them on is no thief.
_proxy = Client("10.0.0.10", server="10.0.0.11")
_proxy.ask(2, "REGISTER", "1001", "200 OK", "pw", response="abcdef")
NEGATIVE = _phone.frames + _proxy.frames
SEVERITY = "error"
SAYS = r"of 1001, sent by 10\.0\.0\.21, were sent again by 10\.0\.0\.66 " \
       r"60\.0 s later, .* and were accepted"
