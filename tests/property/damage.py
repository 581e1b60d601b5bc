#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Law: whatever a capture holds, the program ends by itself and tells the truth.

Samples are cut at random places and bytes of them changed at random. Each run
must end with status 0 or 1, say why when it is 1, and print valid JSON in
which packets received and lost add up. The seed is printed; set SEED to
repeat a run, ROUNDS for more. A failing capture is kept in the build folder.
"""

import os
import random
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))
import tap  # noqa: E402

# Larger samples make the runs long without making them better.
LARGEST = 400_000


def cut(rng, data):
    """A prefix of any length."""
    return data[:rng.randrange(len(data))]


def changed(rng, data):
    """Some bytes replaced, anywhere."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 4, 40, 400))):
        out[rng.randrange(len(out))] = rng.choice(
            (0, 0x20, 0x7f, 0x80, 0xff, rng.randrange(256)))
    return bytes(out)


def records(data):
    """Start and length of each record of a classic little-endian capture."""
    at = 24
    while at + 16 <= len(data):
        (length,) = struct.unpack_from("<I", data, at + 8)
        yield at, 16 + length
        at += 16 + length


def inside(rng, data):
    """Bytes of packets replaced, lengths of records left alone."""
    out = bytearray(data)
    spans = [s for s in records(data) if s[1] > 16]
    for _ in range(rng.choice((3, 30, 300)) if spans else 0):
        at, length = rng.choice(spans)
        out[at + 16 + rng.randrange(length - 16)] = rng.randrange(256)
    return bytes(out)


def shuffled(rng, data):
    """Records dropped, repeated and exchanged."""
    spans = list(records(data))
    picked = [s for s in spans if rng.random() > 0.1]
    for _ in range(len(picked) // 10):
        i = rng.randrange(len(picked))
        picked[i], picked[-1 - i] = picked[-1 - i], picked[i]
    picked += picked[:rng.randrange(len(picked) + 1)] if picked else []
    return data[:24] + b"".join(data[a:a + n] for a, n in picked)


def adds_up(report):
    """Streams whose packets do not add up."""
    return [s["id"] for s in report.get("streams", [])
            if "expected" in s and s["packets"] - s.get("duplicates", 0) +
            s["lost"] < s["expected"]]


def judge(run):
    """Why a run breaks the law, or None."""
    report = run.json()
    if run.crashed() or run.status not in (0, 1):
        return "status %d" % run.status
    if run.status == 1 and not run.err.strip():
        return "failed without a word"
    if report is None and run.status == 0:
        return "no JSON"
    if report and adds_up(report):
        return "streams %s do not add up" % adds_up(report)
    return None


def main():
    tap.need_program()
    seed = int(os.environ.get("SEED") or random.SystemRandom().getrandbits(32))
    rounds = int(os.environ.get("ROUNDS") or 6)
    tap.note("SEED=%d" % seed)
    rng = random.Random(seed)
    names = [n for n in sorted(os.listdir(tap.SAMPLES))
             if n.endswith(".pcap") and
             os.path.getsize(os.path.join(tap.SAMPLES, n)) < LARGEST]
    if not names:
        tap.skip_all("no samples")
    with tap.scratch() as folder:
        path = os.path.join(folder, "damaged.pcap")
        for name in names:
            with open(os.path.join(tap.SAMPLES, name), "rb") as f:
                data = f.read()
            for damage in (cut, changed, inside, shuffled):
                why = None
                for _ in range(rounds):
                    made = damage(rng, data)
                    with open(path, "wb") as f:
                        f.write(made)
                    run = tap.run("report", "-F", "json", path, timeout=30)
                    why = judge(run)
                    if why:
                        break
                kept = os.path.join(tap.BUILD, "damaged-%s-%s" % (
                    damage.__name__, name))
                if why:
                    with open(kept, "wb") as f:
                        f.write(made)
                tap.ok(not why, "%s %s" % (name, damage.__name__), why,
                       "kept as " + kept, run)
    tap.done()


if __name__ == "__main__":
    main()
