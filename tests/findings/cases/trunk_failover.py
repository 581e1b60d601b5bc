# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call
from trunk import PBX, TRUNK, register, registered, with_macs

SECOND = "10.8.0.1"


def attempt(to, name, at, number="0441234567", status=None, silent=False):
    """The PBX calls @number at @to: refused, not answered at all, or a call."""
    call = Call(a=PBX, b=to, name=name, at=at, users=("1001", number))
    if status:
        call.refuse(status, [8])
    elif silent:
        for ms in (0, 500, 1500, 3500, 7500, 15500, 31500):
            call.sip(ms, "INVITE", "1 INVITE", body=call.offer("a", [8]),
                     tag=False)
    else:
        call.open([8], [8])
        call.voice("a", 8)
        call.voice("b", 8)
        call.close()
    return with_macs(call.frames)


_both = registered() + register(PBX, SECOND, "r3", "account2")
_down = "503 Service Unavailable"
POSITIVE = _both + attempt(TRUNK, "t1", 1000, status=_down) + attempt(
    SECOND, "t2", 1500)
# Another number, much later, and the same trunk again: none takes over.
NEGATIVE = _both + attempt(TRUNK, "t1", 1000, status=_down) + attempt(
    SECOND, "t2", 1500, "0440000000") + attempt(SECOND, "t3", 60000) + attempt(
    TRUNK, "t4", 1600)
SEVERITY = "warning"
SAYS = r"Call 1 to 0441234567 was refused by 10\.9\.0\.1:5060 with 503 " \
       r"Service Unavailable, and 0\.5 s after its INVITE went on over " \
       r"10\.8\.0\.1:5060, where it was answered\."
ALSO = [
    # The second call has the first one's port: the voice is its own.
    (_both + attempt(TRUNK, "t1", 1000, silent=True) + attempt(
        SECOND, "t2", 33100), "warning",
     r"not answered at all by 10\.9\.0\.1:5060, and 32\.1 s after"),
    # The number is written in two ways; a trunk may refuse with any status.
    (_both + attempt(TRUNK, "t1", 1000, "+41441234567",
                     "403 Forbidden") + attempt(SECOND, "t2", 1500,
                                                "0441234567"), "warning",
     r"refused by 10\.9\.0\.1:5060 with 403 Forbidden, and 0\.5 s"),
]
