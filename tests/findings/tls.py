# SPDX-License-Identifier: GPL-3.0-or-later
"""Handshakes of TLS as frames: what the two sides say before they encrypt."""

import ipaddress
import struct


def _der(tag, body):
    n = len(body)
    length = bytes([n]) if n < 128 else b"\x82" + struct.pack("!H", n)
    return bytes([tag]) + length + body


def _name(text):
    pair = _der(6, b"\x55\x04\x03") + _der(12, text.encode())
    return _der(0x30, _der(0x31, _der(0x30, pair)))


def certificate(host, begin, end):
    """A certificate for @host, valid between two YYMMDDHHMMSSZ."""
    sha256 = _der(0x30, _der(6, b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"))
    rsa = _der(0x30, _der(6, b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"))
    key = _der(0x30, _der(2, b"\0" + b"\xc5" * 256) + _der(2, b"\1\0\1"))
    names = _der(0x30, _der(0x82, host.encode()))
    extension = _der(0x30, _der(6, b"\x55\x1d\x11") + _der(4, names))
    body = (_der(0xa0, _der(2, b"\2")) + _der(2, b"\1") + sha256 +
            _name("Test CA") + _der(0x30, _der(0x17, begin.encode()) +
                                    _der(0x17, end.encode())) +
            _name(host) + _der(0x30, rsa + _der(3, b"\0" + key)) +
            _der(0xa3, _der(0x30, extension)))
    return _der(0x30, _der(0x30, body) + sha256 + _der(3, b"\0" + b"s" * 64))


def record(kind, body, version=0x0301):
    return struct.pack("!BHH", kind, version, len(body)) + body


def _message(kind, body):
    return bytes([kind]) + struct.pack("!I", len(body))[1:] + body


def client_hello(host, version=0x0303):
    sni = struct.pack("!HBH", len(host) + 3, 0, len(host)) + host.encode()
    extensions = struct.pack("!HH", 0, len(sni)) + sni
    return record(22, _message(1, struct.pack("!H", version) + b"r" * 32 +
                               b"\0\0\2\xc0\x2f\1\0" +
                               struct.pack("!H", len(extensions)) + extensions))


def server_hello(version=0x0303, cipher=0xc02f):
    return record(22, _message(2, struct.pack("!H", version) + b"s" * 32 +
                               b"\0" + struct.pack("!H", cipher) + b"\0"))


def server_certificate(der):
    one = struct.pack("!I", len(der))[1:] + der
    return record(22, _message(11, struct.pack("!I", len(one))[1:] + one))


def alert(code):
    return record(21, bytes([2, code]))


def _tcp(src, sport, dst, dport, seq, ack, flags, payload):
    segment = struct.pack("!HHIIBBHHH", sport, dport, seq, ack, 5 << 4, flags,
                          65535, 0, 0) + payload
    head = struct.pack(
        "!BBHHHBBH4s4s", 0x45, 0, 20 + len(segment), 0, 0x4000, 64, 6, 0,
        ipaddress.ip_address(src).packed, ipaddress.ip_address(dst).packed)
    return b"\x02\0\0\0\0\x02\x02\0\0\0\0\x01\x08\0" + head + segment


def session(steps, client="10.0.0.21", server="10.0.0.10", port=5061,
            at=0, size=500):
    """Frames of a connection: (by client, bytes) one after the other."""
    ends = {True: (client, 40000), False: (server, port)}
    seq = {True: 1000, False: 9000}
    frames = []

    def send(by, flags, payload=b""):
        (a, b), (c, d) = ends[by], ends[not by]
        frames.append((int((at + 10 * len(frames)) * 1000), _tcp(
            a, b, c, d, seq[by], seq[not by], flags, payload)))
        seq[by] += len(payload) + (flags & 2) // 2

    send(True, 2)
    send(False, 18)
    for by, data in steps:
        for i in range(0, len(data), size):
            send(by, 24, data[i:i + size])
    return frames
