# SPDX-License-Identifier: GPL-3.0-or-later
# Calls through a PBX that keeps each INVITE for 0.9 s, or for 60 ms; once longer
# is no rule.
from talk import Call


def _through(keeps):
    """A call for each of @keeps, ms that the PBX needs."""
    frames = []
    for i, keep in enumerate(keeps):
        session = "Session-ID: %032x;remote=%s\n" % (i + 1, "00" * 16)
        at = i * 9000
        near = Call(name="n%d" % i, b="10.0.0.2", at=at, headers=session)
        leg = Call(name="f%d" % i, a="10.0.0.2", b="10.0.0.3", at=at + keep,
                   headers=session)
        leg.open([8], [8])
        leg.close(5900)
        near.sip(0, "INVITE", "1 INVITE", body=near.offer("a", [8]), tag=False)
        near.sip(keep + 110, "180 Ringing", "1 INVITE", "b")
        near.sip(keep + 1010, "200 OK", "1 INVITE", "b",
                 body=near.offer("b", [8]))
        near.sip(keep + 1030, "ACK", "1 ACK", branch="ack%d" % i)
        near.close(keep + 5890)
        frames += near.frames + leg.frames
    return frames


POSITIVE = _through([900, 870, 910, 60, 905])
NEGATIVE = _through([60, 70, 900, 65, 62])
SEVERITY = "warning"
SAYS = r"10\.0\.0\.2 keeps INVITE for 9\d\d ms before it passes it on \(median " \
       r"of 5; 95 % at most 910 ms\)\."
ALSO = [
    (_through([60, 60, 60, 700, 710, 720, 730]), "warning",
     r"It grew from 60 ms at the begin of the capture to 730 ms at its end\."),
]
