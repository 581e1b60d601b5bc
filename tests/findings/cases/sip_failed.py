# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call, talk

_call = Call()
_call.refuse("503 Service Unavailable", [8],
             extra='Reason: Q.850;cause=34;text="no circuit"')
POSITIVE = _call.frames
NEGATIVE = talk()
SEVERITY = "error"
SAYS = r"refused by 10\.0\.0\.2:5060 with 503 Service Unavailable: .*cause 34 " \
       r"of Q\.850: no channel is free"


def _silent(repeats):
    """An INVITE without an answer, and a call a minute later."""
    call = Call(name="s")
    for ms in repeats:
        call.sip(ms, "INVITE", "1 INVITE", body=call.offer("a", [8]),
                 tag=False)
    return call.frames + talk(name="late", at=60000)


ALSO = [
    (_silent([0, 500, 1500]), "error",
     r"never answered, not even by 100 Trying\.$"),
    (_silent([0]), "warning", r"it was not repeated, so that the capture may "
                              r"have missed the answer\.$"),
]
