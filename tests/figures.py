#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Key figures, transit and timings against ladders that were measured by hand.

The samples repeat calls that were once read off a Wireshark window; the times
below were worked out from its rows. Recorded captures, where they are at hand,
come with a list of the calls that were made.
"""

import glob
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap  # noqa: E402

# Sample: what its PBX keeps each message, ms; of call 1: timings, ms.
TRANSIT = {
    "completed-g711a": {"INVITE": 68.990, "180": 45.268, "200": 51.613,
                        "407": 50.973, "100": 80.726},
    "m362-g711": {"407": 63.125, "100": 89.882},
    "rejected-g722-g711": {"407": 54.391, "100": 81.158},
}
TIMINGS = {
    "completed-g711a": {
        "challenge_ms": 50.973, "trying_ms": 80.726,
        "answer_to_ack_ms": 16.144, "bye_to_answer_ms": 3.614,
        "caller.answer_to_rtp_ms": 104.342,
        "callee.rtp_before_answer_ms": 44.181,
        "early_media_announced": False},
    "m362-g711": {
        "answer_to_ack_ms": 4.028, "bye_to_answer_ms": 2.681,
        "caller.answer_to_rtp_ms": 55.203,
        "callee.rtp_before_answer_ms": 42.060},
    "m362-g722": {
        "challenge_ms": 58.653, "trying_ms": 91.118,
        "answer_to_ack_ms": 3.589, "bye_to_answer_ms": 51.239,
        "caller.answer_to_rtp_ms": 75.352,
        "callee.rtp_before_answer_ms": 41.392},
    "direct-at-phone": {
        "trying_ms": 4.060, "answer_to_ack_ms": 51.441,
        "bye_to_answer_ms": 75.555, "caller.answer_to_rtp_ms": 88.164,
        "callee.answer_to_rtp_ms": 245.981,
        "caller.rtp_after_bye_ms": 208.049,
        "callee.rtp_after_bye_ms": 185.866},
}
# Sample: figures of the whole.
TOTALS = {
    "completed-g711a": {"attempts": 1, "srd_ms_mean": 216.296,
                        "pdd_ms_mean": 277.761, "sdt_ms_mean": 5026.386,
                        "sdd_ms_mean": 3.614, "ser_percent": 100},
    "m362-g711": {"attempts": 1, "srd_ms_mean": 170.796,
                  "pdd_ms_mean": 238.151, "sdt_ms_mean": 7099.936},
    "rejected-g722-g711": {"attempts": 1, "ser_percent": 0,
                           "seer_percent": 0, "srd_failed_ms_mean": 81.192},
    "direct-at-pbx": {"srd_ms_mean": 153.276, "pdd_ms_mean": 206.937,
                      "sdt_ms_mean": 5564.693, "sdd_ms_mean": 1.381},
    "register": {"attempts": 0, "registrations": 4,
                 "registrations_failed": 1, "ira_percent": 25,
                 "rrd_ms_mean": 2.233},
    "busy": {"ser_percent": 0, "seer_percent": 100, "ner_percent": 100},
}


def report(path):
    """The JSON report of a file."""
    return json.loads(tap.run("report", "-F", "json", path).out)


def sample(name):
    """The JSON report of a sample."""
    return report(os.path.join(tap.SAMPLES, name + ".pcap"))


def near(got, want):
    """Equal within two of the last digit that is given, or the same truth."""
    if got is None or isinstance(want, bool):
        return got == want
    return abs(got - want) < 0.0021


def deep(record, key):
    """record["a"]["b"] of "a.b"; None where there is none."""
    for part in key.split("."):
        record = (record or {}).get(part)
    return record


def compare(name, what, got, want):
    """One test point: each wanted figure is there."""
    bad = ["%s: %r, want %r" % (k, deep(got, k), v) for k, v in want.items()
           if not near(deep(got, k), v)]
    tap.ok(not bad, "%s: %s" % (name, what), *bad)


def recorded():
    """Each call that was made is one attempt, however many hosts saw it."""
    found = sorted(glob.glob(os.path.join(
        tap.SHARED, "captures", "recorded", "*.json")))
    if not found:
        tap.skip("recorded calls", "../shared/captures is not there")
        return
    for path in found:
        with open(path, encoding="utf-8") as f:
            calls = json.load(f).get("calls") or []
        pcap = path[:-len("json")] + "pbx.pcap"
        plain = len(calls) == 1 and calls[0].get("result") == "answered"
        if not plain or not os.path.exists(pcap):
            continue
        doc = report(pcap)
        total = doc["kpi"]["total"]
        if not doc["calls"]:
            continue  # the signalling is encrypted
        name = os.path.basename(pcap)
        tap.ok(total["attempts"] == 1 and total["established"] == 1,
               name + ": one attempt, answered", total)
        if "talk_s" in calls[0] and "acd_s" in total:
            tap.ok(abs(total["acd_s"] - calls[0]["talk_s"]) < 3,
                   name + ": its duration", total["acd_s"], calls[0])


for each, figures in TRANSIT.items():
    compare(each, "transit",
            {t["message"]: t["median_ms"] for t in sample(each)["kpi"]
             ["transit"] if t["host"].endswith((".19", ".120"))}, figures)
for each, figures in TIMINGS.items():
    compare(each, "timings", sample(each)["calls"][0]["timings"], figures)
for each, figures in TOTALS.items():
    compare(each, "totals", sample(each)["kpi"]["total"], figures)
recorded()
tap.done()
