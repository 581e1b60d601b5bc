# SPDX-License-Identifier: GPL-3.0-or-later
import pcap
from register import Registrar
from talk import Call

_OUT = "93.184.216.34"


class _Behind(Registrar):
    """Its Contact is the address that it has inside."""

    def add(self, ms, lines, forth):
        super().add(ms, [x.replace(
            "<sip:1001@" + _OUT, "<sip:1001@192.168.1.21") for x in lines],
            forth)


def _alive(*seconds):
    return [(int(s * 1e6), pcap.udp(_OUT, 5060, "10.0.0.9", 5060,
                                    b"\r\n\r\n")) for s in seconds]


def _call(at, answered):
    c = Call(a="10.0.0.9", b=_OUT, at=at, name="in")
    if answered:
        c.refuse("486 Busy Here", [8])
    else:
        for i, ms in enumerate((0, 500, 1500, 3500, 7500)):
            c.sip(ms, "INVITE", "1 INVITE", body=c.offer("a", [8]), tag=False)
    return c.frames


def _registered(**options):
    r = _Behind(device=_OUT, **options)
    r.ask(0, 1)
    r.say(20, 1, "200 OK", 3600)
    return r.frames


POSITIVE = _registered() + _call(600000, False)
# It keeps the way open, and another one that does not answer was just heard.
NEGATIVE = _registered() + _alive(*range(30, 600, 30)) + _call(600000, True)
SEVERITY = "error"
SAYS = r"A call to sip:1001@example\.org, which is behind address translation " \
       r"at 93\.184\.216\.34:5060, gets no answer at all; nothing had come " \
       r"from there for 600 s"
ALSO = [(_registered() + _alive(200, 400, 600), "note",
         r"Keep-alives of 93\.184\.216\.34:5060 to 10\.0\.0\.9:5060 are up to "
         r"200 s apart")]
