#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Recorded calls, captured at several points of one machine with one clock.

So the true offset of every two clocks is 0, and must lie in the interval that
is found. What passed both of two points is counted here anew from the frames,
by SSRC, addresses and sequence numbers; where the recording knows what the
network dropped, its count must come out too.
"""

import collections
import glob
import ipaddress
import itertools
import json
import os
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))
import pcap  # noqa: E402
import tap  # noqa: E402

# Signalling here is encrypted, or in fragments: messages are not counted.
UNREADABLE = ("11-", "13-", "14-", "53-")


def datagrams(path):
    """(time, source, destination, payload) of whole UDP over IP."""
    for t, frame in pcap.read(path):
        at, kind = 12, struct.unpack_from("!H", frame, 12)[0]
        while kind == 0x8100:
            at += 4
            kind = struct.unpack_from("!H", frame, at)[0]
        ip = at + 2
        if kind == 0x0800 and frame[ip + 9] == 17:
            if struct.unpack_from("!H", frame, ip + 6)[0] & 0x3fff:
                continue
            udp = ip + 4 * (frame[ip] & 15)
            src, dst = frame[ip + 12:ip + 16], frame[ip + 16:ip + 20]
        elif kind == 0x86dd and frame[ip + 6] == 17:
            udp = ip + 40
            src, dst = frame[ip + 8:ip + 24], frame[ip + 24:ip + 40]
        else:
            continue
        length = struct.unpack_from("!H", frame, udp + 4)[0]
        yield (t, src + frame[udp:udp + 2], dst + frame[udp + 2:udp + 4],
               frame[udp + 8:udp + length])


def rtp_of(path):
    """{(ssrc, source, destination): {sequence number: time}}."""
    streams = collections.defaultdict(dict)
    for t, src, dst, p in datagrams(path):
        if len(p) >= 12 and p[0] >> 6 == 2 and not 192 <= p[1] <= 223:
            seq, ssrc = struct.unpack_from("!H4xI", p, 2)
            streams[ssrc, src, dst].setdefault(seq, t)
    return streams


def messages_of(path):
    """Counts of SIP messages that belong to calls, each by bytes and way."""
    counts = collections.Counter()
    for _, src, dst, p in datagrams(path):
        cseq = [line.split()[-1] for line in p.split(b"\r\n")
                if line.lower().startswith(b"cseq:")]
        if b"SIP/2.0" in p[:200] and cseq and cseq[0] in (
                b"INVITE", b"ACK", b"BYE", b"CANCEL", b"PRACK", b"UPDATE"):
            counts[src, dst, p] += 1
    return counts


def end_bytes(text):
    """An endpoint of the report as bytes."""
    host, port = text.rsplit(":", 1)
    return ipaddress.ip_address(host.strip("[]")).packed + struct.pack(
        "!H", int(port))


def check_clocks(captures, name):
    """Every interval contains 0."""
    for c in captures:
        basis = c.get("clock_offset_basis")
        # The impostor hears nothing but what he asked for.
        if "pbx" in name and " imp" not in name:
            tap.ok(basis != "unknown", "%s: %s is known" % (
                name, c["point_name"]), c)
        if basis in (None, "same clock", "unknown"):
            continue
        low = c.get("clock_offset_ms_min", -1e18)
        high = c.get("clock_offset_ms_max", 1e18)
        tap.ok(low <= 0 <= high, "%s: %s is 0 by %s" % (
            name, c["point_name"], c["clock_offset_basis"]),
            "between %f and %f" % (low, high))


def within(arrivals, other, path):
    """Those not in @other although the capture @path ran when they passed."""
    times = [t for t, _ in pcap.read(path)]
    return sum(1 for seq, t in arrivals.items() if seq not in other and
               times[0] + pcap.NS // 5 <= t <= times[-1])


def check_streams(got, paths, name):
    """Losses between sightings with equal addresses, counted anew."""
    point = {c["point"]: p for c, p in zip(got["captures"], paths)}
    seen = {k: rtp_of(p) for k, p in point.items()}
    streams = {s["id"]: s for s in got["streams"]}
    for s in got["streams"]:
        onward = s.get("onward")
        to = streams.get(onward.get("stream")) if onward else None
        if not to or (s["src"], s["dst"]) != (to["src"], to["dst"]):
            continue
        key = (int(s["ssrc"], 16), end_bytes(s["src"]), end_bytes(s["dst"]))
        a, b = seen[s["point"]][key], seen[to["point"]][key]
        tap.same((onward["packets_both"], onward["lost"], onward["missed"]),
                 (len(set(a) & set(b)), within(a, b, point[to["point"]]),
                  within(b, a, point[s["point"]])),
                 "%s: %s from %s to %s" % (name, s["ssrc"], s["point"],
                                           to["point"]))
        sure = onward.get("delay_uncertainty_ms", 0)
        # One clock: a negative way beyond what is sure cannot be.
        tap.ok(onward.get("delay_ms_min", 0) >= -sure - 0.001,
               "%s: %s: no way is negative" % (name, s["ssrc"]), onward)


def check_messages(got, paths, name):
    """A message is there once for each time that some point saw it."""
    most = collections.Counter()
    for path in paths:
        most |= messages_of(path)  # the larger count of each
    want = sum(most.values())
    have = sum(len(c["messages"]) for c in got["calls"])
    other = sum(1 for c in got["calls"] for m in c["messages"]
                if m["summary"].split()[0] in (
                    "INFO", "REFER", "NOTIFY", "OPTIONS", "MESSAGE",
                    "SUBSCRIBE"))
    if other:
        return  # their answers cannot be told apart by their summary
    tap.same(have, want, "%s: messages of calls" % name)


def check_wire(got, base, name):
    """What the impairing link counted itself."""
    path = base + ".wire.json"
    if not os.path.exists(path):
        return
    with open(path, encoding="utf-8") as f:
        flows = json.load(f)["flows"]
    for flow in flows:
        s = [x for x in got["streams"] if "onward" in x and
             int(x["ssrc"], 16) == int(flow["ssrc"], 16)]
        have = [(x["onward"]["lost"], x["onward"]["packets_both"]) for x in s]
        tap.same(have, [(flow["dropped"], flow["entered"] - flow["dropped"])],
                 "%s: what the link did to %s" % (name, flow["ssrc"]))


def check_one_way(base, chosen, name):
    """The voice that the set-up swallowed between two points is missed."""
    with open(base + ".json", encoding="utf-8") as f:
        fault = json.load(f).get("fault", {})
    if fault.get("kind") != "one-way audio":
        return
    got = tap.run("findings", "-F", "json", *chosen).json()
    tap.same([(f["severity"], len(f["streams"]))
              for f in got["findings"] if f["id"] == "media-one-way"],
             [("error", 2)], name + ": one direction does not arrive")


def main():
    """All recordings, all their files together, then every two."""
    tap.need_program()
    folder = tap.need_shared("captures", "recorded")
    for truth in sorted(glob.glob(os.path.join(folder, "*.json"))):
        base = truth[:-len(".json")]
        if base.endswith(".wire"):
            continue
        paths = sorted(glob.glob(base + ".*.pcap"))
        sets = [paths] if len(paths) > 1 else []
        if len(paths) > 2:
            sets += [list(p) for p in itertools.combinations(paths, 2)]
        for chosen in sets:
            name = os.path.basename(base) + " " + " ".join(
                p.rsplit(".", 2)[1] for p in chosen)
            r = tap.run("report", "-F", "json", *chosen)
            got = r.json()
            if not tap.ok(r.status == 0 and got, name + " is reported", r):
                continue
            check_clocks(got["captures"], name)
            if len({c["point"] for c in got["captures"]}) == len(chosen):
                check_streams(got, chosen, name)
            if not os.path.basename(base).startswith(UNREADABLE):
                check_messages(got, chosen, name)
            if any(".a.pcap" in p for p in chosen) and \
                    any(".b.pcap" in p for p in chosen):
                check_one_way(base, chosen, name)
                if len(chosen) == 2:
                    check_wire(got, base, name)
    tap.done()


if __name__ == "__main__":
    main()
