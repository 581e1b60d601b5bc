#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of several files: one capture in parts, one traffic at several points.

A capture that is cut into parts, given in any order, is the capture. Traffic
written as two points would have seen it, with clocks, ways and losses that are
known, must give back these clocks, ways and losses.

ROUNDS and SEED may be set; the seed is printed.
"""

import os
import random
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))
import pcap  # noqa: E402
import tap  # noqa: E402
from pcap import NS  # noqa: E402

ROUNDS = int(os.environ.get("ROUNDS") or 3)
SEED = int(os.environ.get("SEED") or 20240503)
# Keys that name files, or are there only because there are several.
FILES = {"captures", "capture", "point", "seen"}


def write(folder, name, frames):
    """A nanosecond capture of @frames, in order of time; its path."""
    path = os.path.join(folder, name)
    pcap.write(path, sorted(frames, key=lambda x: x[0]))
    return path


def strip(value):
    """@value without what only names files; frame numbers are of a file."""
    return tap.without(value, lambda k: k in FILES or "frame" in k,
                       renumbered=True)


def report(*paths):
    """The JSON report of @paths."""
    r = tap.run("report", "-F", "json", *paths)
    if r.status != 0 or r.json() is None:
        tap.note(r)
        return {}
    return r.json()


def parts(folder, rng):
    """A capture in parts is the capture."""
    for name in ("relayed-pbx", "hold", "register", "random-loss"):
        whole = tap.sample(name + ".pcap")
        frames = pcap.read(whole)
        cuts = sorted(rng.sample(range(1, len(frames)), 3))
        files = []
        for i, (a, b) in enumerate(zip([0] + cuts, cuts + [len(frames)])):
            files.append(write(folder, "%s-%d.pcap" % (name, i), frames[a:b]))
        rng.shuffle(files)
        got, want = report(*files), report(whole)
        tap.same(strip(got), strip(want),
                 "%s in four parts, in the order %s, is the whole" % (
                     name, " ".join(f[-6] for f in files)))
        tap.same({c.get("point") for c in got.get("captures", [])}, {0},
                 "%s: all parts are of one point" % name)
        # Ring buffers overlap; the second half is in two files.
        half = len(frames) // 2
        both = [write(folder, name + "-x.pcap", frames),
                write(folder, name + "-y.pcap", frames[half:])]
        for order in (both, both[::-1]):
            got = report(*order)
            tap.same(strip(got), strip(want),
                     "%s with its second half twice is the whole" % name)
            tap.same(sum(c.get("packets_repeated", 0)
                         for c in got.get("captures", [])),
                     len(frames) - half, "%s: the repeated are counted" % name)


def address(frame, at):
    """An IPv4 address of an Ethernet frame."""
    return frame[at:at + 4]


class Points:
    """Traffic between hosts behind A and others behind B, seen at both."""

    def __init__(self, rng, drift=0.0):
        self.rng = rng
        self.offset = rng.randrange(-5 * NS, 5 * NS)
        self.drift = drift
        self.forth = rng.randrange(200_000, 30_000_000)
        self.back = rng.randrange(200_000, 30_000_000)
        self.jitter = rng.choice((0, 1_000_000, 8_000_000))
        self.loss = rng.choice((0, 0.01, 0.05))
        self.a, self.b = [], []
        self.lost, self.passed = {}, {}
        self.start, self.end = None, 0

    def clock_b(self, true):
        """What B's clock shows."""
        return int(true + self.offset + (true - self.start) * self.drift)

    def send(self, true, frame, forth, ssrc=None):
        """A frame passes the first of the points at the time @true."""
        self.start = true if self.start is None else self.start
        way = self.forth if forth else self.back
        way += self.rng.randrange(self.jitter + 1)
        # What was under way when a capture began or ended is not judged.
        lost = ssrc is not None and \
            self.start + NS < true < self.end - NS and \
            self.rng.random() < self.loss
        if ssrc is not None:
            self.lost[ssrc] = self.lost.get(ssrc, 0) + lost
            self.passed.setdefault(ssrc, [])
        if forth:
            self.a.append((true, frame))
        else:
            self.b.append((self.clock_b(true), frame))
        if lost:
            return
        if ssrc is not None:
            self.passed[ssrc].append(way)
        if forth:
            self.b.append((self.clock_b(true + way), frame))
        else:
            self.a.append((true + way, frame))

    def check(self, folder, name):
        """The report must give back what was put in."""
        a = write(folder, name + ".a.pcap", self.a)
        b = write(folder, name + ".b.pcap", self.b)
        for files, sign in (((a, b), 1), ((b, a), -1)):
            self.check_report(report(*files), sign, "%s (%s first)" % (
                name, "a" if sign == 1 else "b"))

    def check_report(self, got, sign, name):
        """One order of the files."""
        second = (got.get("captures") or [{}, {}])[1]
        offset = second.get("clock_offset_ms", 1e18)
        sure = second.get("clock_offset_uncertainty_ms", 0)
        # Where the drift begins to count is the estimator's to choose: half
        # a second of it is far below the ways.
        slack = 0.01 + abs(self.drift) * 1e3
        tap.ok(abs(offset - sign * self.offset / 1e6) <= sure + slack,
               "%s: the offset is in its interval" % name,
               "offset %f, got %f, sure to %f" % (
                   sign * self.offset / 1e6, offset, sure))
        tap.ok(sure <= (self.forth + self.back + 2 * self.jitter) / 2e6 + slack,
               "%s: it is no wider than the ways" % name, sure)
        tap.same(second.get("clock_offset_basis"), "shared packets",
                 "%s: it rests on shared packets" % name)
        drift = second.get("clock_drift_ppm", 0)
        tap.ok(abs(drift - sign * self.drift * 1e6) <= 2,
               "%s: the drift is found" % name,
               "%f of %f" % (drift, sign * self.drift * 1e6))
        first = [s for s in got.get("streams", []) if "onward" in s]
        lost = {int(s["ssrc"], 16): s["onward"]["lost"] for s in first}
        tap.same(lost, self.lost, "%s: what was lost between" % name)
        tap.same({s["onward"]["missed"] for s in first}, {0},
                 "%s: nothing came from nowhere" % name)
        for s in first:
            ways = self.passed[int(s["ssrc"], 16)]
            mean = sum(ways) / len(ways) / 1e6
            o = s["onward"]
            sure = o.get("delay_uncertainty_ms", 0)
            tap.ok(abs(o.get("delay_ms_mean", 1e9) - mean) <= sure + slack,
                   "%s: %s took its way" % (name, s["ssrc"]),
                   "mean %f, got %s" % (mean, o))
            tap.same(o["packets_both"], len(ways),
                     "%s: %s: packets seen at both" % (name, s["ssrc"]))


def sample_at_points(folder, rng, turn):
    """The frames of a sample, as seen at two points."""
    p = Points(rng)
    phone = bytes((172, 16, 201, 27))
    frames = pcap.read(tap.sample("direct-at-phone.pcap"))
    p.end = frames[-1][0]
    sip = 0
    for ns, frame in frames:
        if frame[12:14] != b"\x08\x00":
            continue
        forth = address(frame, 26) == phone
        ssrc = None
        if frame[42] >> 6 == 2:
            ssrc = struct.unpack_from("!I", frame, 50)[0]
        else:
            sip += 1
        p.send(ns, frame, forth, ssrc)
    name = "the direct call, turn %d" % turn
    p.check(folder, "direct-%d" % turn)
    got = report(os.path.join(folder, "direct-%d.a.pcap" % turn),
                 os.path.join(folder, "direct-%d.b.pcap" % turn))
    calls = got.get("calls", [])
    tap.same([len(c["messages"]) for c in calls], [sip],
             name + ": every message is there once")
    tap.same([c["retransmissions"] for c in calls], [0],
             name + ": none is taken for a retransmission")
    tap.same({len(m["seen"]) for c in calls for m in c["messages"]}, {2},
             name + ": each was seen at both points")
    alone = report(os.path.join(folder, "direct-%d.a.pcap" % turn))
    keys = ("state", "setup_ms", "pdd_ms", "ring_ms", "hangup_by")
    b = report(os.path.join(folder, "direct-%d.b.pcap" % turn))
    merged = [{k: c.get(k) for k in keys} for c in calls]
    tap.ok(merged in ([{k: c.get(k) for k in keys} for c in alone["calls"]],
                      [{k: c.get(k) for k in keys} for c in b["calls"]]),
           name + ": its times are those of one point", merged)


def long_streams(folder, rng, turn):
    """Two minutes of RTP both ways, with a clock that drifts."""
    p = Points(rng, rng.choice((-60e-6, 25e-6, 90e-6)))
    p.jitter = min(p.jitter, 1_000_000)
    start = 1_700_000_000 * NS
    p.end = start + 120 * NS
    for i in range(6000):
        for forth, ssrc in ((True, 0x11111111), (False, 0x22222222)):
            ends = ("10.0.0.1", 4000, "10.0.0.2", 5000)
            if not forth:
                ends = ends[2:] + ends[:2]
            frame = pcap.udp(*ends, pcap.rtp(i, 160 * i, ssrc,
                                             payload=rng.randbytes(160)))
            # The second packet proves the stream; it must not be lost.
            p.send(start + i * 20_000_000, frame, forth, ssrc)
    p.check(folder, "drifting-%d" % turn)


def causality(folder):
    """The course's two captures of one call share no packet.

    Table 2.1.c and 2.1.d count from the start of each capture. The samples'
    clocks are 2.9 s nearer than that, which is undone here.
    """
    pbx = tap.sample("direct-at-pbx.pcap")
    phone = write(folder, "phone.pcap", [
        (ns - 2_900_000_000, f)
        for ns, f in pcap.read(tap.sample("direct-at-phone.pcap"))])
    want = {"clock_offset_basis": "causality", "clock_evidence": 1,
            "clock_offset_ms_min": 2887.432, "clock_offset_ms_max": 2965.509,
            "clock_offset_ms": 2926.4705,
            "clock_offset_uncertainty_ms": 39.0385}
    got = report(phone, pbx).get("captures", [{}, {}])[1]
    tap.same({k: got.get(k) for k in want}, want,
             "the PBX's clock is 2.887432 to 2.965509 s ahead of the phone's")
    got = report(pbx, phone).get("captures", [{}, {}])[1]
    want.update(clock_offset_ms_min=-2965.509, clock_offset_ms_max=-2887.432,
                clock_offset_ms=-2926.4705)
    tap.same({k: got.get(k) for k in want}, want,
             "and the phone's as much behind the PBX's")
    text = tap.run("ladder", pbx, phone)
    tap.ok("direct-a" in text.out and "phone" in text.out and
           "seen at each observation point" in text.out,
           "the ladder has a column for each point", text.out)


def pipes(folder):
    """A pipe cannot be read twice; the report says what follows."""
    path = tap.sample("register.pcap")
    with open(path, "rb") as f:
        data = f.read()
    r = tap.run("report", "-", tap.sample("hold.pcap"), stdin=data)
    tap.ok(r.status == 0 and "not compared" in r.out,
           "with standard input the clocks are not compared, and that is said",
           r)
    r = tap.run("report", "-F", "json", "-", tap.sample("hold.pcap"),
                stdin=data)
    bases = {c.get("clock_offset_basis") for c in (r.json() or {}).get(
        "captures", [])}
    tap.same(bases, {"unknown"}, "in JSON the basis is unknown")
    del folder


def main():
    """All laws."""
    tap.need_program()
    rng = random.Random(SEED)
    tap.note("SEED=%d ROUNDS=%d" % (SEED, ROUNDS))
    with tap.scratch() as folder:
        parts(folder, rng)
        causality(folder)
        pipes(folder)
        for turn in range(ROUNDS):
            sample_at_points(folder, rng, turn)
            long_streams(folder, rng, turn)
    tap.done()


if __name__ == "__main__":
    main()
