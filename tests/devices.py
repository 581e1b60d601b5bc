#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Inventory and topology, against truth that the program did not make.

The recorded captures tell their hosts with MAC and role; the declared
inventories and the large network are written here.
"""

import csv
import glob
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import xml.etree.ElementTree

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pcap  # noqa: E402
import tap  # noqa: E402

RECORDED = os.path.join(tap.SHARED, "captures", "recorded")
CALL = os.path.join(tap.SAMPLES, "relayed-pbx.pcap")
SVG = "{http://www.w3.org/2000/svg}"


def truth_of(name):
    """The role of a host by its name in the recordings; None: not judged."""
    if name == "pbx":
        return "pbx"
    return "phone" if name.startswith("phone") else None


def judge(device, name, host):
    """What is wrong with @device, which is @host; nothing: an empty list."""
    wrong = []
    # A host of which only RTP was seen has no role, and one that is not on
    # the link no MAC: both are right. (An answer or two tell nothing yet.)
    # Anything else must be the truth.
    if device["role"] not in (truth_of(name), "unknown"):
        wrong.append("role %s" % device["role"])
    if device["role"] == "unknown" and device["sip_messages"] > 4:
        wrong.append("no role, but it speaks SIP")
    if device.get("mac", host["mac"]) != host["mac"]:
        wrong.append("MAC %s" % device["mac"])
    return wrong


def recorded():
    """Roles and MACs in every recorded capture."""
    found = roles = 0
    for path in sorted(glob.glob(os.path.join(RECORDED, "*.json"))):
        with open(path, encoding="utf-8") as f:
            truth = json.load(f)
        for name in truth.get("pcaps", ()) if "hosts" in truth else ():
            file = os.path.join(RECORDED, name)
            if not os.path.exists(file):
                continue
            found += 1
            run = tap.run("inventory", "-F", "json", file)
            report = run.json()
            if not tap.ok(report, name + " has an inventory", run):
                continue
            wrong = []
            for device in report["devices"]:
                for who, host in truth["hosts"].items():
                    if host["ip"] in device["ip"] and truth_of(who):
                        roles += device["role"] != "unknown"
                        wrong += [who + ": " + w
                                  for w in judge(device, who, host)]
            tap.same(wrong, [], "roles and MACs of " + name)
    if not found:
        tap.skip("recorded captures", "they are not here")
    else:
        tap.ok(roles >= found, "most of the hosts have a role", roles, found)


def one_inventory():
    """The three formats of one inventory say the same."""
    devices = tap.run("inventory", "-F", "json", CALL).json()["devices"]
    tap.same([(d["ip"], d["role"], d.get("model"), d["extensions"])
              for d in devices],
             [(["172.16.201.26"], "phone", "SIP-T54W", ["6022"]),
              (["172.16.201.32"], "pbx", "3CXPhoneSystem", []),
              (["172.16.201.27"], "phone", "SIP-T46G", ["6012"])],
             "the devices of a call through a PBX")
    rows = list(csv.DictReader(io.StringIO(
        tap.run("inventory", "-F", "csv", CALL).out)))
    tap.same([r["mac"] for r in rows], [d["mac"] for d in devices],
             "csv has the same")
    same = tap.run("report", "-F", "csv", "--table", "devices", CALL)
    tap.same(list(csv.DictReader(io.StringIO(same.out))), rows,
             "report --table devices too")
    report = tap.run("report", "-F", "json", CALL).json()
    tap.same(report["devices"], devices, "and the report")
    text = tap.run("inventory", CALL).out
    tap.ok(all(d["mac"] in text for d in devices), "and the text", text)


def declared(folder, text):
    """The differences of CALL from the declared inventory @text."""
    path = os.path.join(folder, "declared.csv")
    with open(path, "wb") as f:
        f.write(text)
    run = tap.run("inventory", "-F", "json", "--against", path, CALL)
    return run.status, run.json() or {"differences": []}, run


ROWS = [b"ip,mac,model,extension,role",
        b"172.16.201.26,80:5E:C0:CB:6F:C7,T54W,6022,phone",
        b"172.16.201.32,00-15-5d-f3-4b-08,,,pbx",
        b"172.16.201.27,805e.c01e.220a,SIP-T46G,6012,phone"]


def against(folder):
    """Missing, unknown, contradicting, and faults that stop nothing."""
    status, report, run = declared(folder, b"\n".join(ROWS) + b"\n")
    tap.ok(status == 0 and report["differences"] == [] and
           report["matched"] == 3, "as declared", run)
    other = b"\xef\xbb\xbf" + b"\r\n".join(
        r.replace(b",", b";") for r in ROWS)
    status, report, run = declared(folder, other)
    tap.ok(status == 0 and report["matched"] == 3,
           "with ';', CRLF and a byte order mark", run)
    status, report, run = declared(folder, b"\n".join(
        ROWS[:3] + [b"10.9.9.9,,,,phone"]))
    tap.same([(d["difference"], d.get("line"), d["device"])
              for d in report["differences"]],
             [("missing", 4, "10.9.9.9"),
              ("unknown", None, "172.16.201.27")], "missing and unknown")
    tap.same(status, 3, "a difference is status 3")
    status, report, run = declared(folder, b"\n".join(
        ROWS[:1] + [ROWS[1].replace(b"6022", b"6023").replace(
            b"201.26", b"201.99").replace(b"T54W", b"T46S")] + ROWS[2:]))
    tap.same([(d["field"], d["declared"], d["seen"])
              for d in report["differences"]],
             [("ip", "172.16.201.99", "172.16.201.26"),
              ("model", "T46S", "SIP-T54W"), ("extension", "6023", "6022")],
             "contradicting, with both values")
    status, report, run = declared(folder, b"\n".join(
        ROWS + [b"172.16.201.32,80:5e:c0:zz:00:00,,,",
                b"nowhere,,,,", b",,,77,", b'"open,1']))
    tap.same([(d["difference"], d["line"]) for d in report["differences"]],
             [("fault", 5), ("fault", 6), ("fault", 6), ("fault", 7),
              ("fault", 8)], "faults are told by line")
    tap.ok(status == 0 and report["matched"] == 4 and report["fault"] == 5,
           "and stop nothing", run)
    for bad in (b"", b"a,b\n1,2\n"):
        status, _, run = declared(folder, bad)
        tap.ok(status == 1 and run.err, "no header: status 1", run)
    run = tap.run("inventory", "--against", folder + "/none", CALL)
    tap.ok(run.status == 1 and "none" in run.err, "no such file", run)


def datagram(src, dst, payload, vlan):
    """An Ethernet frame with a SIP message."""
    def ip(a):
        return bytes(map(int, a.split(".")))
    udp = struct.pack("!HHHH", 5060, 5060, 8 + len(payload), 0) + payload
    head = struct.pack("!BBHHHBBH4s4s", 0x45, 0x60, 20 + len(udp), 1, 0, 64,
                       17, 0, ip(src), ip(dst))
    tag = struct.pack("!HH", 0x8100, vlan) if vlan else b""
    return b"\0\x15" + ip(dst) + b"\0\x15" + ip(src) + tag + b"\x08\0" + \
        head + udp


def message(start, src, call, user, agent):
    """A REGISTER or its answer."""
    return ("%s\r\nVia: SIP/2.0/UDP %s;branch=z9hG4bK%s\r\n"
            "From: <sip:%s@x>;tag=a\r\nTo: <sip:%s@x>\r\nCall-ID: %s\r\n"
            "CSeq: 1 REGISTER\r\nContact: <sip:%s@%s>\r\nExpires: 60\r\n"
            "User-Agent: %s\r\nContent-Length: 0\r\n\r\n" % (
                start, src, call, user, user, call, user, src,
                agent)).encode()


def large(path, phones):
    """A PBX with @phones and a trunk."""
    frames = []
    hosts = [("10.0.%d.%d" % (1 + i // 20, 10 + i % 20), str(1000 + i),
              "10.0.0.1", 10 if i >= 40 else 0) for i in range(phones)]
    hosts.append(("10.0.0.1", "4930123", "198.51.100.9", 0))
    for i, (src, user, dst, vlan) in enumerate(hosts):
        call = "r%d" % i
        frames.append(datagram(src, dst, message(
            "REGISTER sip:x SIP/2.0", src, call, user,
            'A "quoted" \\ <maker> 1.2.3'), vlan))
        frames.append(datagram(dst, src, message(
            "SIP/2.0 200 OK", src, call, user, "Thing 1.0"), vlan))
    pcap.write(path, [((1000 + i) * pcap.NS, frame)
                      for i, frame in enumerate(frames)])


def boxes(svg):
    """(x, y, width, height) of every box and every text of @svg."""
    rects, texts = [], []
    for e in svg.iter():
        if e.tag == SVG + "rect" and e.get("x"):
            rects.append([float(e.get(k)) for k in
                          ("x", "y", "width", "height")])
        elif e.tag == SVG + "text":
            texts.append([float(e.get("x")), float(e.get("y")) - 11,
                          7.0 * len(e.text or ""), 13.0])
    return rects, texts


def meet(a, b):
    """True when two rectangles overlap."""
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and \
        a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def topology(folder):
    """Sixty terminals: nothing overlaps, every line fits, DOT is valid."""
    path = os.path.join(folder, "large.pcap")
    large(path, 60)
    roles = [d["role"] for d in tap.run(
        "inventory", "-F", "json", path).json()["devices"]]
    tap.same([roles.count(r) for r in ("phone", "pbx", "trunk")], [60, 1, 1],
             "sixty phones, a PBX, a trunk")
    run = tap.run("topology", "-F", "svg", path)
    svg = xml.etree.ElementTree.fromstring(run.out)
    rects, texts = boxes(svg)
    tap.same(len(rects), 62, "a box for each host")
    tap.same([(a, b) for i, a in enumerate(texts) for b in texts[:i]
              if meet(a, b)], [], "no two labels overlap")
    tap.same([(a, b) for i, a in enumerate(rects) for b in rects[:i]
              if meet(a, b)], [], "no two boxes overlap")
    inside = [t for t in texts if any(meet(t, r) for r in rects)]
    tap.same([t for t in inside if not any(
        t[0] >= r[0] and t[0] + t[2] <= r[0] + r[2] and t[1] >= r[1] and
        t[1] + t[3] <= r[1] + r[3] + 1 for r in rects)], [],
        "labels stay in their boxes")
    tap.same(len(svg.findall(SVG + "path")), 61, "a line for each edge")
    run = tap.run("topology", path)
    tap.ok(all(len(line) <= 80 and line == line.rstrip()
               for line in run.out.splitlines()), "text fits 80 columns",
           [x for x in run.out.splitlines() if len(x) > 80])
    tap.same(sorted(set(re.findall(r"phone (\d+)", run.out))),
             [str(1000 + i) for i in range(60)], "text has all phones")
    tap.ok("VLAN 10, 10.0.3.0/24" in run.out, "VLAN and network", run)
    tap.ok(re.search(r"198\.51\.100\.9 +\S+ 10\.0\.0\.1 ", run.out),
           "the trunk stands left of the PBX", run)
    grouped = tap.run("topology", "-F", "dot", "--group",
                      "desk=10.0.1.10,10.0.1.11", path)
    tap.same(len(re.findall(r"^\t\tn\d+ \[", grouped.out, re.M)), 61,
             "a group is one node")
    tap.ok("(desk)" in grouped.out, "and has its name", grouped)
    if not shutil.which("dot"):
        tap.skip("dot", "Graphviz is not here")
        return
    dot = subprocess.run(["dot", "-Tplain"], input=grouped.out.encode(),
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         check=False)
    tap.ok(dot.returncode == 0 and not dot.stderr, "Graphviz takes it",
           dot.stderr)
    tap.same(len(re.findall(rb"^node ", dot.stdout, re.M)), 61,
             "and sees the nodes")


def makers(folder):
    """--oui: the user's list, none, and one that is not there."""
    path = os.path.join(folder, "makers.pcap")
    large(path, 1)
    oui = os.path.join(folder, "oui.txt")
    with open(oui, "w", encoding="utf-8") as f:
        f.write("00-15-0A   (hex)\t\tA Maker\n")
    run = tap.run("inventory", "-F", "json", "--oui", oui, path)
    tap.same([d.get("vendor") for d in run.json()["devices"]
              if d["mac"].startswith("00:15:0a")], ["A Maker"] * 2,
             "the list of the user")
    run = tap.run("inventory", "-F", "json", "--oui", "none", path)
    tap.ok(run.status == 0 and not any(
        "vendor" in d for d in run.json()["devices"]), "no list", run)
    run = tap.run("inventory", "--oui", oui + "-not", path)
    tap.ok(run.status == 1 and "oui.txt-not" in run.err, "not there", run)


def main():
    with tap.scratch() as folder:
        one_inventory()
        against(folder)
        makers(folder)
        topology(folder)
        recorded()
    tap.done()


main()
