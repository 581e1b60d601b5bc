# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call


def _timed(seconds, refreshed):
    """Answered with a timer of 90 s, ended after so many."""
    call = Call()
    timer = "Session-Expires: 90;refresher=uac"
    call.sip(0, "INVITE", "1 INVITE", body=call.offer("a", [8]), tag=False)
    call.sip(1000, "200 OK", "1 INVITE", "b", body=call.offer("b", [8]),
             extra=timer)
    call.sip(1020, "ACK", "1 ACK", branch="c1ack")
    if refreshed:
        call.sip(46000, "UPDATE", "2 UPDATE", extra=timer)
        call.sip(46020, "200 OK", "2 UPDATE", "b", extra=timer)
    call.sip(1000 + seconds * 1000, "BYE", "3 BYE")
    call.sip(1020 + seconds * 1000, "200 OK", "3 BYE", "b")
    return call.frames


POSITIVE = _timed(62, False)
NEGATIVE = _timed(70, True)
SEVERITY = "warning"
SAYS = r"session timer of 90 s; no refresh was seen, and 62 s after it was " \
       r"last agreed on the caller ended the call"

_short = Call()
_short.refuse("422 Session Interval Too Small", [8])
ALSO = [
    (_short.frames, "warning", r"10\.0\.0\.2:5060 refused call 1 with 422"),
    (_timed(200, False), "warning", r"went on beyond it; no refresh was seen"),
]
