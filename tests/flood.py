#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Floods of fragments: memory stays within the limit, time grows with them.

A million first fragments, of as many hosts or of one, whose rest never comes:
the table of datagrams is full from the 4,097th on (64th of one host), and each
further one costs the same. What gave way is counted to the last one and told
at the top of the report.
"""

import os
import random
import struct
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap  # noqa: E402

MILLION = 1_000_000
DATAGRAMS, OF_SOURCE = 4096, 64
# 8 MiB of pieces, the table itself, and what malloc makes of it.
ROOM_KIB = 8 * 1024 + 8 * 1024


def flood(path, count, hosts, payload):
    """A capture of raw IPv4: @count first fragments within one second."""
    rng = random.Random(4)
    rest = payload + rng.randbytes(-len(payload) % 8)
    head = struct.pack("<IIII", 1_700_000_000, 0, 20 + len(rest),
                       20 + len(rest))
    ip = struct.Struct("!BBHHHBBHII")
    with open(path, "wb", buffering=1 << 20) as f:
        f.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
        for i in range(count):
            f.write(head + ip.pack(
                0x45, 0, 20 + len(rest), i & 0xffff, 0x2000, 64, 17, 0,
                0x0a000000 + i % hosts, 0xc0000201) + rest)


def measure(path):
    """Peak memory in KiB and seconds of processor time of a report."""
    tool = os.path.join(tap.BUILD, "tests", "bench", "measure")
    run = subprocess.run([tool, tap.EARSHOT, "report", "-q", path],
                         stdout=subprocess.PIPE, check=True)
    seconds, peak, _ = run.stdout.split()
    return int(peak), float(seconds)


def fragments(path):
    """What the report says of fragments."""
    report = tap.run("report", "-q", "-F", "json", path).json() or {}
    return report.get("summary", {}).get("reassembly", {}).get("fragments",
                                                               {})


def main():
    tap.need_program()
    with open(tap.EARSHOT, "rb") as f:
        sanitized = b"__asan_init" in f.read()
    udp = struct.pack("!HHHH", 40000, 5060, 1400, 0)
    with tap.scratch() as folder:
        path = os.path.join(folder, "flood.pcap")
        flood(path, 1, 1, udp)
        floor, _ = measure(path)
        flood(path, MILLION // 4, MILLION, udp)
        _, quarter = measure(path)
        flood(path, MILLION, MILLION, udp)
        peak, whole = measure(path)
        tap.note("%d KiB over %d, %.2f s, a quarter %.2f s" % (
            peak - floor, floor, whole, quarter))
        tap.same(fragments(path).get("dropped"), {
            "evicted_full": MILLION - DATAGRAMS, "missing": DATAGRAMS},
            "a million hosts: each datagram is accounted for")
        tap.ok(sanitized or peak - floor < ROOM_KIB,
               "a million hosts: memory within the limit",
               "%d KiB" % (peak - floor))
        tap.ok(whole < 8 * quarter + 0.5,
               "a million hosts: time grows as their number",
               "%.2f s, a quarter %.2f s" % (whole, quarter))
        run = tap.run("report", path)
        tap.ok(run.out.startswith("Figures are incomplete: %d fragmented "
                                  "datagrams given up" %
                                  (MILLION - DATAGRAMS)),
               "the report begins with it", run.out[:200])
        # Beginnings of SIP, by one host.
        sip = udp + b"OPTIONS sip:a@b.example SIP/2.0\r\n" + b"x" * 1359
        flood(path, 20000, 1, sip)
        tap.same(fragments(path).get("dropped"), {
            "evicted_source": 20000 - OF_SOURCE, "missing": OF_SOURCE},
            "one host: each datagram is accounted for")
        tap.same(fragments(path).get("sip_cut"), 20000,
                 "one host: each message is shown as far as it goes")
        # Many hosts, large pieces: memory is full before the table is.
        flood(path, 4000, 4000, udp + b"x" * 8184)
        peak, _ = measure(path)
        got = fragments(path).get("dropped", {})
        tap.ok(got.get("evicted_memory", 0) > 2900 and
               sum(got.values()) == 4000,
               "large pieces: memory gives way", got)
        tap.ok(sanitized or peak - floor < ROOM_KIB,
               "large pieces: memory within the limit",
               "%d KiB" % (peak - floor))
    tap.done()


if __name__ == "__main__":
    main()
