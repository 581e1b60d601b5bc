# SPDX-License-Identifier: GPL-3.0-or-later
"""Captures of test scripts, made on the spot or read: frames, pcap, gzip, zstd.

Written from the formats' descriptions, sharing no code with the program, so
that a test compares two readings of the same format.
"""

import gzip
import ipaddress
import struct

SECOND = 1_000_000
NS = 10**9
ETHERNET = 1


def checksum(data):
    """The Internet checksum (RFC 1071)."""
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def udp(src, sport, dst, dport, payload):
    """An Ethernet frame with IPv4 and UDP."""
    datagram = struct.pack("!HHHH", sport, dport, 8 + len(payload), 0) + payload
    head = struct.pack(
        "!BBHHHBBH4s4s", 0x45, 0, 20 + len(datagram), 0, 0x4000, 64, 17, 0,
        ipaddress.ip_address(src).packed, ipaddress.ip_address(dst).packed)
    head = head[:10] + struct.pack("!H", checksum(head)) + head[12:]
    return b"\x02\0\0\0\0\x02\x02\0\0\0\0\x01\x08\0" + head + datagram


def pcap(frames, start=1_700_000_000 * SECOND):
    """A classic capture of (microseconds, frame) pairs."""
    return classic([((start + us) * 1000, frame) for us, frame in frames])


def classic(frames, link=ETHERNET, order="<", nano=False):
    """A capture of (nanoseconds, frame) in either byte order and resolution."""
    magic, unit = (0xa1b23c4d, 1) if nano else (0xa1b2c3d4, 1000)
    out = [struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 262144, link)]
    for ns, frame in frames:
        out.append(struct.pack(order + "IIII", ns // NS, ns % NS // unit,
                               len(frame), len(frame)) + frame)
    return b"".join(out)


def write(path, frames, link=ETHERNET):
    """A file of (nanoseconds, frame) that keeps the nanoseconds."""
    with open(path, "wb") as f:
        f.write(classic(frames, link, nano=True))


def read(path):
    """(nanoseconds, frame) of a classic little-endian capture."""
    with open(path, "rb") as f:
        data = f.read()
    unit = {0xa1b2c3d4: 1000, 0xa1b23c4d: 1}[struct.unpack_from("<I", data)[0]]
    frames, at = [], 24
    while at + 16 <= len(data):
        s, part, n = struct.unpack_from("<III", data, at)
        frames.append((s * NS + part * unit, data[at + 16:at + 16 + n]))
        at += 16 + n
    return frames


def gz(data):
    """gzip."""
    return gzip.compress(data, mtime=0)


def zstd(data):
    """One zstd frame of raw blocks (RFC 8878 3.1.1): stored, not squeezed."""
    out = [struct.pack("<IBQ", 0xfd2fb528, 0xe0, len(data))]
    for at in range(0, len(data), 1 << 17):
        block = data[at:at + (1 << 17)]
        last = at + len(block) == len(data)
        out.append(struct.pack("<I", len(block) << 3 | last)[:3] + block)
    return b"".join(out)


def invite(name, user="6012", call_id="made-1@10.0.0.1", extra=""):
    """An INVITE whose caller shows @name (bytes) as its display name."""
    body = (b"v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\n"
            b"t=0 0\r\nm=audio 4000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n")
    head = (b"INVITE sip:%s@10.0.0.2 SIP/2.0\r\n"
            b"Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK-made\r\n"
            b"From: \"%s\" <sip:%s@10.0.0.1>;tag=a\r\n"
            b"To: <sip:6022@10.0.0.2>\r\n"
            b"Call-ID: %s\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\n"
            b"Contact: <sip:%s@10.0.0.1>\r\n%s"
            b"Content-Type: application/sdp\r\nContent-Length: %d\r\n\r\n")
    user, call_id, extra = (s.encode() for s in (user, call_id, extra))
    return head % (user, name, user, call_id, user, extra, len(body)) + body


def rtp(sequence, timestamp, ssrc=0x1234, payload_type=8, payload=b"\xd5" * 160,
        marker=False):
    """An RTP packet."""
    return struct.pack("!BBHII", 0x80, payload_type | marker << 7,
                       sequence & 0xffff, timestamp & 0xffffffff,
                       ssrc) + payload
