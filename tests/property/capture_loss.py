#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Law: what the capture lost is said, and nothing else is taken for it.

The truth of each sample says which packets the capture missed though they
arrived. And where all frames of some time are cut out of a sample, both
directions included, that is a hole; where those of one sender are cut out, it
is none.
"""

import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))
import pcap  # noqa: E402
import tap  # noqa: E402

# Samples of two directions that are long enough, and go on behind the cut.
CUT = ("completed-g711a", "g729", "jitter", "relayed-pbx")


def told(path):
    """{SSRC: packets lost by the capture} and the JSON of a capture."""
    report = tap.run("report", "-F", "json", path).json() or {}
    return {s["ssrc"]: s["lost_in_capture"] for s in report["streams"]
            if "lost_in_capture" in s}, report


def truths():
    """Every sample against its truth."""
    for name in sorted(os.listdir(tap.SAMPLES)):
        if not name.endswith(".truth.json"):
            continue
        with open(os.path.join(tap.SAMPLES, name), encoding="utf-8") as f:
            truth = json.load(f)
        base = os.path.join(tap.SAMPLES, name[:-len(".truth.json")])
        paths = [p for p in (base + ".pcap", base + ".pcapng")
                 if os.path.exists(p)]
        if not paths:
            continue
        want = {int(s["ssrc"], 16) if isinstance(s["ssrc"], str)
                else s["ssrc"]: s["lost_in_capture"]
                for s in truth.get("streams", []) if "lost_in_capture" in s}
        got = {int(k, 16): v for k, v in told(paths[0])[0].items()}
        tap.same(got, want, os.path.basename(paths[0]))


def holes(folder):
    """300 ms without any frame; and without those of one sender."""
    path = os.path.join(folder, "cut.pcap")
    for name in CUT:
        source = tap.sample(name + ".pcap")
        frames = pcap.read(source)
        streams = told(source)[1]["streams"]
        sender = streams[0]["src"].rsplit(":", 1)[0].strip("[]")
        begin = max(s["first_frame"] for s in streams)
        middle = frames[begin][0] + 1.5 * pcap.NS
        for one in (False, True):
            def keep(ns, frame):
                inside = middle < ns < middle + 0.3 * pcap.NS
                mine = frame[26:30] == bytes(
                    int(b) for b in sender.split(".")) \
                    if "." in sender else frame[21] & 1
                return not (inside and (mine or not one))
            pcap.write(path, [f for f in frames if keep(*f)])
            got, report = told(path)
            loss = report["summary"].get("capture_loss", {})
            # The reports of receivers, where there are some, tell anyway.
            found = [m for m in loss.get("moments", [])
                     if m["evidence"] == "all_streams"]
            if one:
                tap.ok(not found, name + ": one sender is silent", loss)
                continue
            tap.ok(len(found) == 1 and len(got) == len(streams),
                   name + ": a hole", loss, got)
            tap.ok("Figures are incomplete: " in tap.run("report", path).out,
                   name + ": the report says so")


def main():
    tap.need_program()
    truths()
    with tap.scratch() as folder:
        holes(folder)
    tap.done()


if __name__ == "__main__":
    main()
