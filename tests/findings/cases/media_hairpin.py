# SPDX-License-Identifier: GPL-3.0-or-later
from talk import Call


def _through(relay):
    """10.0.0.1 calls 10.0.0.3 through the PBX @relay, which carries it all."""
    session = "Session-ID: %s;remote=%s\n" % ("ab" * 16, "00" * 16)
    near = Call(b=relay, name="near", ports=(4000, 12000), headers=session)
    far = Call(a=relay, b="10.0.0.3", name="far", at=20, ports=(12002, 5000),
               headers=session)
    for call in (near, far):
        call.open([8], [8])
        for side in "ab":
            # the same payload on both legs shows that it is relayed
            call.voice(side, 8, payload=lambda i, s=side: bytes(
                [ord(s), i & 255, i >> 8]) + bytes(157))
        call.close()
    return near.frames + far.frames


POSITIVE = _through("10.9.0.2")
NEGATIVE = _through("10.0.0.2")
SEVERITY = "note"
SAYS = r"seem to be on one subnet, and their voice goes through 10\.9\.0\.2"
