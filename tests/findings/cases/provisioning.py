# SPDX-License-Identifier: GPL-3.0-or-later
import link
import lookup
import pcap
import stream
import talk


def _dhcp(*options):
    return link.at(0, link.dhcp(1, link.PHONE), link.dhcp(
        5, link.PHONE, "10.0.0.1", "10.0.0.22", "10.0.0.1",
        "00:a0:57:00:00:01", more=options))


def _get(path, host="10.0.0.10"):
    s = stream.Stream(client="10.0.0.22", server=host, server_port=80)
    s.open(0)
    s.say(5, ("GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: Yealink SIP-T46G\r\n"
              "\r\n" % (path, host)).encode())
    s.say(9, b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", True)
    return s.frames


def _pnp(answered):
    event = ('Event: ua-profile;profile-type="device";vendor="Yealink";'
             'model="T46G";version="28"\r\n')
    head = ("Via: SIP/2.0/UDP 10.0.0.22:5060;branch=z9hG4bKp1\r\n"
            "From: <sip:MAC%%3a001565000022@224.0.1.75>;tag=a\r\n"
            "To: <sip:MAC%%3a001565000022@224.0.1.75>\r\n"
            "Call-ID: pnp@10.0.0.22\r\nCSeq: 1 %s\r\nMax-Forwards: 70\r\n"
            "Contact: <sip:10.0.0.22:5060>\r\n") + event
    out = [(0, pcap.udp("10.0.0.22", 5060, "224.0.1.75", 5060, (
        "SUBSCRIBE sip:MAC%3a001565000022@224.0.1.75 SIP/2.0\r\n" +
        head % "SUBSCRIBE" +
        "Content-Length: 0\r\n\r\n").encode()))]
    if answered:
        body = "http://10.0.0.10:5000/prov/001565000022.cfg?secret=1"
        out.append((30000, pcap.udp("10.0.0.10", 5060, "10.0.0.22", 5060, (
            "NOTIFY sip:10.0.0.22:5060 SIP/2.0\r\n" + head % "NOTIFY" +
            "Content-Type: application/url\r\nContent-Length: %d\r\n\r\n%s" % (
                len(body), body)).encode())))
    return out


POSITIVE = _dhcp((66, b"http://10.0.0.10:5000/prov"), (43, b"\x01\x02ab"))
NEGATIVE = _dhcp() + _get("/index.html") + lookup.both(
    20, "www.example.org", lookup.A, ["10.0.0.3"]) + talk.talk()
JUDGED = False
SEVERITY = "note"
SAYS = r"DHCP server 10\.0\.0\.1 tells telephones.*option 66 " \
       r"\"http://10\.0\.0\.10:5000/prov\", option 43"
ALSO = [
    (_get("/prov/001565000022.cfg"), "note", r"10\.0\.0\.22 fetches its "
     r"configuration from 10\.0\.0\.10:80 over HTTP: \"/prov/001565000022\.cf"),
    (_get("/001565000022.boot"), "note", r"001565000022\.boot"),
    ([(0, pcap.udp("10.0.0.22", 2000, "10.0.0.10", 69,
                   b"\0\1SEP001565000022.cnf.xml\0octet\0"))], "note",
     r"over TFTP: \"SEP001565000022\.cnf\.xml\""),
    (_pnp(True), "note", r"10\.0\.0\.22 asks everybody.*SIP PnP, 224\.0\.1\.75"
     r".*model=\"T46G\".*; 10\.0\.0\.10 answers with \"http://10\.0\.0\.10:5000"
     r"/prov/001565000022\.cfg\"\.$"),
    (_pnp(False), "note", r"no answer with a place"),
    (lookup.both(0, "rps.yealink.com", lookup.A, ["93.184.216.34"]), "note",
     r"redirection service \(Yealink RPS\).*rps\.yealink\.com over DNS"),
    (link.at(0, link.dhcpv6(7, link.PHONE, link.PBX, options=[
        (21, b"\x03pbx\x07example\0"), (22, link.ip("2001:db8::10")),
        (56, b"\0\x01\0\x10" + link.ip("2001:db8::123"))])), "note",
     r"DHCPv6 server fe80::1 .*option 21 \"pbx\.example\", option 22 "
     r"2001:db8::10"),
]
