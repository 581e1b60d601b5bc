#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Law: how the network cut its packets changes nothing of what they said.

Every packet of a sample that is long enough is cut into fragments of random
lengths, which arrive in a random order, some twice. The report must be the one
of the sample itself, but for frame numbers and for what the headers of the
fragments weigh. The seed is printed; set SEED to repeat a run, ROUNDS for more.
"""

import os
import random
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))
import pcap  # noqa: E402
import tap  # noqa: E402

SAMPLES = ("completed-g711a", "ipv6", "vlan", "dtmf", "duplicates", "forked",
           "reordering", "nanoseconds", "fragments", "fragments-ipv6")


def cuts(rng, n):
    """Offsets, multiples of 8, that cut @n bytes into at most 40 pieces."""
    most = min(39, (n - 1) // 8)
    many = rng.choice((1, 1, 2, most))
    inner = rng.sample(range(1, (n - 1) // 8 + 1), min(many, most))
    return [8 * i for i in [0] + sorted(inner)] + [n]


def pieces(rng, frame, ident):
    """The fragments of @frame in order, or the frame itself."""
    at = 18 if frame[12:14] == b"\x81\x00" else 14
    kind, ip = frame[at - 2:at], frame[at:]
    if kind == b"\x08\x00" and ip[0] == 0x45:
        n, = struct.unpack_from("!H", ip, 2)
        body = ip[20:n]
        if len(body) < 17 or struct.unpack_from("!H", ip, 6)[0] & 0x3fff:
            return [frame]

        def piece(start, end):
            more = 0x2000 if end < len(body) else 0
            head = ip[:2] + struct.pack("!HHH", 20 + end - start, ident,
                                        more | start // 8) + ip[8:10]
            total = pcap.checksum(head + b"\0\0" + ip[12:20])
            return frame[:at] + head + struct.pack("!H", total) + \
                ip[12:20] + body[start:end]
    elif kind == b"\x86\xdd" and ip[6] == 17:
        n, = struct.unpack_from("!H", ip, 4)
        body = ip[40:40 + n]

        def piece(start, end):
            head = ip[:4] + struct.pack("!HBB", 8 + end - start, 44, ip[7])
            return frame[:at] + head + ip[8:40] + struct.pack(
                "!BBHI", 17, 0, start | (end < len(body)), ident) + \
                body[start:end]
    else:
        return [frame]
    where = cuts(rng, len(body))
    return [piece(a, b) for a, b in zip(where, where[1:])]


def rewritten(rng, frames):
    """The capture with its packets cut."""
    out = []
    for ident, (ns, frame) in enumerate(frames, 1):
        cut = pieces(rng, frame, ident & 0xffff)
        if len(cut) > 1:
            rng.shuffle(cut)
            if rng.random() < 0.2:
                cut.insert(rng.randrange(len(cut)), rng.choice(cut))
        out += [(ns, piece) for piece in cut]
    return out


# What is known to differ: where things are, what headers weigh, and that a
# finding tells of fragments.
APART = ("frame", "captures", "reassembly", "kbps", "bytes", "findings",
         "checks")


def essence(value):
    """A report without what may differ."""
    return tap.without(value, lambda k: any(word in k for word in APART),
                       renumbered=True)


def main():
    tap.need_program()
    seed = int(os.environ.get("SEED") or random.SystemRandom().getrandbits(32))
    rounds = int(os.environ.get("ROUNDS") or 2)
    tap.note("SEED=%d" % seed)
    rng = random.Random(seed)
    with tap.scratch() as folder:
        path = os.path.join(folder, "cut.pcap")
        for name in SAMPLES:
            sample = tap.sample(name + ".pcap")
            want = essence(tap.run("report", "-F", "json", sample).json())
            frames = pcap.read(sample)
            why = None
            for _ in range(rounds):
                made = rewritten(rng, frames)
                pcap.write(path, made)
                report = tap.run("report", "-F", "json", path).json() or {}
                told = report.get("summary", {}).get("reassembly", {}).get(
                    "fragments", {})
                got = essence(report)
                if got != want:
                    why = tap.difference(want, got)
                elif told.get("dropped") or not told.get("datagrams"):
                    why = told
                if why:
                    break
            if why:
                pcap.write(os.path.join(tap.BUILD, "cut-%s.pcap" % name), made)
            tap.ok(not why, name + " in fragments", why,
                   "kept as cut-%s.pcap" % name)
    tap.done()


if __name__ == "__main__":
    main()
