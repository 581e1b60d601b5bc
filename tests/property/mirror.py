#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Law: a capture that holds every frame twice says what the capture says that
holds them once.

Samples are written anew with a copy of each IP frame, as the mirrors of this
world make them: equal, from the other side of a router, with a VLAN tag, in a
tunnel, late enough to come behind the next frames. Calls, streams and
registrations must be the same, to the last digit, and the copies be counted.
Where only a few frames come twice, they are duplicates of the network. The
seed is printed; set SEED to repeat a run.
"""

import os
import random
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))
import pcap  # noqa: E402
import tap  # noqa: E402

SAMPLES = ("relayed-pbx", "duplicates", "retransmission", "burst-loss",
           "reordering", "jitter", "dtmf", "ipv6", "payload-change", "vlan",
           "register", "rtp-only", "g729", "late-answer-media", "forked")
# Keys that hold a frame number.
FRAMES = {"frame", "first_frame", "delta_max_frame", "frames",
          "loss_frame", "behind_frame", "pause_frame"}
# Keys that say how often frames came, what of the envelope, or both in words.
ENVELOPE = {"mirrored", "vlan", "media_path_evidence"}
US = 1000


def network(frame):
    """Where the IP header begins, and its version; None: not IP."""
    at = 12
    while frame[at:at + 2] in (b"\x81\0", b"\x88\xa8"):
        at += 4
    kind = frame[at:at + 2]
    version = {b"\x08\0": 4, b"\x86\xdd": 6}.get(kind)
    return (at + 2, version) if version else None


def same(frame):
    """Both ports of a conversation mirrored."""
    return frame


def routed(frame):
    """The other side of a router."""
    at, version = network(frame)
    out = bytearray(frame)
    out[0:12] = b"\x02\xaa\0\0\0\x01\x02\xaa\0\0\0\x02"
    if version == 6:
        out[at + 7] -= 1
        return bytes(out)
    end = at + (out[at] & 15) * 4
    out[at + 8] -= 1
    out[at + 10:at + 12] = b"\0\0"
    out[at + 10:at + 12] = struct.pack(">H", pcap.checksum(bytes(out[at:end])))
    return bytes(out)


def offloaded(frame):
    """The other side of a router, where the UDP checksum is not filled in."""
    at, version = network(frame)
    out = bytearray(routed(frame))
    if version == 4 and out[at + 9] == 17:
        out[at + 26:at + 28] = b"\x12\x34"
    return bytes(out)


def tagged(frame):
    """VLAN in and out."""
    return frame[:12] + b"\x81\0\0\x64" + frame[12:]


def tunnelled(frame):
    """In and outside of an IP-in-IP tunnel (RFC 2003, RFC 4213)."""
    at, version = network(frame)
    inner = frame[at:]
    head = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(inner), 7, 0, 64,
                       4 if version == 4 else 41, 0, b"\xc6\x33\x64\x01",
                       b"\xc6\x33\x64\x02")
    head = head[:10] + struct.pack(">H", pcap.checksum(head)) + head[12:]
    return frame[:12] + b"\x08\0" + head + inner


# name, what the copy looks like, its delay in us.
MIRRORS = (
    ("equal", same, (5, 200)),
    ("equal and late", same, (2000, 12000)),
    ("routed", routed, (5, 900)),
    ("routed, checksum left to the card", offloaded, (5, 900)),
    ("tagged", tagged, (1, 50)),
    ("tagged and late", tagged, (2000, 12000)),
    ("tunnelled", tunnelled, (5, 900)),
)


def mirrored(rng, frames, change, delay, share=1.0):
    """The frames with their copies, and the new number of each old frame."""
    out = []
    for i, (ns, frame) in enumerate(frames):
        out.append((ns, i + 1, frame))
        if network(frame) and rng.random() < share:
            out.append((ns + rng.randint(*delay) * US, 0, change(frame)))
    out.sort(key=lambda f: f[0])
    return [(f[0], f[2]) for f in out], {
        n + 1: f[1] for n, f in enumerate(out)}


def strip(value, numbers, key=None):
    """What must not change, with the frame numbers of the original."""
    if isinstance(value, dict):
        return {k: strip(v, numbers, k) for k, v in value.items()
                if k not in ENVELOPE}
    if isinstance(value, list):
        return [strip(v, numbers, key) for v in value]
    if key in FRAMES and numbers:
        return numbers[value] or "a copy"
    return value


def figures(path, numbers=None):
    """Calls, streams, registrations of a capture; and the whole report."""
    report = tap.run("report", "-F", "json", path).json() or {}
    parts = {k: report.get(k) for k in ("calls", "streams", "registrations")}
    if "summary" in report:
        parts["retransmissions"] = report["summary"]["retransmissions"]
        counts = report["summary"]["packets"]
        parts["packets"] = {k: counts[k] for k in ("sip", "rtp", "rtcp")}
    return strip(parts, numbers), report


def try_mirrors(rng, folder, name, frames):
    """Every kind of mirror over one sample."""
    plain = os.path.join(folder, "plain.pcap")
    copy = os.path.join(folder, "copy.pcap")
    pcap.write(plain, frames)
    want, _ = figures(plain)
    for word, change, delay in MIRRORS:
        if name == "duplicates" and change is same:
            continue  # the network's cannot be told from the mirror's
        made, numbers = mirrored(rng, frames, change, delay)
        pcap.write(copy, made)
        got, report = figures(copy, numbers)
        tap.ok(got == want, "%s, %s" % (name, word),
               tap.difference(want, got))
        counts = got["packets"]
        copies = report.get("summary", {}).get("packets", {}).get("mirrored")
        tap.same(copies, sum(counts.values()), "%s, %s: copies counted" % (
            name, word))


def packet_table(rng, folder, frames):
    """The rows of the per-packet table, but for the numbers of the frames."""
    path = os.path.join(folder, "rows.pcap")
    tables = []
    for made in (frames, mirrored(rng, frames, same, (5, 200))[0]):
        pcap.write(path, made)
        run = tap.run("streams", "--packets", "-F", "csv", path)
        rows = [line.split(",") for line in run.out.splitlines()]
        tables.append([r[:1] + r[2:] for r in rows])
    tap.ok(len(tables[0]) > 100, "there is a per-packet table")
    tap.same(tables[1], tables[0], "the per-packet table is the same")


def few(rng, folder, frames):
    """Three in a hundred come twice: that is the network."""
    path = os.path.join(folder, "few.pcap")
    made, _ = mirrored(rng, frames, same, (5, 200), 0.03)
    pcap.write(path, made)
    _, report = figures(path)
    counts = report["summary"]["packets"]
    doubled = sum(s["duplicates"] for s in report["streams"])
    tap.same(counts["mirrored"], 0, "a few copies are no mirror")
    tap.ok(doubled > 3, "a few copies are duplicates", doubled)


def main():
    tap.need_program()
    seed = int(os.environ.get("SEED") or random.SystemRandom().getrandbits(32))
    tap.note("SEED=%d" % seed)
    rng = random.Random(seed)
    with tap.scratch() as folder:
        for name in SAMPLES:
            frames = pcap.read(tap.sample(name + ".pcap"))
            try_mirrors(rng, folder, name, frames)
        frames = pcap.read(tap.sample("relayed-pbx.pcap"))
        packet_table(rng, folder, frames)
        few(rng, folder, frames)
    tap.done()


if __name__ == "__main__":
    main()
