# SPDX-License-Identifier: GPL-3.0-or-later
"""DNS for the tests of findings: questions and answers, over UDP and TCP.

Written from RFC 1035, 2782, 3403, 6891. Times are milliseconds.
"""

import ipaddress
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import pcap  # noqa: E402

A, CNAME, AAAA, SRV, NAPTR = 1, 5, 28, 33, 35
DONE, FAILED, NONE, REFUSED = 0, 2, 3, 5
PHONE, SERVER = "10.0.0.1", "10.0.0.53"


def name(text):
    """A name in labels, without compression."""
    return b"".join(bytes([len(x)]) + x.encode()
                    for x in text.split(".") if x) + b"\0"


def data(kind, value):
    """The body of a record."""
    if kind in (A, AAAA):
        return ipaddress.ip_address(value).packed
    if kind == SRV:
        port, target = value
        return struct.pack("!HHH", 10, 100, port) + name(target)
    if kind == NAPTR:
        service, target = value
        texts = (b"s", service.encode(), b"")
        return struct.pack("!HH", 10, 100) + b"".join(
            bytes([len(x)]) + x for x in texts) + name(target)
    return name(value)


def message(question, kind, number=1, code=None, records=(), edns=False,
            cut=False):
    """A question, or with @code its answer; @records: (name, type, value)."""
    flags = 0x0100 if code is None else 0x8180 | code | cut << 9
    out = struct.pack("!HHHHHH", number, flags, 1, len(records), 0, edns)
    out += name(question) + struct.pack("!HH", kind, 1)
    for owner, what, value in records:
        body = data(what, value)
        out += name(owner) + struct.pack("!HHIH", what, 1, 300, len(body))
        out += body
    return out + (b"\0" + struct.pack("!HHIH", 41, 1232, 0, 0) if edns else b"")


def asks(ms, question, kind=A, client=PHONE, server=SERVER, port=40000,
         **options):
    """A question as a list of (microseconds, frame)."""
    return [(int(ms * 1000), pcap.udp(client, port, server, 53, message(
        question, kind, **options)))]


def says(ms, question, kind=A, values=(), code=DONE, client=PHONE,
         server=SERVER, port=40000, records=None, **options):
    """Its answer: @values of that name and type, or whole @records."""
    records = [(question, kind, v) for v in values] if records is None \
        else records
    return [(int(ms * 1000), pcap.udp(server, 53, client, port, message(
        question, kind, code=code, records=records, **options)))]


def both(ms, question, kind=A, values=(), took=10, **options):
    """Question and answer."""
    ends = {k: v for k, v in options.items()
            if k in ("client", "server", "port", "number")}
    return asks(ms, question, kind, **ends) + says(
        ms + took, question, kind, values, **options)


def tcp(source, sport, target, dport, seq, ack, flags, payload=b""):
    """A TCP segment over IPv4."""
    part = struct.pack("!HHIIBBHHH", sport, dport, seq, ack, 0x50, flags,
                       65535, 0, 0) + payload
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(part), 1, 0x4000, 64, 6,
                       0) + ipaddress.ip_address(source).packed + \
        ipaddress.ip_address(target).packed
    return b"\x02\0\0\0\0\x02\x02\0\0\0\0\x01\x08\0" + head + part


def over_tcp(ms, question, kind=A, values=(), code=DONE, client=PHONE,
             server=SERVER, port=40001, pieces=1):
    """A whole lookup over TCP, its answer cut into @pieces."""
    us = int(ms * 1000)
    q = message(question, kind)
    a = message(question, kind, code=code,
                records=[(question, kind, v) for v in values])
    q = struct.pack("!H", len(q)) + q
    a = struct.pack("!H", len(a)) + a
    forth = (client, port, server, 53)
    back = (server, 53, client, port)
    out = [(us, tcp(*forth, 100, 0, 2)),
           (us + 1000, tcp(*back, 500, 101, 0x12)),
           (us + 2000, tcp(*forth, 101, 501, 0x18, q))]
    size = -(-len(a) // pieces)
    for i in range(pieces):
        out.append((us + 5000 + i * 100, tcp(
            *back, 501 + i * size, 101 + len(q), 0x18,
            a[i * size:(i + 1) * size])))
    return out
