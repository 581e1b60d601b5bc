#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How senders space packets, against what the generator made of the samples.

A rule that was made must be named with a frame near the begin of its stream; no
rule may be seen in a stream that has none, however strong its jitter. Streams
whose spaces were copied from the course's figures have what their senders had.
"""

import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap  # noqa: E402

RULES = "periodic", "bursts", "timer"
COPIED = "deltas="


def copied(name):
    path = os.path.join(tap.SAMPLES, "scenarios", name + ".scn")
    with open(path, encoding="utf-8") as f:
        return COPIED in f.read()


def main():
    tap.need_program()
    seen = set()
    for name in sorted(os.listdir(tap.SAMPLES)):
        if not name.endswith((".pcap", ".pcapng")):
            continue
        base = name.split(".")[0]
        with open(os.path.join(tap.SAMPLES, base + ".truth.json"),
                  encoding="utf-8") as f:
            truth = {(s["ssrc"], s["src"]): s for s in json.load(f)["streams"]}
        report = tap.run("report", "-F", "json", tap.sample(name)).json()
        wrong, ruled = [], 0
        for s in report["streams"]:
            made = truth.get((s["ssrc"], s["src"]))
            pacing = s.get("pacing", {"pattern": "unknown"})
            if made is None or copied(base):
                continue
            want = made.get("pacing")
            got = pacing["pattern"]
            ruled += want is not None
            if want is None and got not in RULES:
                continue
            if want == got:
                seen.add(got)
            if want != got or not (made["first_frame"]
                                   <= pacing["first_frame"]
                                   <= made["first_frame"] + 60):
                wrong.append("stream %d: %r, made %r" % (
                    s["id"], pacing, want))
        tap.ok(not wrong, "%s: %d rules among %d streams" % (
            base, ruled, len(report["streams"])), *wrong)
    tap.same(seen, set(RULES), "each rule was made and seen")
    tap.done()


if __name__ == "__main__":
    main()
