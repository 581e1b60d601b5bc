#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The course of a stream, reckoned once more from its list of packets.

`streams --packets -F csv` gives the arrivals; from these few lines of Python
make intervals, runs of loss, bursts, reordering, duplicates and delay variation
by their definitions, with whole lists and no window, and compare them with what
`report -F json` says. Law: a capture cut between two intervals makes the same
intervals as the whole one. EARSHOT_SHARED adds captures of the world.
"""

import csv
import datetime
import io
import math
import os
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))
import pcap  # noqa: E402
import tap  # noqa: E402

SAMPLES = ("bad-stretch", "random-loss", "burst-loss", "reordering", "jitter",
           "duplicates", "network-outage", "relayed-pbx", "g729", "hold",
           "completed-g711a", "g722-open", "m362-g711u", "ipv6")
LENGTH = 10
GMIN = 16
WORLD_BYTES = 4 << 20
BOUNDS = (50, 70, 90, 120, 150, 200, 300)


def when(text):
    """Seconds since the epoch of an ISO 8601 time."""
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) \
        .timestamp()


def steps(values):
    """A histogram of 1, 2, ... 9, 10 and more."""
    out = [0] * 10
    for v in values:
        out[min(v, 10) - 1] += 1
    return out


def runs_of(lost):
    """Lengths of runs in a list of flags."""
    text = "".join("x" if v else " " for v in lost)
    return [len(part) for part in text.split()]


def bursts_of(lost):
    """(packets, lost) of each burst, by RFC 3611 4.7.2."""
    at = [i for i, v in enumerate(lost) if v]
    out = []
    for i in at:
        if out and i - out[-1][1] - 1 < GMIN:
            out[-1][1] = i
            out[-1][2] += 1
        else:
            out.append([i, i, 1])
    return [(end - begin + 1, n) for begin, end, n in out if n > 1]


def extended(rows):
    """Sequence numbers without their wrap."""
    out, high = [], None
    for r in rows:
        n = int(r["seq"])
        if high is not None:
            n = high + (n - high + 32768) % 65536 - 32768
        out.append(n)
        high = n if high is None else max(high, n)
    return out


def cell(t):
    """The begin of the interval of a moment."""
    return math.floor(t / LENGTH) * LENGTH


class Model:
    """What a stream of arrivals is, by the definitions."""

    def __init__(self, times, numbers, ptime):
        first, last = min(numbers), max(numbers)
        came = set(numbers)
        lost = [n not in came for n in range(first, last + 1)]
        self.runs = runs_of(lost)
        self.bursts = bursts_of(lost)
        self.extents, self.copies, seen = [], [], set()
        where = {}  # interval of each number
        high, before = None, None
        for i, (t, n) in enumerate(zip(times, numbers)):
            if high is None or n > high:
                missing = n - high - 1 if high is not None else 0
                step = 0
                if missing:
                    step = min(ptime, (t - before) / (missing + 1))
                for k in range(missing):
                    due = before + (k + 1) * step
                    where[high + 1 + k] = min(cell(due), cell(t))
                where[n] = cell(t)
                high = n
            elif n in seen:
                self.copies.append(high - n)
            else:
                self.extents.append(
                    i - next(j for j, m in enumerate(numbers) if m > n))
            seen.add(n)
            before = t
        # What was sent before the first that came belongs beside it.
        for n in range(first, numbers[0]):
            where[n] = where[numbers[0]]
        self.cells = {}
        for t in times:
            self.cells.setdefault(cell(t), [0, 0, []])[0] += 1
        for n in sorted(where):
            c = self.cells.setdefault(where[n], [0, 0, []])
            c[1] += 1
            c[2].append(n not in came)


def spread(rows):
    """Packets by how much later they came than the one before made due."""
    out, n = [0] * len(BOUNDS), 0
    for a, b in zip(rows, rows[1:]):
        if int(b["marker"]):
            continue
        n += 1
        late = float(a["skew_ms"]) - float(b["skew_ms"])
        for i in reversed(range(len(BOUNDS))):
            if late >= BOUNDS[i] - 1e-6:
                out[i] += 1
                break
    return n, out


def check_order(name, s, model):
    """Runs, bursts, reordering, duplicates."""
    loss = s.get("loss_runs", {"count": 0, "packets_1_to_10": [0] * 10,
                               "longest_packets": 0})
    tap.same([loss["count"], loss["packets_1_to_10"], loss["longest_packets"]],
             [len(model.runs), steps(model.runs), max(model.runs, default=0)],
             name + ": runs of loss")
    if "longest" in loss:
        tap.same(loss["longest"]["packets"], max(model.runs),
                 name + ": the longest run has its place")
    tap.same(s["burst_count"], len(model.bursts), name + ": bursts")
    if model.bursts and "ptime_ms" in s:
        mean = sum(b[0] for b in model.bursts) / len(model.bursts)
        tap.ok(abs(s["burst_duration_ms_mean"] - mean * s["ptime_ms"]) < 0.01,
               name + ": mean duration of a burst")
    order = s.get("reordering", {"extent_packets_max": 0,
                                 "packets_1_to_10": [0] * 10})
    tap.same([order["extent_packets_max"], order["packets_1_to_10"]],
             [max(model.extents, default=0), steps(model.extents)],
             name + ": reordering")
    tap.same(s.get("duplicates_behind_packets_max", 0),
             max(model.copies, default=0), name + ": duplicates")


def check_times(name, s, model):
    """The timeline, and what is said of its worst part."""
    got = [[when(v["time"]), v["packets"], v["expected"], v["lost"]]
           for v in s["timeline"] if v["length_s"] == LENGTH]
    want = [[k, v[0], v[1], sum(v[2])] for k, v in sorted(model.cells.items())]
    tap.same(got, want, name + ": intervals")
    rated = [v["mos"] for v in s["timeline"] if "mos" in v]
    tap.ok(all(("mos" in v) != ("unrated" in v) for v in s["timeline"]),
           name + ": every interval has a score or a reason")
    if rated:
        tap.same(s["mos_interval_min"], min(rated), name + ": the lowest MOS")
        tap.ok(abs(s["mos_interval_mean"] - sum(rated) / len(rated)) < 1e-3,
               name + ": the mean MOS")
        worst = [v for v in s["timeline"]
                 if v["time"] == s["worst_interval"]["time"]]
        tap.same([v.get("mos") for v in worst], [min(rated)],
                 name + ": the worst one is named")
    else:
        tap.ok("worst_interval" not in s, name + ": no score, no worst one")


def check_stream(name, s, rows):
    """One stream against its packets."""
    times = [float(r["epoch"]) for r in rows]
    numbers = extended(rows)
    ptime = s.get("ptime_ms", 1e9) / 1000
    model = Model(times, numbers, ptime)
    check_order(name, s, model)
    check_times(name, s, model)
    if "delay_variation" in s and len(s["payload_types"]) == 1:
        n, late = spread(rows)
        d = s["delay_variation"]
        got = [d["from_%d_ms" % b] for b in BOUNDS]
        tap.same([d["packets"], d["below_50_ms"], got],
                 [n, n - sum(late), late], name + ": delay variation")


def simple(s, rows):
    """One run of numbers, all of them near: what the model is for."""
    return (len(rows) > 1 and s["sequence_restarts"] == 0 and
            s["packets"] == len(rows) and s["mirrored"] == 0 and
            len(rows) < 20000)


def report_of(path):
    """(report, rows of each stream), or None when it is not to be had."""
    out = tap.run("report", "-F", "json", path)
    table = tap.run("streams", "--packets", "-F", "csv", path)
    if out.status or table.status:
        return None
    rows = {}
    for r in csv.DictReader(io.StringIO(table.out)):
        rows.setdefault(int(r["stream"]), []).append(r)
    return out.json(), rows


def check(name, path, needed):
    """All streams of a capture; returns how many were compared."""
    got = report_of(path)
    compared = 0
    if not got:
        if needed:
            tap.ok(False, name + ": read")
        return 0
    report, rows = got
    for s in report["streams"]:
        mine = rows.get(s["id"], [])
        if not simple(s, mine):
            continue
        begin = when(s["start_time"]) - float(mine[0]["time"])
        for r in mine:
            r["epoch"] = begin + float(r["time"])
        check_stream("%s, stream %d" % (name, s["id"]), s, mine)
        compared += 1
    return compared


def timeline_of(path):
    """What does not depend on where a capture begins, by interval."""
    report = tap.run("report", "-F", "json", path).json()
    keys = ("packets", "expected", "lost", "mos", "length_s")
    return {(s["ssrc"], v["time"]): [v.get(k) for k in keys]
            for s in report["streams"] for v in s["timeline"]}


def cut(name, directory):
    """A capture in two files, cut at a boundary. Of its codec, which the second
    file does not say, nothing but the score depends."""
    path = tap.sample(name + ".pcap")
    packets = list(pcap.read(path))
    at = (cell(packets[-1][0] / 1e9) - LENGTH) * 10 ** 9
    parts = {}
    for i, some in enumerate(([p for p in packets if p[0] < at],
                              [p for p in packets if p[0] >= at])):
        out = os.path.join(directory, "%s-%d.pcap" % (name, i))
        with open(out, "wb") as f:
            f.write(struct.pack("<IHHiIII", 0xa1b23c4d, 2, 4, 0, 0, 65535, 1))
            for t, frame in some:
                f.write(struct.pack("<IIII", t // 10 ** 9, t % 10 ** 9,
                                    len(frame), len(frame)) + frame)
        parts.update(timeline_of(out))
    whole = timeline_of(path)
    tap.ok(len(whole) > 1, name + ": several intervals")
    tap.same({k: v[:3] + v[4:] for k, v in parts.items()},
             {k: v[:3] + v[4:] for k, v in whole.items()},
             name + ": cut in two, the same intervals")


def bad_stretch():
    """The sample with one bad interval: its truth, by how it was made."""
    report = tap.run("report", "-F", "json",
                     tap.sample("bad-stretch.pcap")).json()
    s = report["streams"][0]
    worst = s["worst_interval"]
    tap.same([worst["time"][:19], worst["end_time"][:19], worst["lost"],
              worst["expected"]],
             ["2024-04-02T10:00:20", "2024-04-02T10:00:30", 85, 500],
             "bad-stretch: 14 runs of 4 and one of 25 in the worst 10 s")
    tap.same([v["lost"] for v in s["timeline"]], [0, 1, 85, 1],
             "bad-stretch: one lost packet before and after")
    tap.same([s["loss_runs"]["longest"]["packets"], s["loss_runs"]["count"]],
             [25, 18], "bad-stretch: runs")
    tap.ok(worst["mos"] < s["mos"] - 1, "bad-stretch: the mean hides it")


def world():
    """Captures of other people, those that do not take long."""
    for folder, _, names in sorted(os.walk(tap.shared("captures"))):
        for name in sorted(names):
            path = os.path.join(folder, name)
            if name.endswith(("cap", "pcapng")) and \
                    os.path.getsize(path) < WORLD_BYTES:
                check(name, path, False)


def main():
    """Samples, cuts, and what is shared."""
    tap.need_program()
    compared = sum(check(n, tap.sample(n + ".pcap"), True) for n in SAMPLES)
    world()
    tap.ok(compared >= 20, "streams were compared", compared)
    bad_stretch()
    with tap.scratch() as directory:
        for name in ("bad-stretch", "g722-open"):
            cut(name, directory)
    tap.done()


main()
