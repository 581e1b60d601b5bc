#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A law: how SIP was carried changes nothing in the calls.

The SIP messages of the samples are carried over TCP and over WebSocket instead
of UDP, cut into segments at random, some of them repeated, overlapping or in the
wrong order. The report must be that of the UDP original, but for what names the
transport or the time of a retransmission. SEED and ROUNDS as environment.
"""

import glob
import os
import random
import struct
import sys

sys.path.insert(0, os.path.join(os.environ.get("SRC", "."), "tests"))
import pcap  # noqa: E402
import tap   # noqa: E402

SYN, ACK, PUSH = 2, 16, 8
MSS = 1400
# What names the way of a message, or counts packets of the file. Connections
# that carried SIP are among the applications, too.
WAY = {"transport", "transports", "captures", "frame", "frames",
       "packets_total", "bytes", "reassembly", "packets", "file", "faults",
       "sip_faulty", "applications", "protocols", "protocols_not_found",
       # some findings are about datagrams, or about the lack of TLS
       "findings", "checks"}


def sip_of(frame):
    """The payload of an untagged IPv4 UDP frame that holds SIP, or None."""
    if frame[12:15] != b"\x08\0\x45" or frame[23] != 17:
        return None
    payload = frame[42:14 + struct.unpack("!H", frame[16:18])[0]]
    first = payload.split(b"\r\n", 1)[0]
    return payload if b"SIP/2.0" in first else None


def measured(message):
    """With the Content-Length that a stream needs; None if it is there wrong."""
    head, _, body = message.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() in (b"content-length", b"l"):
            return message if int(value) == len(body) else None
    return head + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body


class Side:
    """One direction of a connection."""

    def __init__(self, frame, seq):
        self.head, self.seq = frame[:42], seq

    def segment(self, seq, payload, flags, ack=0):
        """A frame with this part of the stream."""
        head = self.head
        tcp = head[34:38] + struct.pack("!IIHHHH", seq & 0xffffffff,
                                        ack & 0xffffffff, 5 << 12 | flags, 65535, 0, 0)
        ip = bytearray(head[14:34])
        ip[2:4] = struct.pack("!H", 40 + len(payload))
        ip[9] = 6
        ip[10:12] = b"\0\0"
        ip[10:12] = struct.pack("!H", pcap.checksum(bytes(ip)))
        return head[:14] + bytes(ip) + tcp + payload


def websocket(message, rng):
    """Frames of one message, masked or not, with pings between."""
    out, cuts = b"", sorted(rng.randrange(len(message) + 1)
                            for _ in range(rng.randrange(3)))
    edges = [0] + cuts + [len(message)]
    for i in range(len(edges) - 1):
        part = message[edges[i]:edges[i + 1]]
        mask = bytes(rng.randrange(256) for _ in range(4)) \
            if rng.random() < .5 else b""
        final = 0x80 if i == len(edges) - 2 else 0
        bit, n = (0x80 if mask else 0), len(part)
        out += bytes([final | (1 if i == 0 else 0)])
        out += bytes([bit | n]) if n < 126 else \
            bytes([bit | 126]) + struct.pack("!H", n)
        out += mask + bytes(c ^ mask[k % 4] if mask else c
                            for k, c in enumerate(part))
        if rng.random() < .3:
            out += b"\x89\x02hi"
    return out


def cut(stream, rng):
    """(offset, bytes) of segments: in full, or cut, repeated and mixed."""
    edges = [0]
    while edges[-1] < len(stream):
        edges.append(min(len(stream), edges[-1] + rng.choice(
            (1, 7, 100, 536, MSS))))
    parts = [(a, stream[a:min(b + rng.choice((0, 0, 5)), len(stream))])
             for a, b in zip(edges, edges[1:])]
    parts += [p for p in parts if rng.random() < .1]
    if rng.random() < .5:
        rng.shuffle(parts)
    return parts


def carry(frames, rng, ws):
    """The same capture with its SIP on TCP; and how many messages there were."""
    sides, out, count = {}, [], 0
    for ns, frame in frames:
        message = sip_of(frame)
        if message is None:
            out.append((ns, frame))
            continue
        message = measured(message)
        if message is None:
            return None, 0
        count += 1
        key = frame[26:38]
        back = key[4:8] + key[:4] + key[10:12] + key[8:10]
        ack = sides[back].seq if back in sides else 0
        flags = ACK | PUSH if ack else PUSH
        stream = b""
        if key not in sides:
            side = sides[key] = Side(frame, rng.randrange(1 << 32))
            out.append((ns, side.segment(
                side.seq, b"", SYN | ACK if ack else SYN, ack)))
            side.seq += 1
            stream = b"" if not ws else \
                b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n" \
                b"Sec-WebSocket-Protocol: sip\r\n\r\n"
        side = sides[key]
        stream += websocket(message, rng) if ws else message + rng.choice(
            (b"", b"\r\n\r\n"))
        for at, part in cut(stream, rng):
            out.append((ns, side.segment(side.seq + at, part, flags, ack)))
        side.seq += len(stream)
    return out, count


def strip(value):
    """A report without what names the way."""
    return tap.without(value, lambda k: k in WAY or k.endswith(
        ("_frame", "_frames")), renumbered=True)


def normal(frames):
    """The original, with the lengths that the copies have."""
    out = []
    for ns, frame in frames:
        message = sip_of(frame)
        if message and measured(message) not in (None, message):
            return None
        out.append((ns, frame))
    return out


def report(folder, frames):
    """Our report of these frames: (run, JSON)."""
    path = os.path.join(folder, "copy")
    pcap.write(path, frames)
    run = tap.run("report", "-F", "json", path)
    got = run.json() or {}
    # Of other applications; those of calls have a list of this name.
    for key in ("conversations", "conversations_examined"):
        got.get("summary", {}).pop(key, None)
    return run, got


def main():
    tap.need_program()
    seed = int(os.environ.get("SEED", "1"))
    rounds = int(os.environ.get("ROUNDS", "1"))
    tried = 0
    with tap.scratch() as folder:
        for path in sorted(glob.glob(os.path.join(tap.SAMPLES, "*.pcap"))):
            frames = pcap.read(path)
            if not frames or not any(sip_of(f) for _, f in frames) or \
                    not normal(frames):
                continue
            _, want = report(folder, frames)
            for i in range(rounds):
                for ws in (False, True):
                    rng = random.Random("%d %d %d %s" % (
                        seed, i, ws, os.path.basename(path)))
                    copy, count = carry(frames, rng, ws)
                    if not copy:
                        continue
                    tried += 1
                    run, got = report(folder, copy)
                    name = "%s over %s, seed %d round %d" % (
                        os.path.basename(path), "WebSocket" if ws else "TCP",
                        seed, i)
                    tcp = got.get("summary", {}).get("reassembly", {}).get(
                        "tcp", {})
                    seen = tcp.get("websocket_messages" if ws else
                                   "sip_messages")
                    good = run.status == 0 and seen == count and \
                        strip(want) == strip(got)
                    tap.ok(good, name, "%s of %d messages" % (seen, count),
                           tap.difference(strip(want), strip(got)), run.err)
    tap.ok(tried > 0, "there were samples to carry")
    tap.done()


if __name__ == "__main__":
    main()
