# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls whose sound is computed: loud, quiet, silent, with echo, both at once.

The voices are those of tests/hearing.py; RTCP tells the delay where one is
wanted. Sides: "a" calls "b".
"""

import functools
import os
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import hearing  # noqa: E402
import pcap     # noqa: E402

FORTH, BACK = 0x11111111, 0x22222222


@functools.lru_cache(None)
def voice(seed, seconds, dbov=-20.0, share=1.0):
    """As hearing.voice, computed once for all cases."""
    return tuple(hearing.voice(seed, seconds, dbov, share))


@functools.lru_cache(None)
def turns(seconds, each, first):
    """Two voices that take turns of @each seconds; @first: begins."""
    words = voice(11 if first else 12, seconds)
    turn = int(each * hearing.RATE)
    return tuple(x if (i // turn % 2 == 0) == first else 0.0
                 for i, x in enumerate(words))


def call(forth, back):
    """A call with this sound both ways."""
    return hearing.call(list(forth), list(back))


def muted(forth, seconds):
    """The callee sends A-law's code of no signal."""
    codec = dict(hearing.ALAW, encode=lambda p: b"\xd5" * len(p))
    frames = hearing.call(list(forth), None) + hearing.rtp(
        codec, hearing.silence(seconds), BACK, 107000, hearing.B, hearing.A,
        ports=(4002, 4000))
    return sorted(frames, key=lambda f: f[0])


def echo(words, ms, db):
    """@words, and the same again @ms later, @db weaker, with the callee's own
    sound in between."""
    back = hearing.mix(
        hearing.scale(hearing.delayed(list(words), ms), -db),
        list(voice(13, len(words) // hearing.RATE, -40.0, 0.3)))
    return call(words, back[:len(words)])


def far(frames, ms):
    """@frames with RTCP of both sides that tells a round trip of @ms to each."""
    def middle(t_ms):
        return int(t_ms / 1000 * 65536) & 0xffffffff

    def report(ssrc, at, about, lsr, dlsr):
        whole = int(at / 1000) + 1000
        return struct.pack("!BBHIIIIII", 0x81, 200, 12, ssrc, whole, int(
            at % 1000 / 1000 * 2**32), 0, 0, 0) + struct.pack(
                "!IIIIII", about, 0, 200, 8, lsr, dlsr)

    out = list(frames)
    ends = {FORTH: (hearing.A, 4001, hearing.B, 4003),
            BACK: (hearing.B, 4003, hearing.A, 4001)}
    for k in range(3):
        at = 3000 + 5000 * k
        for ssrc, about in ((FORTH, BACK), (BACK, FORTH)):
            start = at + (0 if ssrc == FORTH else 1500)
            out.append((start * 1000, pcap.udp(*ends[ssrc], report(
                ssrc, start, about, 0, 0))))
            # The answer held nothing back: all of the time is the way.
            stamp = middle(int(start / 1000) * 1000 + 1000000 + start % 1000)
            out.append(((start + ms) * 1000, pcap.udp(*ends[about], report(
                about, start + ms, ssrc, stamp, 0))))
    return sorted(out, key=lambda f: f[0])
