#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables and ladders of the course, row by row.

The per-packet tables were read from Wireshark's RTP stream analysis of the
course's captures, and those captures rebuilt from the tables: `streams
--packets` must give every figure back to the last digit printed. The ladders
were read from the course's pictures: some sample must show each of them.
"""

import csv
import io
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap  # noqa: E402

# Pictures of ladders that samples were made for.
PICTURES = 4


def rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def digits(text, places):
    """A figure at the table's precision; the text itself when it is none."""
    try:
        return "%.*f" % (places, float(text))
    except (TypeError, ValueError):
        return text


def packet_table(root, name):
    """One analysis table: each row is a test point."""
    path = os.path.join(root, "synthetic", name + ".pcap")
    run = tap.run("streams", "--packets", "-F", "csv", path)
    ours = list(csv.DictReader(io.StringIO(run.out)))
    want = rows(os.path.join(root, "rtp-analysis-%s.csv" % name))
    tap.ok(run.status == 0 and len(ours) == len(want),
           "%s: %d rows" % (name, len(want)), "got %d rows" % len(ours), run)
    for i, row in enumerate(want):
        got = ours[i] if i < len(ours) else {}
        figures = ("seq", 0, "sequence"), ("delta_ms", 6, "delta_ms"), \
            ("jitter_ms", 6, "jitter_ms"), ("skew_ms", 6, "skew_ms"), \
            ("bandwidth_kbps", 2, "bandwidth_kbps")
        tap.same([digits(got.get(o), p) for o, p, _ in figures],
                 [digits(row[w], p) for _, p, w in figures],
                 "%s packet %s" % (name, row["packet"]))


def figure_rows(ladder):
    """A ladder of the course, by what can be compared."""
    return [(r["time"], "%s:%s" % (r["src_ip"], r["src_port"]),
             "%s:%s" % (r["dst_ip"], r["dst_port"]), r["label"], r["comment"])
            for r in ladder]


def stream_facts(comment):
    """Packets and SSRC of an RTP row's comment."""
    m = re.search(r"(\d+) packets.*SSRC: (0x[0-9A-Fa-f]+)", comment)
    return (int(m[1]), int(m[2], 16)) if m else None


def matches(got, want):
    """True when our row shows what the picture shows."""
    label = want[3].split("\u2026")[0]  # pictures cut long labels
    facts = stream_facts(want[4])
    return got[:3] == want[:3] and got[3].startswith(label) and (
        len(label) < len(want[3]) or got[3] == label) and (
        facts is None or stream_facts(got[4]) == facts)


def sample_ladders():
    """{sample: rows} of every sample's ladders."""
    ladders = {}
    for name in sorted(os.listdir(tap.SAMPLES)):
        if name.endswith((".pcap", ".pcapng")):
            run = tap.run("ladder", "-F", "csv",
                          os.path.join(tap.SAMPLES, name))
            ladders[name] = [
                (r["time"], "%s:%s" % (r["src"], r["sport"]),
                 "%s:%s" % (r["dst"], r["dport"]), r["label"], r["comment"])
                for r in csv.DictReader(io.StringIO(run.out))]
    return ladders


def score(got, want):
    """Rows of the picture that the sample shows, in any place."""
    return sum(any(matches(g, w) for g in got) for w in want)


def ladder(title, want, samples):
    """
    One picture: the best sample must show each of its rows, in order. False
    when no sample was made for it.
    """
    name = max(samples, key=lambda n: score(samples[n], want))
    if score(samples[name], want) < len(want) / 2:
        tap.skip(title, "no sample of this picture")
        return False
    got = [g for g in samples[name] if any(matches(g, w) for w in want)]
    tap.ok(len(got) == len(want) and all(map(matches, got, want)),
           "%s: %d rows in order, %s" % (title, len(want), name))
    for w in want:
        tap.ok(any(matches(g, w) for g in samples[name]),
               "%s: %s %s" % (title, w[0], w[3]), *samples[name])
    return True


def main():
    tap.need_program()
    root = tap.need_shared("seed-figures")
    for file in sorted(os.listdir(root)):
        m = re.match(r"rtp-analysis-(.*)\.csv$", file)
        if m:
            packet_table(root, m[1])
    pictures = {}
    for row in rows(os.path.join(root, "ladders.csv")):
        pictures.setdefault(row["image"], []).append(row)
    samples = sample_ladders()
    shown = sum(ladder(os.path.basename(image), figure_rows(want), samples)
                for image, want in pictures.items()) if samples else 0
    tap.ok(shown >= PICTURES, "%d pictures have a sample" % PICTURES,
           "only %d" % shown)
    tap.done()


if __name__ == "__main__":
    main()
