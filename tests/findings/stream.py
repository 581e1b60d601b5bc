# SPDX-License-Identifier: GPL-3.0-or-later
"""SIP over TCP for the tests of findings: who opens, says and breaks off what.

    s = Stream()
    s.open(0)                      # SYN, its answer, ACK
    s.say(10, message)             # of the client; True: of the server
    s.reset(500, True)             # by the server

Times are milliseconds.
"""

import lookup

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16


class Stream:
    """One connection."""

    def __init__(self, client="10.0.0.1", server="10.0.0.9", port=40000,
                 server_port=5060):
        self.ends = (client, port, server, server_port)
        self.next = [100, 500]
        self.frames = []

    def add(self, ms, back, flags, payload=b""):
        """A segment, of the server if @back."""
        c, cp, s, sp = self.ends
        ends = (s, sp, c, cp) if back else self.ends
        self.frames.append((int(ms * 1000), lookup.tcp(
            *ends, self.next[back], self.next[not back] if flags & ACK else 0,
            flags, payload)))
        self.next[back] += len(payload) + bool(flags & (SYN | FIN))

    def open(self, ms):
        """The three that open it."""
        self.add(ms, False, SYN)
        self.add(ms + 1, True, SYN | ACK)
        self.add(ms + 2, False, ACK)

    def say(self, ms, message, back=False):
        """A message in one segment."""
        self.add(ms, back, PSH | ACK, message)

    def reset(self, ms, back=False):
        """Breaks it off."""
        self.add(ms, back, RST | ACK)

    def close(self, ms):
        """Closes it in order."""
        self.add(ms, False, FIN | ACK)
        self.add(ms + 1, True, FIN | ACK)
        self.add(ms + 2, False, ACK)

    def register(self, ms, expires=3600):
        """A registration over it."""
        head = ("Via: SIP/2.0/TCP %s:%d;branch=z9hG4bKs1\r\n"
                "From: <sip:1001@10.0.0.9>;tag=a\r\n"
                "To: <sip:1001@10.0.0.9>%s\r\nCall-ID: r@10.0.0.1\r\n"
                "CSeq: 1 REGISTER\r\nMax-Forwards: 70\r\n"
                "Contact: <sip:1001@%s:%d;transport=tcp>;expires=%d\r\n"
                "Content-Length: 0\r\n\r\n")
        c, cp = self.ends[:2]
        self.say(ms, ("REGISTER sip:10.0.0.9 SIP/2.0\r\n" + head % (
            c, cp, "", c, cp, expires)).encode())
        self.say(ms + 20, ("SIP/2.0 200 OK\r\n" + head % (
            c, cp, ";tag=b", c, cp, expires)).encode(), True)


def call(stream, ms, end=None):
    """A call over @stream from its client, answered; with its BYE at @end."""
    c, cp, s, sp = stream.ends

    def message(start, cseq, tag):
        return ("%s\r\nVia: SIP/2.0/TCP %s:%d;branch=z9hG4bK%s\r\n"
                "From: <sip:1001@%s>;tag=a\r\nTo: <sip:1002@%s>%s\r\n"
                "Call-ID: c@10.0.0.1\r\nCSeq: %s\r\nMax-Forwards: 70\r\n"
                "Contact: <sip:1001@%s:%d;transport=tcp>\r\n"
                "Content-Length: 0\r\n\r\n" % (
                    start, c, cp, cseq.replace(" ", ""), c, s,
                    ";tag=b" if tag else "", cseq, c, cp)).encode()
    stream.say(ms, message("INVITE sip:1002@%s SIP/2.0" % s, "1 INVITE", 0))
    stream.say(ms + 50, message("SIP/2.0 180 Ringing", "1 INVITE", 1), True)
    stream.say(ms + 900, message("SIP/2.0 200 OK", "1 INVITE", 1), True)
    stream.say(ms + 920, message("ACK sip:1002@%s SIP/2.0" % s, "1 ACK", 1))
    if end is not None:
        stream.say(end, message("BYE sip:1002@%s SIP/2.0" % s, "2 BYE", 1))
        stream.say(end + 20, message("SIP/2.0 200 OK", "2 BYE", 1), True)
