#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""earshot symptoms: complaints, each on a capture that shows it and one that does
not."""
import os
import re
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "findings"))
sys.path.insert(0, HERE)
import quality  # noqa: E402
import tap      # noqa: E402
import talk     # noqa: E402

NAMES = ("choppy", "clipped", "cut", "delay", "echo", "keys", "oneway",
         "refused", "setup", "volume")


def slow():
    """It rings after 6 s."""
    call = talk.Call()
    offer = call.offer("a", [8])
    call.sip(0, "INVITE", "1 INVITE", body=offer, tag=False)
    call.sip(50, "100 Trying", "1 INVITE", "b", tag=False)
    call.sip(6000, "180 Ringing", "1 INVITE", "b")
    call.sip(7000, "200 OK", "1 INVITE", "b", body=call.offer("b", [8]))
    call.sip(7010, "ACK", "1 ACK", branch="c1ack")
    call.voice("a", 8, at=7100)
    call.voice("b", 8, at=7100)
    call.close(at=11500)
    return call.frames


def refused():
    """488."""
    call = talk.Call()
    call.refuse("488 Not Acceptable Here", [9])
    return call.frames


def good():
    """Marked, even, both ways."""
    return quality.talk()


def main():
    """The verdict of each complaint, and what it rests on."""
    tap.need_program()
    with tempfile.TemporaryDirectory() as folder:
        def ask(name, frames, *options):
            path = os.path.join(folder, name + ".pcap")
            with open(path, "wb") as out:
                out.write(talk.capture(frames))
            found = tap.run("symptoms", "-F", "json", *options, path).json()
            return {s["symptom"]: s for s in found["symptoms"]}, path

        fine, path = ask("good", good())
        tap.same(tuple(fine), NAMES, "all complaints, in their order")
        tap.same({n: s["verdict"] for n, s in fine.items()}, {
            "choppy": "not shown", "delay": "cannot be told",
            "setup": "not shown", "volume": "cannot be told",
            "oneway": "not shown", "clipped": "not shown",
            "cut": "not shown", "refused": "not shown",
            "keys": "not shown", "echo": "cannot be told"},
            "of a good call nothing is shown; delay and sound are not known")
        heard, _ = ask("good", good(), "--signal", "--symptom", "volume")
        tap.ok(list(heard) == ["volume"] and
               heard["volume"]["verdict"] == "not shown" and
               "speech level" in heard["volume"]["figures"],
               "with --signal the level is known", heard)

        for name, frames, symptom, finding in (
                ("loss", quality.talk(forth={
                    "drop": quality.scattered(400, 0.05)}), "choppy",
                 "quality-loss"),
                ("oneway", talk.talk(back=None), "oneway", "media-one-way"),
                ("oneway", talk.talk(back=None), "volume", "media-one-way"),
                ("slow", slow(), "setup", "sip-slow-setup"),
                ("refused", refused(), "refused", "codec-rejected"),
                ("late", talk.talk(voice={"at": 3500, "count": 100}),
                 "clipped", "media-late-start")):
            got, _ = ask(name, frames)
            tap.ok(got[symptom]["verdict"] == "shown here" and
                   finding in [f["id"] for f in got[symptom]["for"]],
                   "%s: %s, by %s" % (name, symptom, finding), got[symptom])
        bare, _ = ask("bare", talk.talk())
        tap.ok(bare["choppy"]["verdict"] == "perhaps" and
               [f["id"] for f in bare["choppy"]["for"]] == ["qos-dscp"] * len(
                   bare["choppy"]["for"]),
               "missing marks are a risk and no proof", bare["choppy"])
        got, _ = ask("two", talk.talk() + [
            (us + 9000000, f) for us, f in talk.Call(name="c2").frames] +
            quality.talk(name="c3", at=20000, ports=(4100, 5100), forth={
                "drop": quality.scattered(400, 0.05)}))
        run = tap.run("symptoms", "--call", "1", "--symptom", "choppy",
                      os.path.join(folder, "two.pcap"))
        tap.ok("quality-loss" not in run.out and got["choppy"]["verdict"] ==
               "shown here", "--call leaves another call's loss out", run)
        run = tap.run("symptoms", "--symptom", "hunger", path)
        tap.ok(run.status == 1 and "choppy" in run.err and not run.out,
               "a complaint that there is not", run)
        text = tap.run("symptoms", path).out
        tap.same([x for x in text.splitlines() if len(x) > 80], [],
                 "80 columns")
    with open(os.path.join(tap.SRC, "reports", "symptoms.def"),
              encoding="utf-8") as file:
        ids = set(re.findall(r"[a-z]+-[a-z-]+", " ".join(
            x for x in re.findall(r'"([^"]*)"', file.read())
            if "-" in x)))
    known = set(re.findall(r"^([a-z]+-[a-z-]+) ", tap.run("explain").out, re.M))
    tap.same(sorted(ids - known), [], "each finding it names exists")
    tap.done()


main()
