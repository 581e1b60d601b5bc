#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Capture filters of the command line: which words they are, what they leave.

On captures without tags the filter must take exactly the frames that tcpdump
takes. Where tcpdump is not installed that part is skipped.
"""

import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pcap  # noqa: E402
import tap   # noqa: E402

OTHER = tap.sample("burst-loss.pcap")
CALL = os.path.join(tap.SAMPLES, "relayed-pbx.pcap")
EXPRESSIONS = (
    "udp", "tcp", "not udp", "host 172.16.201.32", "udp port 5060",
    "not udp port 5060", "src host 172.16.201.26 and not port 5060",
    "portrange 7000-12000", "greater 300", "ip6", "arp or icmp",
    "udp[8:2] & 0xc000 = 0x8000", "net 172.16.201.0/24", "not ip",
    "ip[8] = 64", "udp dst port 5060 or udp src port 7000")


def passed(capture, *words):
    """Frames that the filter let through; None when the run failed."""
    run = tap.run("report", "-F", "json", capture, *words)
    report = run.json()
    if not report:
        return None
    c = report["captures"][0]
    return c["packets"] - c["packets_filtered"]


def against_tcpdump():
    """The same number of frames as tcpdump, on plain captures."""
    if not shutil.which("tcpdump"):
        tap.skip("frames as tcpdump takes them", "tcpdump is not here")
        return
    for name in ("relayed-pbx.pcap", "ipv6.pcap", "nanoseconds.pcap"):
        path = os.path.join(tap.SAMPLES, name)
        for words in EXPRESSIONS:
            got = subprocess.run(
                ["tcpdump", "--count", "-n", "-r", path, words],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
            count = re.search(rb"(\d+) packets?\b", got.stdout)
            if not count:
                tap.skip("%s: %s" % (name, words), "tcpdump says otherwise")
                continue
            tap.same(passed(path, words), int(count.group(1)),
                     "%s: %s" % (name, words))


def words():
    """What is a file, what is the filter, and what is said when neither."""
    whole = tap.run("report", "-F", "json", CALL).json()
    tap.ok("filter" not in whole["captures"][0] and
           "packets_filtered" not in whole["captures"][0],
           "no filter, no word of it", whole["captures"])
    one = tap.run("report", "-F", "json", CALL, "udp port 5060").json()
    many = tap.run("report", "-F", "json", CALL, "udp", "port", "5060").json()
    tap.same(one, many, "one word or many")
    c = one["captures"][0]
    tap.same(c["filter"], "udp port 5060", "the report says the filter")
    tap.same(c["packets"], whole["captures"][0]["packets"],
             "all packets of the file are counted")
    tap.same(one["summary"]["packets"]["rtp"], 0, "RTP is left out")
    tap.same([x["start_time"] for x in one["calls"]],
             [x["start_time"] for x in whole["calls"]],
             "times and frames stay")
    tap.same([m["frame"] for x in one["calls"] for m in x["messages"]],
             [m["frame"] for x in whole["calls"] for m in x["messages"]],
             "frame numbers stay")
    run = tap.run("report", CALL, "udp", "port", "5060")
    tap.ok("left out by the filter: udp port 5060" in run.out, "as text", run)
    for way in (["-r", CALL], ["-I", CALL]):
        run = tap.run("calls", *way, "host", "192.0.2.99")
        tap.ok(run.status == 0 and "No calls" in run.out,
               way[0] + " and words", run)
    other = tap.run("report", "-F", "json", OTHER, "udp port 5060").json()
    two = tap.run("report", "-F", "json", CALL, OTHER, "udp port 5060").json()
    tap.same([x["packets_filtered"] for x in two["captures"]],
             [c["packets_filtered"],
              other["captures"][0]["packets_filtered"]],
             "two files, one filter")
    run = tap.run("report", CALL, "missing.pcap")
    tap.ok(run.status == 1 and "missing.pcap" in run.err and
           "neither a file nor a capture filter" in run.err and not run.out,
           "a mistyped file", run)
    run = tap.run("report", CALL, "udp", "and")
    tap.ok(run.status == 1 and "'udp'" in run.err and "udp and" in run.err,
           "a filter that ends early", run)
    run = tap.run("report", CALL, "host", "pbx.example.com")
    tap.ok(run.status == 1 and "not looked up" in run.err,
           "a name is not looked up", run)
    run = tap.run("report", "missing.pcap", "udp")
    tap.ok(run.status == 1 and "missing.pcap" in run.err and
           "filter" not in run.err, "without a file, the file is missing", run)
    run = tap.run("report", "-o", os.devnull + "/x", CALL, "udp")
    tap.ok(run.status == 1, "other errors stay errors", run)


def tagged(folder):
    """The same call, plain and behind a tag, through one filter."""
    invite = pcap.invite(b"Caller")
    plain = pcap.udp("10.0.0.1", 5060, "10.0.0.2", 5060, invite)
    tag = plain[:12] + b"\x81\0\0\5" + plain[12:]
    twice = plain[:12] + b"\x88\xa8\0\7\x81\0\0\5" + plain[12:]
    for name, frame in (("plain", plain), ("tag", tag), ("tags", twice)):
        path = os.path.join(folder, name + ".pcap")
        with open(path, "wb") as f:
            f.write(pcap.pcap([(0, frame)]))
        for words_, want in (("udp port 5060", 1), ("host 10.0.0.2", 1),
                             ("not udp", 0), ("not host 10.0.0.1", 0),
                             ("tcp", 0), ("not tcp", 1)):
            tap.same(passed(path, words_), want, "%s: %s" % (name, words_))


def printed(folder):
    """--print-filter gives what tcpdump understands, tags included."""
    run = tap.run("report", "--print-filter")
    tap.ok(run.status == 0 and "vlan" in run.out and run.out.count("\n") == 1,
           "--print-filter", run)
    bad = tap.run("report", "--print-filter", "udp", "and")
    tap.ok(bad.status == 1 and bad.err and not bad.out,
           "--print-filter of nonsense", bad)
    own = tap.run("report", "--print-filter", "vlan 5 and udp")
    tap.same(own.out, "vlan 5 and udp\n", "what names tags is left alone")
    if not shutil.which("tcpdump"):
        tap.skip("tcpdump reads it", "tcpdump is not here")
        return
    wide = tap.run("report", "--print-filter", "not", "tcp").out.strip()
    for name in ("plain", "tag", "tags"):
        path = os.path.join(folder, name + ".pcap")
        got = subprocess.run(["tcpdump", "--count", "-n", "-r", path, wide],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             check=False)
        tap.ok(got.returncode == 0 and got.stdout.startswith(b"1 packet"),
               "tcpdump, %s" % name, got.stdout, got.stderr)


def main():
    tap.need_program()
    words()
    against_tcpdump()
    with tap.scratch() as folder:
        tagged(folder)
        printed(folder)
    tap.done()


main()
