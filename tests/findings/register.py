# SPDX-License-Identifier: GPL-3.0-or-later
"""Registrations for the tests of findings.

    r = Registrar()
    r.ask(0, 1)                      # REGISTER, CSeq 1
    r.say(20, 1, "200 OK", 60)       # granted for 60 s

Times are milliseconds.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import pcap  # noqa: E402


class Registrar:
    """One device and its registrar."""

    def __init__(self, device="10.0.0.1", server="10.0.0.9", user="1001"):
        self.device = device
        self.server = server
        self.user = user
        self.frames = []

    def add(self, ms, lines, forth):
        """A datagram, from the device if @forth."""
        ends = (self.device, 5060, self.server, 5060)
        self.frames.append((int(ms * 1000), pcap.udp(
            *(ends if forth else ends[2:] + ends[:2]),
            ("\r\n".join(lines) + "\r\n\r\n").encode())))

    def head(self, cseq, tag, method="REGISTER"):
        """What a request and its answer have in common."""
        return ["Via: SIP/2.0/UDP %s:5060;branch=z9hG4bK%s%d" % (
                    self.device, self.user, cseq),
                "From: <sip:%s@example.org>;tag=a" % self.user,
                "To: <sip:%s@example.org>%s" % (self.user, tag),
                "Call-ID: %s-%s@example.org" % (method, self.user),
                "CSeq: %d %s" % (cseq, method), "Max-Forwards: 70"]

    def ask(self, ms, cseq, expires=3600, credentials=True,
            method="REGISTER"):
        """A request of the device."""
        self.add(ms, [method + " sip:example.org SIP/2.0"] + self.head(
            cseq, "", method) + [
                "Contact: <sip:%s@%s>" % (self.user, self.device),
                "Expires: %d" % expires] + (
                    ['Authorization: Digest username="x"']
                    if credentials else []) + ["Content-Length: 0"], True)

    def say(self, ms, cseq, status, expires=None, method="REGISTER"):
        """The answer of the registrar."""
        granted = [] if expires is None else [
            "Contact: <sip:%s@%s>;expires=%d" % (
                self.user, self.device, expires)]
        self.add(ms, ["SIP/2.0 " + status] + self.head(cseq, ";tag=r", method)
                 + granted + ["Content-Length: 0"], False)


def registered(every=50, granted=60, times=4, **options):
    """A device that registers @times, every so many seconds."""
    r = Registrar(**options)
    for i in range(times):
        r.ask(i * every * 1000, i + 1, granted)
        r.say(i * every * 1000 + 20, i + 1, "200 OK", granted)
    return r.frames
