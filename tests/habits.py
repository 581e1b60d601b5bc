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
LATER = (["-i", "eth0"], ["-d", "any"], ["-Y", "mos < 3"],
         ["--where", "mos < 3"], ["-w", "out.pcap"], ["-O", "out.pcap"],
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
    run = tap.run("calls", "--call", "from ~ 6012", good)
    tap.ok(run.status == 1 and "not in this version" in run.err,
           "--call with an expression", run)
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
