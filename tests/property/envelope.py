#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Law: what a capture is wrapped in does not change what it says.

The IPv4 frames of a sample are written anew in every file format (pcap of both byte orders and
resolutions, pcapng) and over every link layer (VLAN, QinQ, Linux cooked, raw
IP, loopback); the report must stay the same but for what names the envelope.
"""

import os
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))
import tap  # noqa: E402
from pcap import ETHERNET, classic, read  # noqa: E402

SAMPLE = "relayed-pbx.pcap"
RAW, LOOP, NULL, SLL, SLL2, IPV4 = 101, 108, 0, 113, 276, 228
# Keys of the report that name the envelope.
ENVELOPE = {"file", "format", "link_type", "bytes", "vlan", "vlan_priority",
            "compression",
            "interfaces", "nanoseconds", "byte_swapped", "tunnels",
            "packets_other_tunnels", "ethernet_kbps_mean",
            "ethernet_kbps_max",
            # a device has no MAC where the frame has none
            "mac", "mac_basis", "mac_frame", "mac_kind", "vendor"}


def block(order, kind, body):
    """One pcapng block."""
    body += b"\0" * (-len(body) % 4)
    n = 12 + len(body)
    return struct.pack(order + "II", kind, n) + body + struct.pack(
        order + "I", n)


def pcapng(frames, link, order="<", tsresol=None, interfaces=1):
    """pcapng; the frames go round the interfaces."""
    options = b""
    if tsresol is not None:
        options = struct.pack(order + "HHB3xHH", 9, 1, tsresol, 0, 0)
    out = [block(order, 0x0a0d0d0a,
                 struct.pack(order + "IHHq", 0x1a2b3c4d, 1, 0, -1))]
    for _ in range(interfaces):
        out.append(block(order, 1, struct.pack(
            order + "HHI", link, 0, 0) + options))
    units = 10**6 if tsresol is None else 10**tsresol
    for i, (ns, frame) in enumerate(frames):
        t = ns * units // 10**9
        out.append(block(order, 6, struct.pack(
            order + "IIIII", i % interfaces, t >> 32, t & 0xffffffff,
            len(frame), len(frame)) + frame))
    return b"".join(out)


def rewrap(frames, make):
    """Every frame with its Ethernet header replaced by make(frame)."""
    return [(ns, make(f) + f[14:]) for ns, f in frames]


def cases(frames):
    """(name, file) of every envelope."""
    for order, word in (("<", "little"), (">", "big")):
        for nano in (False, True):
            yield "pcap %s-endian %s" % (word, "ns" if nano else "us"), \
                classic(frames, ETHERNET, order, nano)
        for tsresol in (None, 6, 9):
            yield "pcapng %s-endian if_tsresol %s" % (word, tsresol), \
                pcapng(frames, ETHERNET, order, tsresol)
    yield "pcapng with three interfaces", pcapng(frames, ETHERNET,
                                                 interfaces=3)
    tagged = [(ns, f[:12] + b"\x81\0\0\x64" + f[12:]) for ns, f in frames]
    yield "802.1Q", classic(tagged, ETHERNET)
    tagged = [(ns, f[:12] + b"\x88\xa8\0\x0a\x81\0\0\x64" + f[12:])
              for ns, f in frames]
    yield "QinQ", classic(tagged, ETHERNET)
    yield "raw IP", classic(rewrap(frames, lambda f: b""), RAW)
    yield "raw IPv4", classic(rewrap(frames, lambda f: b""), IPV4)
    yield "loopback", classic(rewrap(
        frames, lambda f: struct.pack(">I", 2)), LOOP)
    yield "null, little-endian", classic(rewrap(
        frames, lambda f: struct.pack("<I", 2)), NULL)
    yield "null, big-endian", classic(rewrap(
        frames, lambda f: struct.pack(">I", 2)), NULL)
    yield "Linux cooked", classic(rewrap(
        frames, lambda f: struct.pack(">HHH", 0, 1, 6) + f[6:12] +
        b"\0\0\x08\0"), SLL)
    yield "Linux cooked v2", classic(rewrap(
        frames, lambda f: struct.pack(">HHIHBB", 0x800, 0, 1, 1, 0, 6) +
        f[6:12] + b"\0\0"), SLL2)


def strip(report):
    """A report without what names the envelope, and the check of its VLANs."""
    checks = [c for c in report.get("checks", ()) if c["id"] != "qos-vlan"]
    return tap.without(dict(report, checks=checks), ENVELOPE.__contains__)


def main():
    tap.need_program()
    path = tap.sample(SAMPLE)
    frames = [f for f in read(path) if f[1][12:14] == b"\x08\0"]
    with tap.scratch() as folder:
        plain = os.path.join(folder, "plain")
        with open(plain, "wb") as f:
            f.write(classic(frames, ETHERNET))
        want = strip(tap.run("report", "-F", "json", plain).json())
        tap.ok(want and want.get("calls"), "the sample has calls")
        for name, data in cases(frames):
            copy = os.path.join(folder, "copy")
            with open(copy, "wb") as f:
                f.write(data)
            run = tap.run("report", "-F", "json", copy)
            got = strip(run.json())
            tap.ok(run.status == 0 and got == want, name,
                   tap.difference(want, got), run.err)
    tap.done()


if __name__ == "__main__":
    main()
