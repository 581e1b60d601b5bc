# SPDX-License-Identifier: GPL-3.0-or-later
from trunk import PBX, PHONE, with_macs
from talk import Call

ARGS = ("--set", "licence.calls=2")


def _call(name, at, until=60000, status=None, users=("1001", "1002"),
          a=PHONE, b=PBX):
    call = Call(a=a, b=b, name=name, at=at, users=users)
    if status:
        call.refuse(status, [8])
    else:
        call.open([8], [8])
        call.close(until - at)
    return with_macs(call.frames)


_two = _call("c1", 0) + _call("c2", 2000)
POSITIVE = _two + _call("c3", 9000, status="503 Service Unavailable")
# One call is up: whoever refuses then has another reason.
NEGATIVE = _call("c1", 0) + _call("c3", 9000, status="486 Busy Here")
SEVERITY = "error"
SAYS = r"1 call was refused \(503 by 10\.0\.0\.1\) while as many calls were " \
       r"up as the licence allows \(2\); at most 2 were up at once"
# The limit was reached, and a number that does not exist is no licence.
ALSO = [(_two + _call("c3", 9000, status="404 Not Found"), "warning",
         r"All 2 calls of the licence were up at once, for 58\.0 s; none"),
        # More than declared.
        (_two + _call("c3", 3000), "warning", r"more than was declared")]
