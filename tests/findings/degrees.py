#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quality: whose fault it is, of what kind, and when nothing may be said.

The table of findings.py has each finding once; here are the cases in which the
same packets mean something else.
"""

import os
import random
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.dirname(HERE))
import tap      # noqa: E402
import quality  # noqa: E402
import talk     # noqa: E402

FOLDER = tempfile.mkdtemp(prefix="earshot-")


def findings(frames, name, *options):
    """id -> its findings, of a capture of @frames."""
    path = os.path.join(FOLDER, name + ".pcap")
    with open(path, "wb") as f:
        f.write(talk.capture(frames))
    run = tap.run("findings", "-F", "json", *options, path)
    out = {}
    for f in (run.json() or {"findings": []})["findings"]:
        out.setdefault(f["id"], []).append(f)
    return out


def one(found, name, severity, *says):
    """@name was raised once, so severe, and says all of @says."""
    fs = found.get(name, [])
    text = fs[0]["detail"] if fs else ""
    return tap.ok(len(fs) == 1 and fs[0]["severity"] == severity and
                  all(s in text for s in says), "%s: %s" % (name, says or
                                                            severity), fs)


def office(bad, good=5, **how):
    """Calls of @good + @bad telephones to one PBX; the first @bad lose."""
    frames = []
    for i in range(bad + good):
        frames += quality.talk(
            forth=how if i < bad else None, a="10.0.1.%d" % (i + 1),
            b="10.0.0.9", name="c%d" % i, at=i * 300,
            ports=(4000, 5000 + 2 * i))
    return frames


def blame():
    """One finding for one cause."""
    gone = quality.scattered(400, 0.03)
    found = findings(office(6, 0, drop=gone), "trunk")
    if one(found, "quality-loss", "warning", "6 streams that 10.0.0.9 "
           "receives"):
        f = found["quality-loss"][0]
        tap.same(sorted(f["calls"]), [1, 2, 3, 4, 5, 6], "its six calls")
        tap.same(f["hosts"][0], "10.0.0.9", "the host comes first")
    found = findings(office(1, drop=gone), "phone")
    if one(found, "quality-loss", "warning", "from 10.0.1.1:4000"):
        tap.same(found["quality-loss"][0]["hosts"],
                 ["10.0.1.1", "10.0.0.9"], "it is the telephone")
    found = findings(office(2, drop=gone), "phones")
    tap.same(len(found.get("quality-loss", [])), 2,
             "two telephones of seven: two causes")
    frames = []
    for i in range(5):
        frames += quality.talk(forth={"drop": gone}, a="10.0.0.9",
                               b="10.0.1.%d" % (i + 1), name="d%d" % i,
                               at=i * 300, ports=(4000 + 2 * i, 5000))
    one(findings(frames, "from-pbx"), "quality-loss", "warning",
        "5 streams that 10.0.0.9 sends")


def loss():
    """Random, bursty, in one piece; too short; too few; a change of session."""
    burst = {n for at in (50, 150, 250) for n in range(at, at + 6)}
    one(findings(quality.talk(forth={"drop": burst}), "bursts"),
        "quality-loss", "warning", "in bursts: 3 runs, the longest of 6")
    one(findings(quality.talk(forth={"drop": set(range(90, 115))}), "piece"),
        "quality-loss", "error", "lost 25 of 400 packets", "all in one piece")
    short = quality.talk(forth={"drop": quality.scattered(240, 0.1)},
                         count=240)
    found = findings(short, "short")
    tap.ok("quality-loss" not in found, "4.8 s are too short", found)
    found = findings(short, "less-short", "--set", "quality.s=4")
    tap.ok("quality-loss" in found, "quality.s=4: long enough", found)

    def fax(call):
        call.sip(4000, "INVITE", "3 INVITE", body=call.offer("a", [8]))
        call.sip(4100, "200 OK", "3 INVITE", "b", body=call.offer("b", [8]))
        call.sip(4120, "ACK", "3 ACK", branch="x")
    hole = {"drop": set(range(150, 300))}
    found = findings(quality.talk(forth=hole, more=fax), "changed")
    tap.ok("quality-loss" not in found and "quality-mos" not in found,
           "numbers that go on through a change of session", found)
    found = findings(quality.talk(forth=hole), "unchanged")
    tap.ok("quality-loss" in found, "the same without it is lost", found)


def deaf():
    """All streams miss the same moments: the capture was deaf."""
    holes = {n for at in (60, 130, 200, 290, 350) for n in range(at, at + 4)}
    frames = []
    for i in range(6):
        frames += quality.talk(forth={"drop": holes}, back={"drop": holes},
                               a="10.0.1.%d" % (i + 1), b="10.0.0.9",
                               name="c%d" % i, at=i * 3,
                               ports=(4000, 5000 + 2 * i))
    found = findings(frames, "deaf")
    tap.ok("quality-loss" not in found and "quality-mos" not in found,
           "what the capture lost is no loss of the network", found)


def jitter():
    """A sender's own rule, a period, a ramp."""
    def pairs(i):
        return 60 - i % 4 * 20  # four at once
    found = findings(quality.talk(forth={"delay": pairs}), "bursts-sent",
                     "--set", "quality-jitter.ms=15")
    one(found, "quality-jitter", "warning", "Its sender makes it", "bursts")
    chance = random.Random(8)

    def storm(i):
        return chance.uniform(0, 170 if i // 500 % 4 == 1 else 3)
    one(findings(quality.talk(forth={"delay": storm}, count=6500), "storm"),
        "quality-jitter", "error", "It comes back about every 40 s")

    def ramp(i):
        return chance.uniform(0, 1 + 170 * (i / 6000) ** 2)
    one(findings(quality.talk(forth={"delay": ramp}, count=6000), "ramp"),
        "quality-jitter", "error", "It grows in the course of the call")
    found = findings(quality.talk(
        forth={"delay": lambda i: 300 if i == 200 else 0}), "spike")
    tap.ok("quality-jitter" not in found, "one late packet is no jitter",
           found)


def scores():
    """Low by the range, or perhaps; and a bad stretch in a good call."""
    found = findings(quality.talk(
        forth={"drop": quality.scattered(400, 0.13)}), "perhaps")
    one(found, "quality-mos", "warning", "on the NB scale")
    stretch = {n for n in range(1000, 1500) if n % 3 == 0}
    found = findings(quality.talk(payload_type=18, forth={"drop": stretch},
                                  count=6000), "stretch")
    one(found, "quality-mos", "error", "in the worst 10 s")


def drift():
    """When all senders agree, it is the capture's clock."""
    frames = []
    for i in range(3):
        how = {"every": 19.99}
        frames += quality.talk(forth=how, back=how, count=1500,
                               a="10.0.1.%d" % (i + 1), b="10.0.0.9",
                               name="c%d" % i, at=i * 3,
                               ports=(4000, 5000 + 2 * i))
    one(findings(frames, "clock"), "quality-clock-drift", "warning",
        "capturing host whose clock is off", "500 ppm faster")
    found = findings(quality.talk(forth={
        "delay": lambda i: 100 if i > 700 else 0}, count=1500), "stall")
    tap.ok("quality-clock-drift" not in found, "a stall is no clock", found)


def marks():
    """SIP, contrast, and marks from far away."""
    one(findings(quality.marked(quality.talk(), sip=0), "sip-mark"),
        "qos-dscp", "warning", "SIP is not marked CS3 (24)")
    frames = quality.talk()
    half = quality.marked(frames, rtp=0)
    mixed = [h if f[1][26:30] == bytes((10, 0, 0, 2)) else f
             for f, h in zip(frames, half)]
    mixed = [m if m[1][36:38] != b"\x13\xc4" else f
             for f, m in zip(frames, mixed)]
    one(findings(mixed, "mixed"), "qos-dscp", "warning",
        "10.0.0.2 sends 0 (best effort). 10.0.0.1 marks its voice right")
    one(findings(quality.marked(frames, rtp=26 << 2), "af31"), "qos-dscp",
        "warning", "sends 26 (AF31)")


def delay():
    """400 ms of network are an error; nothing is said without a measure."""
    one(findings(quality.talk(more=quality.reports(rtt=900)), "far"),
        "quality-delay", "error", "network 45")


for part in (blame, loss, deaf, jitter, scores, drift, marks, delay):
    part()
tap.done()
