#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The samples against an independent reading, and against the course.

The generator says in NAME.truth.json what it made. Here the captures are read
by a few lines of Python that share nothing with it: counts, losses, jitter,
checksums, digests. The samples that rebuild figures of the course are then
compared with those figures, frame numbers and bytes included. Of calls in several
legs the program's own word is compared: which it joins, and what it tells.
"""

import csv
import hashlib
import json
import os
import re
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pcap  # noqa: E402
import tap  # noqa: E402
from pcap import checksum  # noqa: E402

PASSWORDS = "correct horse", "guess", "guess1", "guess2", "guess3"
OFFLOADED = "172.16.201.19"  # the PBX whose network card fills in checksums
LADDERS = {
    "M391/sip-g711-completed.png": "completed-g711a",
    "M391/sip-g722-g711-rejected.png": "rejected-g722-g711",
    "M391/pcap-pbx-dect-to-t46.png": "direct-at-pbx",
    "M391/pcap-t46-dect-to-t46.png": "direct-at-phone",
    "M362/flux-sip-g711.png": "m362-g711",
    "M362/flux-sip-G722.png": "m362-g722",
    "M362/flux-appel-G722.png": "g722-open",
    "M362/flux-appel-G729.png": "g729",
}
# table: (sample, SSRC, whether the frame numbers are those of the figure)
TABLES = {
    "m391-g711a": ("completed-g711a", 0x3602, True),
    "m362-g711u": ("m362-g711u", 0x671f, False),
    "m362-g722": ("g722-open", 0x21a5, False),
    "m362-g729": ("g729", 0x48ab, False),
}


def frames(path):
    """(nanoseconds, bytes) of each frame of a pcap or pcapng file."""
    with open(path, "rb") as f:
        data = f.read()
    if data[:4] == b"\n\r\r\n":
        at = 0
        while at < len(data):
            kind, size = struct.unpack_from("<II", data, at)
            if kind == 6:
                _, high, low, n = struct.unpack_from("<IIII", data, at + 8)
                yield high << 32 | low, data[at + 28:at + 28 + n]
            at += size
    else:
        yield from pcap.read(path)


def joined(pieces):
    """The payload of {offset: (more, bytes)} from 0 on; whether it is whole."""
    data, more = b"", True
    while more and len(data) in pieces:
        more, piece = pieces[len(data)]
        data += piece
    return data, not more


def packets(path):
    """(frame, time, addresses, IP payload, header good, whole) of UDP."""
    held = {}
    for number, (t, b) in enumerate(frames(path), 1):
        at = 18 if b[12:14] == b"\x81\x00" else 14
        kind = b[at - 2:at]
        if kind == b"\x08\x00" and b[at + 9] == 17:
            n, name, cut = struct.unpack_from("!HHH", b, at + 2)
            ends, rest = b[at + 12:at + 20], b[at + 20:at + n]
            offset, more = (cut & 0x1fff) * 8, cut & 0x2000
            good = checksum(b[at:at + 20]) == 0
        elif kind == b"\x86\xdd" and b[at + 6] in (17, 44):
            n, = struct.unpack_from("!H", b, at + 4)
            ends, rest = b[at + 8:at + 40], b[at + 40:at + 40 + n]
            offset, more, name, good = 0, 0, 0, True
            if b[at + 6] == 44:
                _, cut, name = struct.unpack_from("!HHI", rest)
                offset, more, rest = cut & ~7, cut & 1, rest[8:]
        else:
            continue
        if offset or more:
            pieces = held.setdefault((ends, name), {})
            pieces[offset] = more, rest
            held.setdefault((ends, name, 0), (number, t))
            rest, whole = joined(pieces)
            if not whole:
                continue
            del held[ends, name], held[ends, name, 0]
        yield number, t, ends, rest, good, True
    for key in [k for k in held if len(k) == 2]:
        yield (*held[key + (0,)], key[0], joined(held[key])[0], True, False)


def datagrams(path):
    """(frame, ns since the first, source, udp ports, payload, sums good)."""
    first = next((t for t, _ in frames(path)), None)
    for number, t, ends, rest, good, whole in packets(path):
        sport, dport, n, _ = struct.unpack_from("!HHHH", rest)
        udp = rest[:n]
        good = good and (not whole or checksum(
            ends + struct.pack("!HH", 17, n) + udp) == 0)
        yield (number, t - first, ends[:len(ends) // 2], (sport, dport),
               udp[8:], good)


def rtp(path):
    """{ssrc: [(frame, ns, seq, ts, payload type)]} in order of arrival."""
    found = {}
    for number, t, _, ports, p, _ in datagrams(path):
        if 5060 in ports or p[0] != 0x80 or 200 <= p[1] <= 204:
            continue
        seq, ts, ssrc = struct.unpack_from("!HII", p, 2)
        found.setdefault(ssrc, []).append((number, t, seq, ts, p[1] & 127))
    return found


def measure(packets):
    """Counts and jitter of one stream (RFC 3550 6.4.1, A.8, in ms)."""
    seen, high, low, dup, late = set(), None, None, 0, 0
    jitter, last, total, most = 0.0, None, 0.0, 0.0
    for _, t, seq, ts, kind in packets:
        near = packets[0][2] if high is None else high
        seq = near + ((seq - near + 32768) & 65535) - 32768
        if seq in seen:
            dup += 1
        elif high is not None and seq < high:
            late += 1
        seen.add(seq)
        high = seq if high is None else max(high, seq)
        low = seq if low is None else min(low, seq)
        if kind == 101:
            continue
        if last:
            step = ((ts - last[1] + 2 ** 31) & (2 ** 32 - 1)) - 2 ** 31
            jitter += (abs((t - last[0]) / 1e6 - step / 8) - jitter) / 16
            total += jitter
            most = max(most, jitter)
        last = t, ts
    lost = high - low + 1 - len(seen)
    return {"packets": len(packets), "expected": high - low + 1, "lost": lost,
            "duplicates": dup, "reordered": late}, most, total


def streams(name, truth, path):
    found = rtp(path)
    tap.same(sorted(found), sorted(int(s["ssrc"], 16)
                                   for s in truth["streams"]),
             name + ": the streams")
    for s in truth["streams"]:
        packets = found.get(int(s["ssrc"], 16), [])
        if not packets:
            continue
        counts, most, _ = measure(packets)
        tap.same({k: s[k] for k in counts}, counts,
                 "%s: counts of %s" % (name, s["ssrc"]))
        tap.ok(abs(s["jitter_ms_max"] - most) < 2e-6 and
               s["first_frame"] == packets[0][0],
               "%s: jitter of %s" % (name, s["ssrc"]), s["jitter_ms_max"], most)
        runs = sum(int(k) * v for k, v in s["loss_runs"].items())
        tap.same(runs, s["lost"], "%s: runs of %s" % (name, s["ssrc"]))


def digest(text, method):
    """True when the credentials in a request follow from a password."""
    d = dict(re.findall(r'(\w+)="?([^",]*)"?', text.strip()))

    def md5(s):
        return hashlib.md5(s.encode()).hexdigest()

    tail = ":{nc}:{cnonce}:{qop}".format(**d) if "qop" in d else ""
    return any(d["response"] == md5(
        md5("%s:%s:%s" % (d["username"], d["realm"], password)) + ":" +
        d["nonce"] + tail + ":" + md5(method + ":" + d["uri"]))
        for password in PASSWORDS)


def tcp_streams(path):
    """The bytes of each direction of TCP, put together; checksums are good."""
    held, start = {}, {}
    for _, b in frames(path):
        if b[12:14] != b"\x08\x00" or b[23] != 6:
            continue
        end = 14 + struct.unpack_from("!H", b, 16)[0]
        tcp = b[34:end]
        pseudo = b[26:34] + struct.pack("!HH", 6, len(tcp))
        tap.ok(checksum(b[14:34]) == 0 and checksum(pseudo + tcp) == 0,
               "checksums of a segment")
        key, (seq,) = b[26:38], struct.unpack_from("!I", tcp, 4)
        if tcp[13] & 2:
            start[key] = seq + 1
        held.setdefault(key, {})[(seq - start[key]) % 2 ** 32] = tcp[20:]
    return [b"".join(parts[at] for at in sorted(parts) if parts[at])
            for parts in held.values()]


def unframed(stream):
    """What a WebSocket carried, behind the HTTP of its handshake."""
    rest = stream.split(b"\r\n\r\n", 1)[1]
    out = b""
    while rest:
        n, = struct.unpack_from("!H", rest, 2)
        at = 8 if rest[1] & 0x80 else 4
        mask = rest[4:8] if at == 8 else bytes(4)
        out += bytes(c ^ mask[i % 4] for i, c in enumerate(rest[at:at + n]))
        rest = rest[at + n:]
    return out


def carried(name, truth, path):
    """SIP on a stream: as many messages of these lengths as the truth says."""
    found = []
    for stream in tcp_streams(path):
        rest = unframed(stream) if stream[:3] in (b"GET", b"HTT") else stream
        while rest:
            head, _ = rest.split(b"\r\n\r\n", 1)
            length = re.search(rb"Content-Length: (\d+)", head)
            found.append(len(head) + 4 + int(length[1]))
            rest = rest[found[-1]:]
    told = [m["bytes"] for c in truth["calls"] for m in c["messages"]]
    if found:
        tap.same(sorted(found), sorted(told), name + ": messages on streams")
    return len(found)


def signalling(name, truth, path):
    count = carried(name, truth, path)
    for number, _, _, ports, p, _ in datagrams(path):
        if 5060 not in ports:
            continue
        count += 1
        head, body = p.split(b"\r\n\r\n", 1)
        head = head.decode()
        length = re.search(r"Content-Length: (\d+)", head)
        # The rest of a message is not in a capture that filters by port.
        known = len(body) if name != "fragments-filtered" else min(
            len(body), int(length[1]))
        tap.ok(known == len(body) and
               (known == int(length[1]) or name == "fragments-filtered"),
               "%s: length of frame %d" % (name, number), known, length[1])
        found = re.search(r"uthorization: Digest (.*)", head)
        if found:
            tap.ok(digest(found[1], head.split()[0]),
                   "%s: digest of frame %d" % (name, number), head)
    tap.same(truth["sip_frames"], count, name + ": messages")
    told = [m for c in truth["calls"] for m in c["messages"]]
    tap.same(len(told), count, name + ": messages told")


def ladder(name, want):
    """Each row of a figure stands in the truth's ladder of one call."""
    with open(os.path.join(tap.SAMPLES, name + ".truth.json"),
              encoding="utf-8") as f:
        calls = json.load(f)["calls"]
    best = max(calls, key=lambda c: sum(
        "%.6f" % r["time"] == w["time"] for r in c["ladder"] for w in want))
    tap.same(len(best["ladder"]), len(want), name + ": rows of the ladder")
    for r, w in zip(best["ladder"], want):
        got = ["%.6f" % r["time"], r["src"], str(r["sport"]), r["dst"],
               str(r["dport"])]
        label, cut, _ = w["label"].partition("\u2026")
        said = w["comment"].replace(",", ".").partition("\u2026")[0]
        if "ext" in said:  # a comment that was not copied to the letter
            said = ""
        good = r["label"].startswith(label) if cut else r["label"] == label
        tap.ok(got == [w["time"], w["src_ip"], w["src_port"], w["dst_ip"],
                       w["dst_port"]] and good and
               r["comment"].replace(",", ".").startswith(said),
               "%s: row at %s" % (name, w["time"]), r, w)


def table(root, title, name, ssrc, numbered):
    """The first rows of Wireshark's RTP analysis."""
    packets = rtp(os.path.join(tap.SAMPLES, name + ".pcap"))[ssrc]
    with open(os.path.join(root, "rtp-analysis-%s.csv" % title),
              encoding="utf-8") as f:
        want = list(csv.DictReader(f))
    before = packets[0][1]
    for (number, t, seq, _, _), w in zip(packets, want):
        tap.ok(seq == int(w["sequence"]) and
               "%.6f" % ((t - before) / 1e6) == w["delta_ms"] and
               (not numbered or number == int(w["packet"])),
               "%s: packet %s" % (title, w["packet"]), (number, t, seq), w)
        before = t


def frame_bytes(root):
    """Frames 27 and 80 of the figures, byte by byte."""
    all_ = [b for _, b in frames(
        os.path.join(tap.SAMPLES, "completed-g711a.pcap"))]

    def hex_of(file):
        with open(os.path.join(root, file), encoding="utf-8") as f:
            return bytes.fromhex(" ".join(
                line for line in f if not line.startswith("#")))

    tap.same(all_[79], hex_of("frame80-rtcp-m391.hex"), "frame 80, every byte")
    tap.same(len(all_[26]), 949, "frame 27 is as long as the figure's")
    tap.same(all_[26][0x1e0:], hex_of("frame27-invite-tail-m391.hex"),
             "frame 27 from 0x1e0")
    for file in "packets-m391-sip.csv", "packets-m391-rtcp.csv":
        times = [t for t, _ in frames(
            os.path.join(tap.SAMPLES, "completed-g711a.pcap"))]
        with open(os.path.join(root, file), encoding="utf-8") as f:
            for w in csv.DictReader(f):
                t = times[int(w["frame"]) - 1] - times[0]
                tap.same("%.6f" % (t / 1e9), w["time"],
                         "frame %s of %s" % (w["frame"], file))


def sets(truth):
    """The Call-IDs of each conversation of several calls."""
    groups = {c["call_id"]: {c["call_id"]} for c in truth["calls"]}
    for c in truth["calls"]:
        if "other_leg" in c:
            whole = groups[c["call_id"]] | groups[c["other_leg"]]
            for i in whole:
                groups[i] = whole
    return {frozenset(g) for g in groups.values() if len(g) > 1}


def told(line, ids):
    """An event of the scenario's story, as the report writes it."""
    kind, *words = line.split()
    want = {"kind": kind}
    for key, value in (w.split("=", 1) for w in words):
        key = {"lasted": "lasted_s", "status": "status_code",
               "leads-to": "leads_to"}.get(key, key)
        want[key] = (ids[value] if key in ("call", "leads_to") else
                     float(value) if key == "lasted_s" else
                     int(value) if key == "status_code" else
                     value == "yes" if key == "told" else value)
    return want


def conversations(name, truth, path):
    """What the program joins, and what it tells of it."""
    if not any("other_leg" in c for c in truth["calls"]) and \
            "story" not in truth and name != "lookalikes":
        return
    report = tap.run("report", "-q", "-F", "json", path).json()
    by_id = {c["id"]: c["call_id"] for c in report["calls"]}
    got = {frozenset(by_id[i] for i in c["calls"])
           for c in report["conversations"]}
    tap.same(got, sets(truth), name + ": legs")
    if "story" not in truth:
        return
    number = {v: k for k, v in by_id.items()}
    ids = {c["name"]: number[c["call_id"]] for c in truth["calls"]}
    events = [e for c in report["conversations"] for e in c["events"]]
    tap.same(len(events), len(truth["story"]), name + ": events")
    for event, line in zip(events, truth["story"]):
        want = told(line, ids)
        tap.same({k: event.get(k) for k in want}, want,
                 "%s: %s" % (name, line))


def main():
    for file in sorted(os.listdir(tap.SAMPLES)):
        name, _, ext = file.partition(".")
        if ext not in ("pcap", "pcapng"):
            continue
        path = os.path.join(tap.SAMPLES, file)
        with open(os.path.join(tap.SAMPLES, name + ".truth.json"),
                  encoding="utf-8") as f:
            truth = json.load(f)
        tap.same(sum(1 for _ in frames(path)), truth["frames"],
                 name + ": frames")
        wrong = [n for n, _, src, _, _, good in datagrams(path) if not good and
                 ".".join(map(str, src)) != OFFLOADED]
        tap.same(wrong, [], name + ": checksums")
        streams(name, truth, path)
        signalling(name, truth, path)
        conversations(name, truth, path)
    root = tap.shared("seed-figures")
    if not os.path.isdir(root):
        tap.skip("the figures of the course", "../shared is not there")
        tap.done()
    with open(os.path.join(root, "ladders.csv"), encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    for image, name in LADDERS.items():
        ladder(name, [r for r in rows if r["image"] == image])
    for title, (name, ssrc, numbered) in TABLES.items():
        table(root, title, name, ssrc, numbered)
    frame_bytes(root)
    tap.done()


if __name__ == "__main__":
    main()
