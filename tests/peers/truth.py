# SPDX-License-Identifier: GPL-3.0-or-later
"""What others say about a capture.

Four witnesses, each read into the same shape:
  tshark      its RTP stream table and SIP statistics, stored or run here
  independent a count of RTP packets by a program that shares no code with
              tshark or with us (.rtp_indep.txt, the columns true_* of INDEX)
  set-up      what the recording's set-up did (recorded/NAME.json)
  wire        the fate of each RTP packet on the impaired link (.wire.csv.gz)
"""

import csv
import gzip
import ipaddress
import json
import os
import re
import subprocess

STREAM = re.compile(
    r"^\s*[\d.]+\s+[\d.]+\s+(?P<src>\S+)\s+(?P<sport>\d+)\s+(?P<dst>\S+)\s+"
    r"(?P<dport>\d+)\s+(?P<ssrc>0x[0-9A-Fa-f]+)\s+(?P<codec>.*?)\s+"
    r"(?P<packets>\d+)\s+(?P<lost>-?\d+)\s+\(-?[\d.]+%\)\s+"
    r"(?P<delta_min>-?[\d.]+)\s+(?P<delta_mean>-?[\d.]+)\s+"
    r"(?P<delta_max>-?[\d.]+)\s+(?P<jitter_min>-?[\d.]+)\s+"
    r"(?P<jitter_mean>-?[\d.]+)\s+(?P<jitter_max>-?[\d.]+)\s*X?\s*$")


def endpoint(text, port=None):
    """'ip:port' in one spelling: [v6]:port or v4:port."""
    if port is None:
        text, port = text.rsplit(":", 1)
    ip = ipaddress.ip_address(text.strip("[]"))
    if ip.version == 6 and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ("[%s]:%s" if ip.version == 6 else "%s:%s") % (ip, port)


def key(src, dst, ssrc):
    """Which stream: both ends and the SSRC."""
    return (src, dst, int(str(ssrc), 16))


def tshark_streams(text):
    """{key: row} of tshark's table; a figure it does not know is None."""
    rows = {}
    for line in text.splitlines():
        m = STREAM.match(line)
        if not m:
            continue
        row = {"packets": int(m["packets"]), "lost": int(m["lost"]),
               "codec": m["codec"]}
        for name in ("delta_min", "delta_mean", "delta_max", "jitter_min",
                     "jitter_mean", "jitter_max"):
            row[name] = float(m[name])
        if row["jitter_min"] < 0:  # no clock known
            row.update(jitter_min=None, jitter_mean=None, jitter_max=None)
        if row["packets"] < 2:
            row.update(delta_min=None, delta_mean=None, delta_max=None)
        rows[key(endpoint(m["src"], m["sport"]),
                 endpoint(m["dst"], m["dport"]), m["ssrc"])] = row
    return rows


def independent_streams(text):
    """{key: row} of an independent count."""
    rows = {}
    for line in csv.DictReader(text.splitlines(), delimiter="\t"):
        rows[key(endpoint(line["src"]), endpoint(line["dst"]),
                 line["ssrc"])] = {
            "packets": int(line["pkts"]), "expected": int(line["expected"]),
            "lost": int(line["lost"]), "duplicates": int(line["dup"]),
            "reordered": int(line["ooo"])}
    return rows


def read(path):
    """A text file, or None when it is not there."""
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8", errors="replace") as f:
        return f.read()


class Truth:
    """All that is known of one capture. Unknown is None."""

    def __init__(self, name, path):
        self.name = name
        self.path = path
        self.index = {}
        self.packets = None
        self.sip_messages = None
        self.invites = None        # Call-IDs of INVITEs
        self.dialogs = set()       # and of answers to them
        self.tshark = None         # {key: row}
        self.tshark_sdp = {}       # without heuristics
        self.independent = None
        self.true_streams = None
        self.setup = None
        self.wire = None


def number(text):
    """An int out of a table cell, None when empty."""
    return int(text) if text else None


def sip_fields(truth, text):
    """Count messages by transport, and collect the Call-IDs of INVITEs."""
    if text is None:
        truth.sip_messages = 0 if truth.index.get("sip_messages") == "0" \
            else None
        return
    truth.sip_messages = 0
    truth.invites = set()
    for row in csv.DictReader(text.splitlines(), delimiter="\t",
                              quoting=csv.QUOTE_NONE):
        truth.sip_messages += 1
        if row["Method"] == "INVITE":
            truth.invites.add(row["Call-ID"])
        if (row["CSeq"] or "").endswith("INVITE"):
            truth.dialogs.add(row["Call-ID"])


def public(root):
    """The captures of public projects, with their stored truth."""
    stored = os.path.join(root, "public-truth")
    with open(os.path.join(root, "public", "INDEX.tsv"),
              encoding="utf-8") as f:
        index = list(csv.DictReader(f, delimiter="\t",
                                    quoting=csv.QUOTE_NONE))
    for row in index:
        path = os.path.join(root, "public", row["file"])
        if row["kind"].startswith("raw:") or row["kind"] in (
                "kind", "tls-keys") or not os.path.exists(path):
            continue
        base = os.path.join(stored, row["file"])
        truth = Truth(row["file"], path)
        truth.index = row
        truth.packets = number(row["packets"])
        truth.true_streams = number(row["true_streams"])
        sip_fields(truth, read(base + ".sip_fields.txt"))
        plain = read(base + ".rtp_streams.txt")
        guessed = read(base + ".rtp_streams_heur.txt")
        if guessed is not None:
            truth.tshark = tshark_streams(guessed)
            truth.tshark_sdp = tshark_streams(plain or "")
        counted = read(base + ".rtp_indep.txt")
        if counted is not None:
            truth.independent = independent_streams(counted)
        yield truth


def wire_streams(path):
    """
    {ssrc: row} of what left the impaired link towards the capture behind it.
    Loss is counted from the first to the last number that got through.
    """
    passed = {}
    order = {}
    with gzip.open(path, "rt") as f:
        for row in csv.DictReader(f):
            ssrc = int(row["ssrc"], 16)
            # Sequence numbers of one recording do not wrap twice.
            seq = int(row["seq"])
            first = order.setdefault(ssrc, seq)
            seq += 65536 if seq < first - 32768 else 0
            copies = {"drop": 0, "dup": 2}.get(row["action"], 1)
            passed.setdefault((ssrc, row["dir"]), []).extend([seq] * copies)
    rows = {}
    for (ssrc, direction), seqs in passed.items():
        unique = set(seqs)
        if not unique:
            continue
        expected = max(unique) - min(unique) + 1
        rows[ssrc] = {"direction": direction, "packets": len(seqs),
                      "expected": expected, "lost": expected - len(unique),
                      "duplicates": len(seqs) - len(unique)}
    return rows


def recorded(root):
    """The recordings of real clients, with the truth of their set-up."""
    folder = os.path.join(root, "recorded")
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".pcap"):
            continue
        base, point, _ = name.rsplit(".", 2)
        truth = Truth("recorded/" + name, os.path.join(folder, name))
        with open(os.path.join(folder, base + ".json"),
                  encoding="utf-8") as f:
            truth.setup = json.load(f)
        wire = os.path.join(folder, base + ".wire.csv.gz")
        # The link that impairs is phone B's: B's capture is behind it for
        # what A sends, A's for what B sends.
        direction = {"b": "ab", "a": "ba"}.get(point)
        if direction and os.path.exists(wire):
            truth.wire = {k: v for k, v in wire_streams(wire).items()
                          if v["direction"] == direction}
        yield truth


def ask_tshark(truth, cache):
    """Run tshark on a capture without stored truth; its words are kept."""
    info = os.stat(truth.path)
    kept = os.path.join(cache, "%s.%d.%d.txt" % (
        os.path.basename(truth.path), info.st_size, int(info.st_mtime)))
    text = read(kept)
    if text is None:
        text = subprocess.run(
            ["tshark", "-n", "-q", "--enable-heuristic", "rtp_udp", "-z",
             "rtp,streams", "-z", "sip,stat", "-r", truth.path],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            check=False).stdout.decode("utf-8", "replace")
        with open(kept, "w", encoding="utf-8") as f:
            f.write(text)
    truth.tshark = tshark_streams(text)
    m = re.search(r"Number of SIP messages: (\d+)", text)
    truth.sip_messages = int(m[1]) if m else 0
