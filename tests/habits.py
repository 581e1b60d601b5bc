#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What hands type that know tcpdump, tshark or sngrep.

Either it does what it does there, or the message says that it is not in this
version and what to do instead; nothing is ignored in silence.
"""

import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap  # noqa: E402

# Options of the other tools, and a word that the refusal must hold.
LATER = (["-i", "eth0"], ["-d", "any"],
         ["-w", "out.pcap"], ["-O", "out.pcap"],
         ["-k", "key.pem"], ["--keylog", "keys"], ["-L", "udp:1:2"],
         ["-H", "udp:1:2"], ["-B", "16"])


def main():
    tap.need_program()
    good = tap.sample("relayed-pbx.pcap")
    want = tap.run(good)
    tap.ok(want.status == 0 and want.out, "a bare file", want)
    for args in (["-r", good], ["-I", good], ["-r", "-I", good],
                 ["-I", good, "-r"], ["-N", "-r", good], ["-q", good],
                 ["-R", "-I", good], ["--read=" + good],
                 ["-F", "text", good], ["report", good]):
        run = tap.run(*args)
        tap.same((run.status, run.out), (0, want.out), " ".join(
            a.replace(good, "FILE") for a in args))
    run = tap.run("-c", "-I", tap.sample("register.pcap"))
    tap.ok(run.status == 0 and "Registrations" not in run.out,
           "-c: calls only", run)
    for args in LATER:
        for command in ([], ["report"]):
            run = tap.run(*command, *args, good)
            tap.ok(run.status == 2 and not run.out and
                   "not in this version" in run.err and args[0] in run.err,
                   "refused: " + " ".join(command + args), run)
    run = tap.run("calls", good, "udp", "port", "5060")
    tap.ok(run.status == 0 and "completed" in run.out,
           "words behind the file are a capture filter", run)
    both = tap.run("calls", good).out
    for args in (["-Y", "from ~ 6022"], ["--where", "to = 60?2 and mos"],
                 ["--display-filter", "host=172.16.0.0/12"],
                 ["--call", "from ~ 6022 and duration > 9s"]):
        tap.same(tap.run("calls", *args, good).out, both,
                 "an expression that is true of all calls: " + args[0])
    run = tap.run("calls", "--call", "id = 2", good)
    tap.same(run.out, tap.run("calls", "--call", 2, good).out,
             "--call with an expression")
    for command in ("calls", "report", "findings", "ladder", "sdp", "streams"):
        all_of = tap.run(command, good).out
        one = tap.run(command, "--where", "id = 2", good)
        tap.ok(one.status == 0 and 0 < len(one.out) < len(all_of),
               command + " --where chooses", one)
    ids = [s["call"] for s in tap.run(
        "report", "-F", "json", "-Y", "id=2", good).json()["streams"]]
    tap.ok(ids and set(ids) == {2}, "JSON: streams of that call", ids)
    run = tap.run("calls", "--where", "mos < 1 and id = 1", good)
    tap.ok(run.status == 0 and "no call" in run.err, "none is chosen", run)
    run = tap.run("calls", "--where", "moss < 3", good)
    tap.ok(run.status == 2 and "column 1" in run.err and "fields are" in
           run.err and not run.out, "a field that is none", run)
    run = tap.run("calls", "--call", "from ~", good)
    tap.ok(run.status == 1 and "column 7" in run.err, "--call half an "
           "expression", run)
    tap.ok("codec-*" in tap.run("calls", "--where", "help").out,
           "--where help")
    call_id = tap.run("report", "-F", "json", good).json()["calls"][1]["call_id"]
    tap.same(tap.run("ladder", "--call", call_id, good).out,
             tap.run("ladder", "--call", 2, good).out,
             "--call with a Call-ID or its number")
    run = tap.run("report", "-F", "json", "--count", 100, good).json()
    tap.same(run["captures"][0]["packets"], 100, "--count")
    run = tap.run("report", "-F", "json", "-l", 1, good).json()
    tap.ok(run["summary"]["calls"] == 1 and run["summary"]["calls_evicted"],
           "-l keeps so many calls and counts the others", run["summary"])
    with subprocess.Popen([tap.EARSHOT, "streams", "--packets", good],
                          stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as p:
        p.stdout.close()
        tap.same(p.stderr.read(), b"", "a reader that goes away: no message")
    tap.done()


if __name__ == "__main__":
    main()
