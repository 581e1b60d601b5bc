# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call


def _through_pbx(far):
    """1001 at 10.0.0.1 calls 1002 at 10.0.0.3 through the PBX 10.0.0.2."""
    # RFC 7989: the PBX says that both legs are one session.
    session = "Session-ID: %s;remote=%s\n" % ("ab" * 16, "00" * 16)
    near = Call(name="near", b="10.0.0.2", ports=(4000, 7000),
                headers=session)
    leg = Call(name="far", a="10.0.0.2", b="10.0.0.3", ports=(7002, 5000),
               at=20, headers=session)
    near.open([8, 9], [8])
    near.voice("a", 8)
    near.voice("b", 8)
    near.close()
    leg.open([far], [far])
    leg.voice("b", far)
    if far == 8:
        # The same bytes as the caller's.
        voice = [f for f in near.frames if len(f[1]) > 200][:200]
        bodies = [f[1][-160:] for f in voice]
        leg.voice("a", 8, payload=lambda i: bodies[i])
    else:
        leg.voice("a", far)
    leg.close(5990)
    return near.frames + leg.frames


POSITIVE = _through_pbx(9)
NEGATIVE = _through_pbx(8)
SEVERITY = "note"
SAYS = r"10\.0\.0\.2 receives (PCMA and passes it on as G722|G722 and passes " \
       r"it on as PCMA); both ends share G722\."
