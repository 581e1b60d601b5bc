#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SIP over SCTP, written byte by byte here, read by us and by tshark.

A call whose messages go whole, in several DATA chunks and in several I-DATA
chunks, out of order and twice, beside M3UA: each message once, and the same
methods and statuses as tshark sees.
"""

import os
import shutil
import struct
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap   # noqa: E402
from pcap import SECOND, invite, pcap  # noqa: E402

A, B = b"\x0a\0\0\x01", b"\x0a\0\0\x02"
TAIL = (b"Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK-made\r\n"
        b"From: <sip:6012@10.0.0.1>;tag=a\r\nTo: <sip:6022@10.0.0.2>;tag=b\r\n"
        b"Call-ID: made-1@10.0.0.1\r\nCSeq: %s\r\nContent-Length: 0\r\n\r\n")


def chunk(kind, flags, body):
    """One chunk with its padding."""
    return struct.pack("!BBH", kind, flags, 4 + len(body)) + body + \
        b"\0" * (-len(body) % 4)


def data(tsn, p, flags=3, ppid=0):
    """A DATA chunk: RFC 9260 3.3.1."""
    return chunk(0, flags, struct.pack("!IHHI", tsn, 0, 0, ppid) + p)


def idata(tsn, mid, number, p, flags):
    """An I-DATA chunk: RFC 8260 2.1."""
    return chunk(64, flags, struct.pack("!IHHII", tsn, 0, 0, mid, number) + p)


def crc32c(b):
    """RFC 9260 appendix A, bit by bit."""
    crc = 0xffffffff
    for byte in b:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82f63b78 if crc & 1 else 0)
    return crc ^ 0xffffffff


def frame(src, dst, chunks):
    """Ethernet, IPv4, SCTP."""
    head = struct.pack("!HHI", 5060, 5060, 0x11223344)
    total = struct.pack("<I", crc32c(head + b"\0\0\0\0" + chunks))
    body = head + total + chunks
    return b"\2\0\0\0\0\2\2\0\0\0\0\1\x08\0" + struct.pack(
        "!BBHHHBBH", 0x45, 0, 20 + len(body), 0, 0, 64, 132, 0) + \
        src + dst + body


def made():
    """(microseconds, frame) of the call."""
    offer = invite(b"Alice")
    trying = b"SIP/2.0 100 Trying\r\n" + TAIL % b"1 INVITE"
    ok = b"SIP/2.0 200 OK\r\n" + TAIL % b"1 INVITE"
    ack = b"ACK sip:6022@10.0.0.2 SIP/2.0\r\n" + TAIL % b"1 ACK"
    bye = b"BYE sip:6022@10.0.0.2 SIP/2.0\r\n" + TAIL % b"2 BYE"
    end = b"SIP/2.0 200 OK\r\n" + TAIL % b"2 BYE"
    m3ua = struct.pack("!BBBBI", 1, 0, 1, 1, 24) + b"\0" * 16
    up, down = (A, B), (B, A)
    parts = [(up, data(10, offer[:200], 2)),
             (up, data(12, offer[400:], 1)),
             (up, data(11, offer[200:400], 0)),
             (up, data(11, offer[200:400], 0)),
             (down, data(70, trying)),
             (down, idata(71, 5, 0, ok[:100], 2)),
             (down, idata(72, 5, 1, ok[100:], 1)),
             (up, data(13, m3ua, ppid=3) + data(14, ack)),
             (up, data(14, ack)),
             (up, data(15, bye)),
             (down, data(73, end))]
    return [(i * SECOND // 10, frame(*way, c))
            for i, (way, c) in enumerate(parts)]


def tshark(path):
    """(frame, method or status) of each message, or None."""
    if not shutil.which("tshark"):
        return None
    run = subprocess.run(
        ["tshark", "-r", path, "-Y", "sip", "-T", "fields", "-e",
         "frame.number", "-e", "sip.Method", "-e", "sip.Status-Code"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    return [tuple(line.split()) for line in
            run.stdout.decode().splitlines()]


def main():
    tap.need_program()
    with tap.scratch() as folder:
        path = os.path.join(folder, "sctp.pcap")
        with open(path, "wb") as f:
            f.write(pcap(made()))
        report = tap.run("report", "-F", "json", path).json() or {}
        theirs = tshark(path)
    calls = report.get("calls", [])
    tap.same([c.get("state") for c in calls], ["completed"], "one call")
    told = [m for c in calls for m in c.get("messages", [])]
    tap.same([(m["summary"], m["frame"]) for m in told],
             [("INVITE", 3), ("100 Trying", 5), ("200 OK", 7), ("ACK", 8),
              ("BYE", 10), ("200 OK", 11)], "each message once, in order")
    tap.same([c.get("transport") for c in calls], ["sctp"], "over SCTP")
    tap.same(report.get("summary", {}).get("reassembly", {}).get("sctp"),
             {"packets": 11, "sip_messages": 6, "other_messages": 1,
              "chunks_repeated": 2, "incomplete": 0, "malformed": 0,
              "peers_evicted": 0}, "all is accounted for")
    if theirs is None:
        tap.skip("the same as tshark", "tshark is not there")
    else:
        tap.same([(str(m["frame"]), m["summary"].split()[0])
                  for m in told], theirs, "the same as tshark")
    tap.done()


if __name__ == "__main__":
    main()
