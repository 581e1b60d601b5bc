#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Law: a call seen by an agent, and sent on in HEP, is the same call.

Every UDP payload of the samples goes into a HEP packet of version 1, 2 or 3 that
arrives a little later at a collector; the calls, streams and registrations must
be those of the plain capture. Version 1 tells no time, so there the packets
arrive when they were seen.

RTCP is also sent as JSON, as PBXs do, and must give the same figures.
"""

import json
import os
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))
import pcap  # noqa: E402
import tap  # noqa: E402

SAMPLES = ("relayed-pbx.pcap", "ipv6.pcap", "random-loss.pcap", "forked.pcap",
           "register.pcap")
AGENT, COLLECTOR = "192.0.2.10", "192.0.2.20"
LATE_NS = 7_300_000  # the way to the collector
# What these agents do not tell.
UNTOLD = {"findings",  # what HEP does not tell is judged by none
          "dscp", "dscp_changed", "dscp_in", "dscp_out", "vlan",
          "mac", "mac_basis", "mac_frame", "mac_kind", "vendor"}


def datagrams(frames):
    """(ns, family, src, dst, sport, dport, payload) of whole UDP packets."""
    for ns, f in frames:
        at, kind = 14, f[12:14]
        while kind in (b"\x81\x00", b"\x88\xa8"):
            kind, at = f[at + 2:at + 4], at + 4
        if kind == b"\x08\x00" and f[at + 9] == 17:
            ip, udp = f[at:], f[at + 4 * (f[at] & 15):]
            src, dst, family = ip[12:16], ip[16:20], 2
        elif kind == b"\x86\xdd" and f[at + 6] == 17:
            src, dst, family = f[at + 8:at + 24], f[at + 24:at + 40], 10
            udp = f[at + 40:]
        else:
            continue
        sport, dport, n = struct.unpack_from("!HHH", udp)
        yield ns, family, src, dst, sport, dport, udp[8:n]


def v1(d):
    """Version 1."""
    _, family, src, dst, sport, dport, payload = d
    return struct.pack("!BBBBHH", 1, 8 + 2 * len(src), family, 17, sport,
                       dport) + src + dst + payload


def v2(order, pad=b"\0\0"):
    """Version 2, its time in the byte order of the agent."""
    def make(d):
        ns, family, src, dst, sport, dport, payload = d
        return struct.pack(
            "!BBBBHH", 2, 8 + 2 * len(src), family, 17, sport, dport
        ) + src + dst + struct.pack(
            order + "IIH", ns // 10**9, ns % 10**9 // 1000, 2001
        ) + pad + payload
    return make


def chunk(kind, body, vendor=0):
    """One chunk of version 3."""
    return struct.pack("!HHH", vendor, kind, 6 + len(body)) + body


def is_rtp(payload):
    """RTP, not RTCP (RFC 5761)."""
    return len(payload) > 1 and payload[0] >> 6 == 2 and \
        not 192 <= payload[1] <= 223


def is_rtcp(payload):
    """RTCP."""
    return len(payload) > 1 and payload[0] >> 6 == 2 and not is_rtp(payload)


def v3(d, magic=b"HEP3", payload=None):
    """Version 3, with chunks of another vendor and of no known type."""
    ns, family, src, dst, sport, dport, data = d
    if is_rtp(data):
        kind = 4
    elif is_rtcp(data):
        kind = 5
    else:
        kind = 1
    chunks = b"".join((
        chunk(1, bytes([family])), chunk(2, b"\x11"),
        chunk(3 if family == 2 else 5, src),
        chunk(4 if family == 2 else 6, dst),
        chunk(7, struct.pack("!H", sport)), chunk(8, struct.pack("!H", dport)),
        chunk(9, struct.pack("!I", ns // 10**9)),
        chunk(10, struct.pack("!I", ns % 10**9 // 1000)),
        chunk(11, bytes([kind])), chunk(12, struct.pack("!I", 2001)),
        chunk(7, b"what a vendor calls 7", vendor=9), chunk(999, b"?"),
        chunk(14, b"secret"), chunk(19, b"sbc-1"),
        chunk(15, data if payload is None else payload)))
    return magic + struct.pack("!H", 6 + len(chunks)) + chunks


def eep(d):
    """Version 3 by its later name."""
    return v3(d, b"EEP1")


def as_json(d):
    """Version 3; reports of RTCP as a JSON object each."""
    reports = list(reports_of(d[6])) if is_rtcp(d[6]) else []
    if not reports:
        return [v3(d)]
    return [v3(d, payload=json.dumps(r).encode()) for r in reports]


def reports_of(compound):
    """Sender and receiver reports of a compound, as Asterisk writes them."""
    at = 0
    while at + 8 <= len(compound):
        first, kind, words, ssrc = struct.unpack_from("!BBHI", compound, at)
        if kind in (200, 201):
            report, block = {"ssrc": ssrc, "type": kind}, at + 8
            if kind == 200:
                s, f, stamp, packets, octets = struct.unpack_from(
                    "!IIIII", compound, block)
                block += 20
                report["sender_information"] = {
                    "ntp_timestamp_sec": str(s), "ntp_timestamp_usec": str(f),
                    "rtp_timestamp": stamp, "packets": packets,
                    "octets": octets}
            report["report_blocks"] = [
                block_of(compound, block + 24 * i)
                for i in range(first & 31)]
            yield report
        at += 4 + 4 * words


def block_of(data, at):
    """A report block."""
    source, loss, highest, jitter, lsr, dlsr = struct.unpack_from(
        "!IIIIII", data, at)
    return {"source_ssrc": source, "fraction_lost": loss >> 24,
            "packets_lost": loss & 0xffffff, "highest_seq_no": highest,
            "ia_jitter": jitter, "lsr": str(lsr), "dlsr": dlsr}


def write(path, frames):
    """A capture of (ns, frame) in microseconds."""
    with open(path, "wb") as f:
        f.write(pcap.classic(frames))


def told(report):
    """What must be equal."""
    return tap.without({k: report[k] for k in (
        "summary", "calls", "streams", "registrations")}, UNTOLD.__contains__)


def wrap(packets, make, late):
    """The datagrams of an agent as a capture at the collector."""
    out = []
    for d in packets:
        made = make(d)
        for payload in made if isinstance(made, list) else [made]:
            out.append((d[0] + late, pcap.udp(
                AGENT, 40000, COLLECTOR, 9060, payload)))
    return out


CASES = (
    ("version 1", v1, 0, 1), ("version 2, little-endian", v2("<"), LATE_NS, 2),
    ("version 2, big-endian", v2(">"), LATE_NS, 2),
    ("version 2, padded with what was there", v2("<", b"\x7f\xff"), LATE_NS,
     2),
    ("version 3", v3, LATE_NS, 3), ("EEP1", eep, LATE_NS, 3),
)


def check(folder, sample):
    """All cases over one sample."""
    plain, copy = (os.path.join(folder, n) for n in ("plain", "copy"))
    packets = list(datagrams(pcap.read(tap.sample(sample))))
    # The plain capture holds the same datagrams, to count frames alike.
    write(plain, [(d[0], frame(d)) for d in packets])
    want = told(tap.run("report", "-F", "json", plain).json())
    tap.ok(want["calls"] or want["registrations"], sample + " has something")
    for name, make, late, version in CASES:
        write(copy, wrap(packets, make, late))
        run = tap.run("report", "-F", "json", copy)
        report = run.json()
        tap.ok(told(report) == want, "%s, %s" % (sample, name),
               tap.difference(want, told(report)), run.err)
        hep = report["hep"]
        tap.same(
            [(a["src"], a["dst"], a["version"], a["packets"], a.get("node"))
             for a in hep["agents"]],
            [(AGENT, COLLECTOR + ":9060", version, len(packets),
              "sbc-1" if version == 3 else None)], name + ": the agent")
        tap.same(hep["packets_with_capture_time"],
                 len(packets) if version == 1 else 0, name + ": whose time")
    write(copy, wrap(packets, as_json, LATE_NS))
    report = tap.run("report", "-F", "json", copy).json()
    tap.same(figures(report), figures(want), sample + ": RTCP as JSON")
    valid(sample, report, copy)


def schema():
    """The validators of a report and of its part on HEP; None without them."""
    try:
        import jsonschema
    except ImportError:
        return None
    with open(os.path.join(tap.SRC, "docs", "report.schema.json"),
              encoding="utf-8") as f:
        whole = json.load(f)
    part = dict(whole["$defs"]["hep"], **{"$defs": whole["$defs"]})
    return [jsonschema.Draft202012Validator(s) for s in (whole, part)]


def valid(name, report, capture):
    """Reports with HEP are as the schema says, in one object and in lines."""
    validators = schema()
    if not validators:
        tap.skip("JSON schema", "python3-jsonschema is missing")
        return
    errors = ["%s: %s" % (e.json_path, e.message[:200])
              for e in validators[0].iter_errors(report)]
    tap.ok(not errors, name + ": the schema", *errors[:5])
    for line in tap.run("report", "-F", "ndjson", capture).out.splitlines():
        record = json.loads(line)
        if record.pop("type") == "hep":
            tap.ok(validators[1].is_valid(record), "ndjson: a hep")


def figures(report):
    """What RTCP told of each stream; a goodbye is no report."""
    return [{k: v for k, v in s.get("rtcp", {}).items() if k != "bye"}
            for s in report["streams"]]


def frame(d):
    """An Ethernet frame of the datagram as it was."""
    _, family, src, dst, sport, dport, payload = d
    udp = struct.pack("!HHHH", sport, dport, 8 + len(payload), 0) + payload
    if family == 2:
        head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), 0, 0, 64, 17,
                           0) + src + dst
        return b"\2\0\0\0\0\2\2\0\0\0\0\1\x08\0" + head + udp
    head = struct.pack("!IHBB", 0x60000000, len(udp), 17, 64) + src + dst
    return b"\2\0\0\0\0\2\2\0\0\0\0\1\x86\xdd" + head + udp


# Datagrams of other projects' tests: agent's id, version, SIP, other. Two carry
# a word of a message only.
FOREIGN = (
    ("sipcapture__heplify-server/hep/hepV2Packet.bin", 0, 1, 1, 0),
    ("sip3io__sip3-salto-ce/hep/packet_1.bin", 1, 2, 0, 1),
    ("sip3io__sip3-salto-ce/hep/packet_2.bin", 2004, 3, 0, 1),
)


def foreign(folder):
    """Datagrams that others made."""
    for name, agent, version, good, other in FOREIGN:
        path = os.path.join(tap.SHARED, "captures", "public", name)
        if not os.path.exists(path):
            tap.skip(name, "not there")
            continue
        with open(path, "rb") as f:
            data = f.read()
        copy = os.path.join(folder, "copy")
        write(copy, [(1_600_000_000 * 10**9, pcap.udp(
            AGENT, 40000, COLLECTOR, 9060, data))])
        report = tap.run("report", "-F", "json", copy).json()
        packets = report["summary"]["packets"]
        tap.same([(a["capture_id"], a["version"])
                  for a in report["hep"]["agents"]], [(agent, version)], name)
        tap.same((packets["sip"], packets["other"]), (good, other),
                 name + ": what it carries")


def unused(folder):
    """What is not used is counted by what it is, in both reports."""
    d = (1_600_000_000 * 10**9, 2, b"\x0a\0\0\1", b"\x0a\0\0\2", 5060, 5060,
         b"x")
    log = v3(d).replace(chunk(11, b"\1"), chunk(11, b"d"))
    odd = v3(d).replace(chunk(11, b"\1"), chunk(11, b"\xc8"))
    alive = chunk(12, struct.pack("!I", 7)) + chunk(13, b"\0\x1e")
    alive = b"HEP3" + struct.pack("!H", 6 + len(alive)) + alive
    copy = os.path.join(folder, "copy")
    write(copy, [(d[0] + i, pcap.udp(AGENT, 40000, COLLECTOR, 9060, x))
                 for i, x in enumerate((log, log, odd, alive, log[:-1]))])
    report = tap.run("report", "-F", "json", copy).json()
    hep = report["hep"]
    tap.same(hep["payload_types"], [
        {"type": 100, "name": "log", "packets": 2, "used": False},
        {"type": 200, "packets": 1, "used": False}], "types")
    tap.same(hep["undecoded"], {"no_payload": 1, "malformed": 1}, "reasons")
    tap.same((hep["packets"], hep["packets_used"]), (5, 0), "sums")
    valid("unused", report, copy)
    text = " ".join(tap.run("report", copy).out.split())
    for words in ("5 packets from 2 agents", "2001 sbc-1, 192.0.2.10",
                  "2 packets of type 100 (log)", "1 packet of type 200",
                  "1 packet without payload", "1 packet malformed"):
        tap.ok(words in text, "the text says: " + words, text)


def transports(folder):
    """SIP that the agent saw on TCP, or in TLS, is of that transport."""
    packets = list(datagrams(pcap.read(tap.sample("busy.pcap"))))
    copy = os.path.join(folder, "copy")
    for protocol, name in ((17, "udp"), (6, "tcp"), (132, "sctp"),
                           (22, "tls")):
        write(copy, wrap(packets, lambda d, p=protocol: v3(d).replace(
            chunk(2, b"\x11"), chunk(2, bytes([p]))), 0))
        calls = tap.run("report", "-F", "json", copy).json()["calls"]
        tap.same([c["transport"] for c in calls], [name], "over " + name)


def main():
    tap.need_program()
    with tap.scratch() as folder:
        transports(folder)
        foreign(folder)
        unused(folder)
        for sample in SAMPLES:
            check(folder, sample)
    tap.done()


if __name__ == "__main__":
    main()
