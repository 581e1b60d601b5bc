# SPDX-License-Identifier: GPL-3.0-or-later
from srtp import dtls
from talk import Call, talk


def _through_pbx(far):
    """A protected leg to the PBX 10.0.0.2, and one behind it."""
    head = "Session-ID: 0123456789abcdef0123456789abcdef"
    near = Call(name="near", b="10.0.0.2", ports=(4000, 7000))
    leg = Call(name="far", a="10.0.0.2", b="10.0.0.3", ports=(7002, 5000),
               at=20)
    for call, offer, answer in (
            (near, dtls("10.0.0.1", 4000), dtls("10.0.0.2", 7000)),
            (leg, far(leg, "a"), far(leg, "b"))):
        call.sip(0, "INVITE", "1 INVITE", body=offer, tag=False, extra=head)
        call.sip(100, "180 Ringing", "1 INVITE", "b", extra=head)
        call.sip(1000, "200 OK", "1 INVITE", "b", body=answer, extra=head)
        call.sip(1020, "ACK", "1 ACK", branch=call.name + "ack", extra=head)
        call.close()
    return near.frames + leg.frames


def _plain(leg, side):
    return leg.offer(side, [8])


def _safe(leg, side):
    return dtls(leg.media[side], leg.port[side])


POSITIVE = _through_pbx(_plain)
NEGATIVE = _through_pbx(_safe)
SEVERITY = "warning"
SAYS = r"of call 2 goes unencrypted between .*, while on call 1, a leg of " \
       r"the same conversation, it is encrypted"
