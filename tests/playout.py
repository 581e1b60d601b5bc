#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jitter buffers by brute force: every packet's playout time, one by one.

The program judges only packets outside a band and takes means from sums. Here
the rules of docs/METRICS.md "Jitter buffers" are applied to each row of the
per-packet table, which shares nothing with that but delta, jitter and skew.
Left out are streams of which the table does not tell enough: a sender that set
its clock or its numbers, keys among lost packets, and a delay that is so near to
a limit that the digits of the table decide.
"""

import concurrent.futures
import csv
import datetime
import io
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap  # noqa: E402

LARGEST = 4_000_000
EQUAL = 0.0005
MODELS = (("fixed-60", 60, 500), ("fixed-200", 200, 800),
          ("adaptive", 40, 500))


class Unclear(Exception):
    """The table does not tell what happened."""


def less(a, b):
    """a < b, when the six decimals of the table can tell."""
    if abs(a - b) < 3e-6:
        raise Unclear("near a limit")
    return a < b


def read(text):
    """{stream: rows} with times in ns, milliseconds, what kind of packet."""
    streams = {}
    for r in csv.DictReader(io.StringIO(text)):
        whole, part = r["time"].split(".")
        status = r["status"]
        streams.setdefault(int(r["stream"]), []).append({
            "t": int(whole) * 10**9 + int(part.ljust(9, "0")),
            "seq": int(r["seq"]), "marker": r["marker"] == "1",
            "delta": float(r["delta_ms"]), "status": status,
            "clock": r["skew_ms"] != "" and "telephone" not in status,
            "jitter": float(r["jitter_ms"] or 0),
            "skew": float(r["skew_ms"] or 0),
            "noise": status.startswith("Comfort")})
    return streams


def place(rows):
    """Give each row its extended number and whether it came before."""
    high, seen, last = None, set(), None
    for i, r in enumerate(rows):
        near = r["seq"] if high is None else high
        n = near + ((r["seq"] - near + 32768) & 65535) - 32768
        if high is not None and abs(n - high) > 400:
            raise Unclear("far away")
        r["n"], r["again"], r["late"] = n, n in seen, \
            high is not None and n < high
        r["follows"] = last is not None and n == last + 1
        high = n if high is None else max(high, n)
        last = high
        seen.add(n)
        r["i"], r["after"] = i, rows[i - 1] if i else None
    return seen


class Buffer:
    """One receiver's buffer; keeps the delay of each packet it played."""

    def __init__(self, name, depth, capacity):
        self.name, self.depth, self.capacity = name, depth, capacity
        self.spare, self.delays, self.dropped = None, [], set()
        self.late = self.early = self.dry = self.resyncs = 0
        self.run = []  # (row, kind, far) of the packets not played
        self.low, self.high = [None, None], [None, None]
        self.ticks, self.fast, self.moved = 0, 0, 0

    def anchor(self, r):
        self.spare = self.depth - r["skew"]
        self.run, self.ticks = [], 0

    def learn(self, r):
        self.low[1] = min(r["skew"], *(v for v in self.low[1:] if v
                                       is not None), r["skew"])
        self.high[1] = max(r["skew"], *(v for v in self.high[1:] if v
                                        is not None), r["skew"])

    def forget(self, r):
        self.low, self.high = [r["skew"]] * 2, [r["skew"]] * 2

    def fastest(self):
        return max(v for v in self.high if v is not None)

    def wanted(self, jitter):
        slow = min(v for v in self.low if v is not None)
        return min(max(10 - slow, max(4 * jitter, 20) - self.fastest()),
                   500 - self.fastest())

    def talkspurt(self, r):
        if self.name == "adaptive":
            self.spare = self.wanted(r["jitter"])
        else:
            self.anchor(r)

    def judge(self, r):
        delay = self.spare + r["skew"]
        kind = "late" if less(delay, -EQUAL) else \
            "early" if less(self.capacity + EQUAL, delay) else None
        if kind:
            if not self.run or self.run[-1][0]["i"] + 1 != r["i"] or \
                    self.run[-1][1] != kind:
                self.run = []
                self.dry += kind == "late"
            far = self.name == "adaptive" or kind == "early" or \
                less(2 * self.depth, -delay)
            self.run.append((r, kind, far))
            far_run = 0
            for _, _, one in reversed(self.run):
                if not one:
                    break
                far_run += 1
            if far_run > 3 or (kind == "late" and
                               r["t"] - self.run[0][0]["t"] > 500 * 10**6):
                if self.name == "adaptive":
                    self.forget(r)
                self.anchor(r)
                self.resyncs += 1
                kind = None
        if kind:
            self.late += kind == "late"
            self.early += kind == "early"
            self.dropped.add(r["n"])
        else:
            self.delays.append(self.spare + r["skew"])
        if self.name == "adaptive":
            self.spare = max(self.spare, min(10 - r["skew"],
                                             500 - self.fastest()))

    def tick(self, jitter):
        if self.name == "adaptive":
            self.spare -= min(max(self.spare - self.wanted(jitter), 0), 20)
        elif self.ticks < 2:
            self.fast, self.moved = self.high[1], 0
            self.ticks += 1
        else:
            move = min(max(self.fast - self.high[1] - self.moved, -5), 5)
            self.moved += move
            self.spare += move
        if self.low[1] is not None:
            self.low, self.high = [self.low[1], None], [self.high[1], None]


def is_talkspurt(rows, r, markers, clocked):
    before = r["after"]
    if r["late"] or r["again"] or before is None:
        return False
    if before["noise"]:
        return True
    if r["marker"]:
        return r["i"] - 1 not in markers
    if not r["follows"]:
        return False
    least = before["delta"] + 100
    if not clocked or r["delta"] <= least:
        return False
    then = clocked[-1]
    leap = (r["t"] - then["t"]) / 1e6 + r["skew"] - then["skew"]
    return less(least, leap)


def nanoseconds(text):
    """Since the epoch, of an ISO 8601 time in UTC."""
    whole, _, part = text.rstrip("Z").partition(".")
    moment = datetime.datetime.fromisoformat(whole + "+00:00")
    return int(moment.timestamp()) * 10**9 + int(part.ljust(9, "0"))


def play(rows, began):
    """The three buffers after all rows, the first of which came at @began."""
    buffers = [Buffer(*m) for m in MODELS]
    # Intervals end on the clock's grid.
    end = rows[0]["t"] + 10**10 - began % 10**10
    markers, clocked = set(), []
    heard = begun = False
    for r in rows:
        if r["t"] >= end:
            if heard:
                for b in buffers:
                    b.tick(clocked[-1]["jitter"])
                heard = False
            end += ((r["t"] - end) // 10**10 + 1) * 10**10
        if not r["clock"]:
            continue
        other = r["noise"] or r["again"]
        if not begun:
            for b in buffers:
                b.anchor(r)
                b.forget(r)
        spurt = begun and not other and is_talkspurt(
            rows, r, markers, clocked)
        if begun and not other and r["marker"]:
            markers.add(r["i"])
        heard = heard or not begun or not other
        begun = True
        for b in buffers:
            if spurt:
                b.talkspurt(r)
            if not other:
                b.learn(r)
                b.judge(r)
        clocked.append(r)
    return buffers


def burst_r(bad, first, last):
    runs = sum(n - 1 not in bad for n in bad)
    total = last - first + 1
    return max(1, len(bad) / runs * (1 - len(bad) / total)) if runs else 1


def refuse(rows, stream):
    """Raise when the table cannot tell all of this stream."""
    faults = stream["sequence_errors"]
    for r in rows:
        if "Incorrect" in r["status"]:
            raise Unclear("clock set")
        if "Payload changed" in r["status"]:
            raise Unclear("another payload type")
        if "telephone" in r["status"] and faults:
            raise Unclear("keys among lost packets")
    if stream["sequence_restarts"] or stream["mirrored"]:
        raise Unclear("numbers")
    if stream.get("codec") == "G729" and \
            stream.get("payload_bytes_per_packet", 2) % 10 == 2 and \
            stream["jitter_buffer"][0]["discarded"]:
        raise Unclear("noise inside packets")


def differences(rows, stream):
    """What differs between the program's figures and those of brute force."""
    refuse(rows, stream)
    seen = place(rows)
    lost = set(range(min(seen), max(seen) + 1)) - seen
    if len(lost) != stream["lost"]:
        raise Unclear("stale packets")
    found = []
    for mine, theirs in zip(
            play(rows, nanoseconds(stream["start_time"])),
            stream["jitter_buffer"]):
        bad = lost | mine.dropped
        want = {"model": mine.name, "discarded_late": mine.late,
                "discarded_early": mine.early, "unheard": len(bad),
                "underruns": mine.dry, "resyncs": mine.resyncs,
                "burst_r": burst_r(bad, min(seen), max(seen))}
        if mine.delays:
            want["delay_ms_mean"] = sum(mine.delays) / len(mine.delays)
            want["delay_ms_max"] = max(mine.delays)
        for key, value in want.items():
            got = theirs.get(key)
            close = got == value if isinstance(value, (str, int)) else \
                got is not None and abs(got - value) < 0.002
            if not close:
                found.append("stream %d, %s, %s: %r, by brute force %r" % (
                    stream["id"], mine.name, key, got, value))
    return found


def examine(path):
    """(streams compared, left out by reason, differences, packets dropped)"""
    table = tap.run("streams", "--packets", "-F", "csv", path)
    report = tap.run("report", "-F", "json", path).json()
    compared, out, found, dropped = 0, {}, [], 0
    if report is None or table.status:
        return 0, {"not read": 1}, [], 0
    rows = read(table.out)
    for stream in report["streams"]:
        if "jitter_buffer" not in stream:
            continue
        try:
            found += differences(rows[stream["id"]], stream)
            compared += 1
            dropped += sum(b["discarded"] for b in stream["jitter_buffer"])
        except Unclear as why:
            out[str(why)] = out.get(str(why), 0) + 1
    return compared, out, found, dropped


def captures():
    for folder in (tap.SAMPLES, tap.shared("captures", "recorded"),
                   tap.shared("captures", "public")):
        for root, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                path = os.path.join(root, name)
                if name.endswith((".pcap", ".pcapng", ".cap")) and \
                        os.path.getsize(path) < LARGEST:
                    yield name, path


def main():
    tap.need_program()
    words = sys.argv[1:]
    todo = [c for c in captures() if all(w in c[0] for w in words)]
    compared, out, dropped = 0, {}, 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = pool.map(lambda c: examine(c[1]), todo)
        for (name, _), (n, why, found, gone) in zip(todo, results):
            compared += n
            dropped += gone
            for key, count in why.items():
                out[key] = out.get(key, 0) + count
            if n or found:
                tap.ok(not found, "%s: %d streams" % (name, n), *found[:20])
    tap.note("%d streams compared, %d packets discarded; left out: %s" % (
        compared, dropped, out))
    if not words:
        # The samples alone have a dozen late packets.
        tap.ok(compared > 20 and dropped > 0,
               "something was compared, and something discarded")
    tap.done()


if __name__ == "__main__":
    main()
