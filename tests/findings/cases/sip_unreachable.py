# SPDX-License-Identifier: GPL-3.0-or-later
import link
import lookup
import stream
import talk
from register import Registrar, registered


def _refused():
    r = Registrar()
    r.ask(0, 1)
    r.ask(500, 1)
    return r.frames + link.at(0.4, link.refuses(
        "10.0.0.1", 5060, "10.0.0.9", 5060)) + link.at(500.4, link.refuses(
            "10.0.0.1", 5060, "10.0.0.9", 5060))


def _syn(answer, port=40000):
    s = stream.Stream(port=port, server_port=5061)
    s.add(0, False, stream.SYN)
    if answer:
        s.reset(1, True)
    else:
        s.next[0] -= 1
        s.add(1000, False, stream.SYN)
    return s.frames


def _open():
    s = stream.Stream()
    s.open(0)
    s.register(10)
    s.close(1000)
    return s.frames


def _sweep():
    out = []
    for i in range(30):
        s = stream.Stream(server="10.0.1.%d" % (i + 1))
        s.add(10 * i, False, stream.SYN)
        s.reset(10 * i + 1, True)
        out += s.frames
    return out


# A scan is told elsewhere; a connection that came about is in order.
POSITIVE = _refused()
NEGATIVE = _open() + _sweep() + talk.talk()
SEVERITY = "error"
SAYS = r"SIP from 10\.0\.0\.1:5060 does not reach 10\.0\.0\.9:5060: 10\.0\.0\." \
       r"9 answers with ICMP \"port unreachable\", 2 times"
ALSO = [
    (_syn(True), "error", r"10\.0\.0\.1 wants to connect to 10\.0\.0\.9:5061 "
     r"for SIP over TCP or TLS, and is refused: a reset answers its SYN"),
    # UDP to another server shows that its packets are seen both ways.
    (_syn(False) + [(us + 5000000, f) for us, f in lookup.both(
        0, "other.example", lookup.A, ["10.0.0.3"]) + talk.talk(
            a="10.0.0.5", b="10.0.0.6")], "error",
     r"has no answer to its SYN"),
    (_syn(True) + [(us + 5000000, f) for us, f in registered(times=2)],
     "warning", r"is refused"),
    (talk.talk() + link.at(7000, link.refuses(
        "10.0.0.1", 5060, "10.0.0.2", 5060)), "note",
     r"It spoke SIP in this capture"),
]
