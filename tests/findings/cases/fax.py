# SPDX-License-Identifier: GPL-3.0-or-later
# A call that turns into a fax: T.38 refused while the tones go through G.711 or
# G.729, T.38 agreed on; and a re-INVITE that keeps the voice.
from talk import Call, sdp


def _fax(status, voice=8, image=True, port=4000):
    call = Call(name="fax%s%d" % (status[:3], voice))
    call.open([voice], [voice])
    call.voice("a", voice)
    call.voice("b", voice)
    line = dict(types=["t38"], kind="image", profile="udptl") if image else dict(
        types=[voice])
    call.sip(2000, "INVITE", "2 INVITE", body=sdp("10.0.0.1", 4000, **line))
    call.sip(2050, status, "2 INVITE", "b", body=sdp(
        "10.0.0.2", port and 5000, **line) if status[0] == "2" else b"")
    call.sip(2060, "ACK", "2 ACK", branch="fax-ack")
    call.close()
    return call.frames


POSITIVE = _fax("488 Not Acceptable Here")
NEGATIVE = _fax("200 OK", image=False)
SEVERITY = "warning"
SAYS = r"Call 1 is a fax: 10\.0\.0\.1 asked for T\.38, and 10\.0\.0\.2 refused " \
       r"it with 488 Not Acceptable Here\. The tones then go through PCMA " \
       r"\(pass-through\), where each lost packet spoils lines; lost here: " \
       r"0\.00 %\."
ALSO = [
    (_fax("488 Not Acceptable Here", 18), "error",
     r"go through G729, which compresses speech and destroys them\."),
    (_fax("200 OK", port=0), "warning", r"refused it by port 0"),
    (_fax("200 OK"), "note", r"10\.0\.0\.1 and 10\.0\.0\.2 agreed on T\.38\."),
]
