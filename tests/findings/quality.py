# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls of a known quality: loss, delay of each packet, clocks, marks, reports.

Nothing here is random but by a seed, so that truth is how it was made.
"""

import random
import struct

import pcap
from talk import FORMATS, Call

EF, CS3 = 46 << 2, 24 << 2


def marked(frames, rtp=EF, sip=CS3):
    """@frames with those TOS bytes; SIP is what goes to port 5060."""
    out = []
    for us, frame in frames:
        port = struct.unpack_from("!H", frame, 36)[0]
        head = bytearray(frame[14:34])
        head[1] = sip if port == 5060 else rtp
        head[10:12] = b"\0\0"
        head[10:12] = struct.pack("!H", pcap.checksum(bytes(head)))
        out.append((us, frame[:14] + bytes(head) + frame[34:]))
    return out


def voice(call, side, payload_type=8, count=400, drop=(), delay=None,
          every=20.0, at=1100):
    """As Call.voice, without the packets in @drop, the i-th @delay(i) ms late."""
    other = "b" if side == "a" else "a"
    size = FORMATS[payload_type][1]
    noise = random.Random("%s %s" % (call.name, side))
    for i in range(count):
        body = noise.randbytes(size)
        if i not in drop:
            late = delay(i) if delay else 0
            call.add(at + i * every + late, side, pcap.rtp(
                1000 + i, 5000 + i * 160, call.ssrc + ord(side), payload_type,
                body, marker=i == 0),
                call.port[side], call.port[other], call.media)


def talk(forth=None, back=None, payload_type=8, count=400, more=None,
         **options):
    """A whole marked call; @forth and @back go to voice(), @more(call) adds."""
    call = Call(**options)
    call.open([payload_type], [payload_type])
    voice(call, "a", payload_type, count, **(forth or {}))
    voice(call, "b", payload_type, count, **(back or {}))
    if more:
        more(call)
    call.close(at=1100 + count * 20 + 2000)
    return marked(call.frames)


def scattered(count, share, seed=5):
    """Numbers of packets, that @share of @count, not the first ones."""
    return set(random.Random(seed).sample(range(5, count - 5),
                                          int(count * share)))


def ntp(ms):
    """The middle 32 bits of a time."""
    return int(ms / 1000 * 65536) & 0xffffffff


def rtcp(call, ms, side, payload):
    """A report of @side."""
    other = "b" if side == "a" else "a"
    call.add(ms, side, payload, call.port[side] + 1, call.port[other] + 1,
             call.media)


def block(call, about, lost, highest, lsr=0, dlsr=0, expected=400):
    """A reception report block about the voice of @about."""
    share = min(255, lost * 256 // max(1, expected))
    return struct.pack("!IIIIII", call.ssrc + ord(about),
                       share << 24 | lost, highest, 40, lsr, dlsr)


def sender_report(call, ms, side, packets, blocks=b""):
    """An SR of @side that @packets were sent."""
    count = len(blocks) // 24
    rtcp(call, ms, side, struct.pack(
        "!BBHIQIII", 0x80 | count, 200, 6 + 6 * count, call.ssrc + ord(side),
        ntp(ms) << 16, 5000 + packets * 160, packets, packets * 160) + blocks)


def receiver_report(call, ms, side, blocks):
    """An RR of @side."""
    rtcp(call, ms, side, struct.pack(
        "!BBHI", 0x81, 201, 7, call.ssrc + ord(side)) + blocks)


def reports(lost=0, rtt=2.0, count=400):
    """more= of talk(): both sides report twice; "b" misses @lost of "a" and is
    @rtt ms away and back, "a" is near."""
    def more(call):
        for at, n in ((4000, 140), (9500, count - 1)):
            gone = lost * n // count
            sender_report(call, at, "a", n)
            sender_report(call, at + 5, "b", n)
            receiver_report(call, at + rtt + 10, "b", block(
                call, "a", gone, 1000 + n, ntp(at), ntp(10), n))
            receiver_report(call, at + 16, "a", block(
                call, "b", 0, 1000 + n, ntp(at + 5), ntp(10), n))
    return more
