# SPDX-License-Identifier: GPL-3.0-or-later
import struct

import pcap
import talk

_COOKIE = 0x2112a442


def _stun(ms, kind, number, answered=False, server="10.0.0.78"):
    body = b""
    ends = ("10.0.0.1", 5065, server, 3478)
    if answered:
        address = struct.unpack("!I", bytes([93, 184, 216, 34]))[0] ^ _COOKIE
        body = struct.pack("!HHBBHI", 0x20, 8, 0, 1, 5065 ^ 0x2112, address)
        ends = ends[2:] + ends[:2]
    return [(int(ms * 1000), pcap.udp(*ends, struct.pack(
        "!HHIIII", kind, len(body), _COOKIE, 1, 2, number) + body))]


def _silent(server="10.0.0.78"):
    return [x for i, ms in enumerate((0, 500, 1500, 3500)) for x in _stun(
        ms, 1, i, server=server)]


POSITIVE = _silent() + talk.talk(at=5000)
NEGATIVE = _stun(0, 1, 1) + _stun(500, 1, 1) + _stun(
    530, 0x101, 1, True) + talk.talk(at=5000)
SEVERITY = "warning"
SAYS = r"10\.0\.0\.1 asks the STUN server 10\.0\.0\.78:3478 4 times without " \
       r"an answer\.$"
ALSO = [(_silent(server="10.0.0.79") + NEGATIVE, "note",
         r"10\.0\.0\.79:3478 4 times without an answer; another one answers")]
