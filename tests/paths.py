#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way of the voice, where it is known: recorded calls and the samples.

What was recorded says in its JSON how the voice went; what a capture point can
show of it depends on the point: where a server passes SIP only, voice between
the phones is "not seen" there. Which packets a capture holds is looked up in
its bytes, not asked of the program.
"""

import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap   # noqa: E402

# What is between the two phones in each recording.
RELAY = "10.77.0.10"
# Signalling that is encrypted without its keys shows no calls.
SECRET = ("11-", "13-", "14-")


def calls_of(path):
    """The calls of @path as the program has them."""
    run = tap.run("report", "-F", "json", path)
    doc = run.json()
    tap.ok(doc is not None, "%s can be read" % os.path.basename(path), run)
    return doc["calls"] if doc else []


def wanted(truth, point, call):
    """The words that are right for @call at @point; None: nothing is known."""
    text = truth.get("media_path", "")
    answered = call["state"] in ("completed", "established")
    if not answered:
        return ("none",) if not call["streams"] else None
    if text.startswith("relayed"):
        return ("relayed",)
    if not text.startswith("direct"):
        return None
    if point == "pbx" and not call["streams"]:
        return ("not_seen",)
    return ("direct",)


def recorded(folder):
    """Every recording whose truth names the way."""
    for file in sorted(os.listdir(folder)):
        if not file.endswith(".json") or file.endswith(".wire.json"):
            continue
        with open(os.path.join(folder, file), encoding="utf-8") as f:
            truth = json.load(f)
        for name in truth.get("pcaps", []):
            # An impostor sees what falls to him: not the call.
            if name.startswith(SECRET) or "attack" in truth or \
                    name.endswith(".imp.pcap"):
                continue
            one(truth, os.path.join(folder, name))


def one(truth, path):
    """One capture of one recording."""
    name = os.path.basename(path)
    point = name.split(".")[-2]
    for call in calls_of(path):
        want = wanted(truth, point, call)
        if want is None:
            continue
        tap.ok(call["media_path"] in want,
               "%s: call %d is %s" % (name, call["id"], " or ".join(want)),
               call["media_path"], call["media_path_evidence"])
        if want == ("relayed",):
            tap.ok(call.get("media_path_by") in (RELAY, "fd77::10"),
                   "%s: call %d, by whom" % (name, call["id"]),
                   call.get("media_path_by"))


def samples():
    """The samples, whose generator knows the way."""
    for file in sorted(os.listdir(tap.SAMPLES)):
        if not file.endswith(".truth.json"):
            continue
        name = file[:-len(".truth.json")]
        with open(os.path.join(tap.SAMPLES, file), encoding="utf-8") as f:
            truth = json.load(f)
        for ext in ".pcap", ".pcapng":
            path = os.path.join(tap.SAMPLES, name + ext)
            if os.path.exists(path):
                sample(name, truth, calls_of(path))


def sample(name, truth, calls):
    """The calls of one sample against its truth."""
    want = {c["call_id"]: c.get("media_path") for c in truth["calls"]}
    for call in calls:
        if want.get(call["call_id"]):
            tap.same(call["media_path"], want[call["call_id"]],
                     "%s: the way of call %d" % (name, call["id"]))


def main():
    """All of it."""
    tap.need_program()
    samples()
    folder = tap.shared("captures", "recorded")
    if os.path.isdir(folder):
        recorded(folder)
    else:
        tap.skip("recorded calls", "../shared/captures is not there")
    tap.done()


main()
