# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk
from trunk import PBX, PHONE, TRUNK, register, registered, with_macs

_no = Call(name="e", users=("1001", "0144"))
_no.refuse("403 Forbidden", [8])
POSITIVE = _no.frames
NEGATIVE = talk(users=("1001", "1440"))
SEVERITY = "warning"
SAYS = r"Emergency call 1 from 1001 to 0144 was not answered: it ended with " \
       r"403 Forbidden"


def _leg(a, b, name, at, number, status=None, users="0441112233"):
    """One leg of a call to @number, answered unless @status."""
    call = Call(a=a, b=b, name=name, at=at, users=(users, number))
    if status:
        call.refuse(status, [8])
    else:
        call.open([8], [8])
        call.close()
    return with_macs(call.frames)


_other = register("10.0.0.12", PBX, "r4", "144")
ALSO = [
    (registered() + _leg(PBX, TRUNK, "e1", 1000, "144"), "note",
     r"Emergency call 1 from 0441112233 to 144 was answered after 1\.0 s .* It "
     r"went out over 10\.9\.0\.1:5060, with the caller number 0441112233\.$"),
    (registered() + _leg(PBX, TRUNK, "e1", 1000, "144",
                         "503 Service Unavailable"), "warning",
     r"ended with 503 .*with the caller number 0441112233; no second way was "
     r"tried\.$"),
    (registered() + _leg(PHONE, PBX, "e1", 1000, "144", "403 Forbidden"),
     "warning", r"ended with 403 .* It went out over no trunk, as far as the "
                r"capture shows\.$"),
    (registered() + _other + _leg(PHONE, PBX, "e1", 1000, "144") + _leg(
        PBX, "10.0.0.12", "e2", 1005, "144"), "warning",
     r"It did not leave the house: the telephone 10\.0\.0\.12 answered it"),
    # The order of events contradicts that these are legs of one call.
    (registered() + _leg(PHONE, PBX, "e1", 1000, "144", users="1001") + _leg(
        PBX, TRUNK, "e2", 1010, "144"), "note",
     r"Emergency call 1 from 1001 .* It went out over 10\.9\.0\.1:5060"),
    (_other, "warning", r"The extension 144 is registered here"),
]
