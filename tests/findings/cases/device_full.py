# SPDX-License-Identifier: GPL-3.0-or-later
# A base with two handsets talking; a third one is refused at the limit of two,
# or, other way round, when one of the two has hung up.
from talk import Call
from trunk import PBX, registered, with_macs

BASE = "10.0.0.11"


def _call(name, at, user, until=60000, status=None):
    call = Call(a=PBX, b=BASE, name=name, at=at, users=("1001", user),
                ports=(4000 + at % 1000, 5000 + at % 1000))
    if status:
        call.refuse(status, [8])
    else:
        call.open([8], [8])
        call.voice("a", 8, count=100)
        call.voice("b", 8, count=100)
        call.close(until - at)
    return with_macs(call.frames)


_two = registered() + _call("h1", 1000, "2001") + _call(
    "h2", 3010, "2002", 30000)
POSITIVE = _two + _call("h3", 9000, "2003", status="486 Busy Here")
NEGATIVE = registered() + _call("h1", 1000, "2001", 9000) + _call(
    "h2", 13010, "2002") + _call("h3", 19000, "2003", status="486 Busy Here")
ARGS = ("--set", "device.calls.10.0.0.11=2")
SEVERITY = "error"
SAYS = r"Of the 2 calls declared for 10\.0\.0\.11, 2 were up at once, for " \
       r"27\.0 s all of them, with the codecs 2 PCMA\. 1 further call was " \
       r"refused at that limit\."
ALSO = [
    # Full, and nobody was refused.
    (_two, "warning", r"2 were up at once"),
]
