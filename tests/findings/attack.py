# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests outside of calls, for the tests of findings of security.

    client = Client("10.0.0.66")
    client.ask(0, "REGISTER", "1001", "401 Unauthorized")
    client.ask(20, "REGISTER", "1001", "200 OK", password="x")
    client.frames
"""

import hashlib
import pcap

REALM = 'Digest realm="example.org", nonce="n1", qop="auth"'


class Client:
    """One host that asks a server; each request is a transaction."""

    def __init__(self, ip, server="10.0.0.10", agent="Phone 1.0"):
        self.ip = ip
        self.server = server
        self.agent = agent
        self.frames = []
        self.cseq = 0

    def send(self, ms, src, dst, lines, body=b""):
        """A datagram of header @lines from @src to @dst."""
        lines = lines + ["Content-Length: %d" % len(body), "", ""]
        self.frames.append((int(ms * 1000), pcap.udp(
            src, 5060, dst, 5060, "\r\n".join(lines).encode() + body)))

    def ask(self, ms, method, user, answer, password=None, call_id=None,
            response=None, dst=None):
        """A request, and its answer 5 ms later when there is one."""
        self.cseq += 1
        dst = dst or self.server
        uri = "sip:%s@%s" % (user, dst)
        common = ["Via: SIP/2.0/UDP %s:5060;branch=z9hG4bK%s%d" % (
                      self.ip, self.ip, self.cseq),
                  "From: <sip:%s@example.org>;tag=f%d" % (user, self.cseq),
                  "To: <sip:%s@example.org>" % user,
                  "Call-ID: %s" % (call_id or "%s-%d" % (self.ip, self.cseq)),
                  "CSeq: %d %s" % (self.cseq, method)]
        head = ["%s %s SIP/2.0" % (
            method, "sip:" + dst if method == "REGISTER" else uri)] + common
        head += ["Max-Forwards: 70", "User-Agent: " + self.agent,
                 "Contact: <sip:%s@%s>" % (user, self.ip)]
        if password:
            digest = response or hashlib.md5(
                (user + password).encode()).hexdigest()
            head.append('Authorization: Digest username="%s", '
                        'realm="example.org", nonce="n1", uri="%s", '
                        'qop=auth, nc=00000001, cnonce="c", response="%s"' % (
                            user, uri, digest))
        self.send(ms, self.ip, dst, head)
        if answer:
            back = ["SIP/2.0 " + answer] + common
            if answer[:3] == "401":
                back.append("WWW-Authenticate: " + REALM)
            self.send(ms + 5, dst, self.ip, back)

    def register(self, ms, user, password="right"):
        """As it should be: challenged, then accepted."""
        call_id = "%s-%s-%d" % (self.ip, user, ms)
        self.ask(ms, "REGISTER", user, "401 Unauthorized", call_id=call_id)
        self.ask(ms + 10, "REGISTER", user, "200 OK", password, call_id)
        return self.frames
