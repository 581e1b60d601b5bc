# SPDX-License-Identifier: GPL-3.0-or-later
"""NTP and PTP for the tests of findings. Written from RFC 5905 and IEEE 1588."""

import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import pcap  # noqa: E402

START = 1_700_000_000  # of pcap.pcap
PHONE, SERVER = "10.0.0.1", "10.0.0.123"


def stamp(seconds):
    """A time since 1970 in the format of NTP."""
    return int((seconds + 2208988800) * 2**32) & (2**64 - 1)


def ntp(mode, origin=0, received=0, sent=0, leap=0, stratum=2, code=b"\0" * 4):
    """The 48 bytes."""
    return struct.pack("!BBbbII4sQQQQ", leap << 6 | 4 << 3 | mode, stratum, 6,
                       -20, 0, 0, code, 0, origin, received, sent)


def asks(ms, behind=0.0, client=PHONE, server=SERVER):
    """A question of a client whose clock is @behind seconds."""
    t1 = stamp(START + ms / 1000 - behind)
    return [(int(ms * 1000), pcap.udp(client, 123, server, 123, ntp(
        3, sent=t1, stratum=0)))]


def both(ms, behind=0.0, way=4.0, client=PHONE, server=SERVER, ahead=0.0,
         **options):
    """Question and answer, @way ms later; the server's clock may be @ahead."""
    t1 = stamp(START + ms / 1000 - behind)
    t2 = stamp(START + (ms + way / 2) / 1000 + ahead)
    return asks(ms, behind, client, server) + [(
        int((ms + way) * 1000), pcap.udp(server, 123, client, 123, ntp(
            4, t1, t2, t2, **options)))]


def ptp(ms, kind, clock, sequence=0, domain=0, master=None, ip="10.0.0.31",
        ethernet=False):
    """A message of PTP; of kind 11 (Announce) with its grandmaster."""
    body = bytes(10)
    if kind == 11:
        body += struct.pack("!HBBBBHB", 37, 0, 128, 248, 0xfe, 0xffff, 128)
        body += bytes.fromhex(master or clock) + struct.pack("!HB", 0, 0xa0)
    head = struct.pack("!BBHBBHQI", kind, 2, 34 + len(body), domain, 0, 0, 0, 0)
    head += bytes.fromhex(clock) + struct.pack("!HHBb", 1, sequence, 0, 0)
    if ethernet:
        return [(int(ms * 1000), b"\1\x1b\x19\0\0\0" + b"\2\0\0\0\0\x31" +
                 b"\x88\xf7" + head + body)]
    return [(int(ms * 1000), pcap.udp(
        ip, 319 if kind < 8 else 320, "224.0.1.129", 319 if kind < 8 else 320,
        head + body))]
