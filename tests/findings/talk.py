# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls for the tests of findings: who says what when, as frames.

    call = Call()
    call.open(offer=[8], answer=[8])    # INVITE, 180, 200, ACK; answered at 1 s
    call.voice("a", 8)                  # 4 s of it from the caller
    call.close()                        # BYE and its answer at 6 s
    frames = call.frames

Times are milliseconds. Side "a" is the caller, "b" the callee.
"""

import hashlib
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import pcap  # noqa: E402

# Payload types of the tests: rtpmap, bytes of 20 ms.
FORMATS = {
    0: ("PCMU/8000", 160), 8: ("PCMA/8000", 160), 9: ("G722/8000", 160),
    18: ("G729/8000", 20), 96: ("opus/48000/2", 60), 101: (
        "telephone-event/8000", 4),
}


def sdp(ip, port, types, extra="", connection=True, kind="audio",
        profile="RTP/AVP", direction="sendrecv"):
    """A session description that offers @types at @ip:@port."""
    lines = ["v=0", "o=- 1 1 IN IP4 " + ip, "s=-"]
    if connection:
        lines.append("c=IN IP4 " + ip)
    lines += ["t=0 0", "m=%s %d %s %s" % (kind, port, profile,
                                          " ".join(map(str, types)))]
    lines += ["a=rtpmap:%d %s" % (t, FORMATS[t][0])
              for t in types if t in FORMATS]
    lines += ["a=" + direction] + extra.split()
    return "".join(x + "\r\n" for x in lines).encode()


class Call:
    """One dialog and its RTP."""

    def __init__(self, a="10.0.0.1", b="10.0.0.2", name="c1", at=0,
                 media=(None, None), ports=(4000, 5000), users=("1001",
                                                                "1002"),
                 headers=""):
        self.ip = {"a": a, "b": b}
        self.media = {"a": media[0] or a, "b": media[1] or b}
        self.port = dict(zip("ab", ports))
        self.users = users
        self.headers = headers  # lines of every message
        self.name = name
        self.at = at
        self.frames = []
        self.ssrc = hash_of(name)

    def add(self, ms, side, payload, sport=5060, dport=5060, ends=None):
        """A datagram from @side to the other."""
        ends = ends or self.ip
        other = "b" if side == "a" else "a"
        self.frames.append((int((self.at + ms) * 1000), pcap.udp(
            ends[side], sport, ends[other], dport, payload)))

    def sip(self, ms, start, cseq, side="a", body=b"", extra="", tag=True,
            branch=None, kind="application/sdp"):
        """A message; @start is a method or a status with its reason."""
        request = not start[:1].isdigit()
        first = ("%s sip:%s@%s SIP/2.0" % (start, self.users[1], self.ip["b"])
                 if request else "SIP/2.0 " + start)
        head = [first,
                "Via: SIP/2.0/UDP %s:5060;branch=z9hG4bK%s" % (
                    self.ip["a"], branch or self.name + cseq.replace(" ", "")),
                "From: <sip:%s@example.org>;tag=a" % self.users[0],
                "To: <sip:%s@example.org>%s" % (self.users[1],
                                                ";tag=b" if tag else ""),
                "Call-ID: %s@example.org" % self.name, "CSeq: " + cseq,
                "Max-Forwards: 70",
                "Contact: <sip:x@%s>" % self.ip[side]] + (
                    self.headers + extra).splitlines()
        if body:
            head.append("Content-Type: " + kind)
        head.append("Content-Length: %d" % len(body))
        self.add(ms, side, "\r\n".join(head + ["", ""]).encode() + body)

    def offer(self, side, types, **options):
        """The description of @side."""
        return sdp(self.media[side], self.port[side], types, **options)

    def open(self, offer, answer, early=None, **options):
        """Set up: answered at 1000 ms. Bodies, or lists of payload types."""
        a = offer if isinstance(offer, bytes) else self.offer(
            "a", offer, **options)
        b = answer if isinstance(answer, bytes) else self.offer(
            "b", answer, **options)
        self.sip(0, "INVITE", "1 INVITE", body=a, tag=False)
        self.sip(100, "180 Ringing", "1 INVITE", "b")
        self.sip(1000, "200 OK", "1 INVITE", "b", body=b)
        self.sip(1020, "ACK", "1 ACK", branch=self.name + "ack")

    def refuse(self, status, offer, extra="", body=b""):
        """The call is refused at 300 ms."""
        self.sip(0, "INVITE", "1 INVITE", body=self.offer("a", offer),
                 tag=False)
        self.sip(50, "100 Trying", "1 INVITE", "b", tag=False)
        self.sip(300, status, "1 INVITE", "b", extra=extra, body=body)
        self.sip(310, "ACK", "1 ACK", branch=self.name + "1INVITE")

    def voice(self, side, payload_type, at=1100, count=200, every=20.0,
              step=160, size=None, payload=None):
        """@count packets of RTP from @side to the other's port."""
        size = FORMATS[payload_type][1] if size is None else size
        other = "b" if side == "a" else "a"
        for i in range(count):
            # Bytes of its own in each packet: a PBX is known by what is equal.
            body = payload(i) if payload else hashlib.shake_128(
                b"%s%s%d" % (self.name.encode(), side.encode(), i)).digest(size)
            self.add(at + i * every, side, pcap.rtp(
                1000 + i, 5000 + i * step, self.ssrc + ord(side),
                payload_type, body, marker=i == 0),
                self.port[side], self.port[other], self.media)

    def close(self, at=6000):
        """The caller hangs up."""
        self.sip(at, "BYE", "2 BYE")
        self.sip(at + 20, "200 OK", "2 BYE", "b")


def hash_of(name):
    """A number that is another one for another name."""
    n = 0
    for c in name.encode():
        n = (n * 31 + c) & 0xffffff
    return n << 8


def talk(forth=8, back=8, offer=None, answer=None, voice=None, **options):
    """A whole call, answered and ended, with voice both ways unless told."""
    call = Call(**options)
    call.open(offer or [forth], answer or [forth])
    for side, payload_type in (("a", forth), ("b", back)):
        if payload_type is not None:
            call.voice(side, payload_type, **(voice or {}))
    call.close()
    return call.frames


def capture(frames):
    """The bytes of a file of @frames, in the order of time."""
    return pcap.pcap(sorted(frames, key=lambda f: f[0]))
