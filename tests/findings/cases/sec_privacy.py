# SPDX-License-Identifier: GPL-3.0-or-later
# A caller who asks to be hidden: with his number in From, and without it; on the
# PBX's leg to the trunk; by Remote-Party-ID; and one who does not mind.
from talk import Call

_HIDE = "P-Asserted-Identity: <sip:+41215550001@example.org>\nPrivacy: id\n"


def _call(user, headers, name="v1", **options):
    call = Call(name=name, users=(user, "+41215550002"), **options)
    call.sip(0, "INVITE", "1 INVITE", body=call.offer("a", [8]), tag=False,
             extra=headers)
    call.sip(300, "486 Busy Here", "1 INVITE", "b")
    call.sip(310, "ACK", "1 ACK", branch=name + "1INVITE")
    return call.frames


def _two(user):
    """The telephone hides; the PBX's leg says @user."""
    session = "Session-ID: %s;remote=%s\n" % ("cd" * 16, "00" * 16)
    return _call("anonymous", _HIDE + session, "near", b="10.0.0.2") + _call(
        user, session, "far", a="10.0.0.2", b="10.9.0.1", at=20)


POSITIVE = _call("+41215550001", _HIDE)
NEGATIVE = _call("anonymous", _HIDE)
SEVERITY = "warning"
SAYS = r"The caller of call 1 asks to be hidden \(Privacy: id\), but the From " \
       r"header of call 1 shows \+41215550001 to 10\.0\.0\.2\."
ALSO = [
    (_two("+41215550001"), "warning", r"call 1 asks .* From header of call 2 "
     r"shows \+41215550001 to 10\.9\.0\.1"),
    (_call("1001", "Remote-Party-ID: <sip:1001@example.org>;party=calling;"
           "privacy=full\n"), "warning", r"\(Privacy: full\)"),
]
