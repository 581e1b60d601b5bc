#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Channels of a trunk and bandwidth of codecs, against how calls were made."""
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "findings"))
sys.path.insert(0, HERE)
import tap    # noqa: E402
import talk   # noqa: E402
import trunk  # noqa: E402

# Begin and BYE in seconds: two overlap, one follows, one is refused.
CALLS = ((10, 1210), (610, 1810), (1900, 3100))


def capacity(folder, frames):
    """The record of a capture of @frames."""
    path = os.path.join(folder, "a.pcap")
    with open(path, "wb") as out:
        out.write(talk.capture(frames))
    return tap.run("report", "-F", "json", path).json()["capacity"]


def near(a, b, name, by=0.02):
    """As close as answers to a BYE may shift it."""
    tap.ok(abs(a - b) <= by, name, a, b)


def declared(folder):
    """Two trunks with three calls at once each, and what was declared."""
    frames = trunk.registered()
    trunk.TRUNK = "10.9.0.2"
    frames += trunk.register(trunk.PBX, trunk.TRUNK, "r3", "account")
    for n, ip in enumerate(("10.9.0.1", "10.9.0.2")):
        trunk.TRUNK = ip
        for i in range(3):
            frames += trunk.through("07%d%d" % (n, i), 2000 * i)
    path = os.path.join(folder, "two.pcap")
    with open(path, "wb") as out:
        out.write(talk.capture(frames))
    first, second = "10.9.0.1", "10.9.0.2"
    names = os.path.join(folder, "names")
    with open(names, "w", encoding="utf-8") as out:
        out.write("10.9.0.1 isp-one\n")
    conf = os.path.join(folder, "trunks.conf")
    with open(conf, "w", encoding="utf-8") as out:
        out.write("trunk.channels = 3\ntrunk.channels.10.9.0.2 = 30\n")
    for what, args, want in (
            ("all", ["trunk.channels=3"], [first, second]),
            ("one", ["trunk.channels.10.9.0.1=3"], [first]),
            ("each", ["trunk.channels.10.9.0.1=9",
                      "trunk.channels.10.9.0.2=3"], [second]),
            ("one beside all", ["trunk.channels=3",
                                "trunk.channels.10.9.0.1=30"], [second]),
            ("none of one", ["trunk.channels=3",
                             "trunk.channels.10.9.0.1=0"], [second]),
            ("the last one of two", ["trunk.channels.10.9.0.1=3",
                                     "trunk.channels.10.9.0.1=30"], []),
            ("by name", ["trunk.channels.ISP-one=3"], [first]),
            ("address before name", ["trunk.channels.10.9.0.1=30",
                                     "trunk.channels.isp-one=3"], []),
            ("another name", ["trunk.channels.ISP-two=3"], [])):
        options = [x for a in args for x in ("--set", a)]
        report = tap.run("findings", "-F", "json", "--alias", names,
                         *options, path).json()
        tap.same(sorted(f["hosts"][0] for f in report["findings"]
                        if f["id"] == "trunk-near-full"), want,
                 "channels declared for " + what)
    run = tap.run("findings", "-F", "json", "--config", conf, path)
    tap.same([f["hosts"] for f in run.json()["findings"]
              if f["id"] == "trunk-near-full"], [[first]],
             "channels of one trunk in the file")
    shown = tap.run("findings", "--config", conf, "--thresholds")
    tap.ok("\ntrunk.channels = 3\n" in shown.out and
           "\ntrunk.channels.10.9.0.2 = 30\n" in shown.out,
           "--thresholds shows both", shown)
    for bad in ("trunk.channels.=3", "trunk.channels.a=-1",
                "trunk.channels.a=x", "trunk.channelsa=3"):
        run = tap.run("findings", "--set", bad, path)
        tap.ok(run.status == 2 and run.err, "refused: " + bad, run)


def main():
    """Less than an hour of a trunk, and a talk with voice."""
    with tempfile.TemporaryDirectory() as folder:
        frames = trunk.registered()
        for i, (begin, end) in enumerate(CALLS):
            frames += trunk.through("07%d" % i, begin * 1000, end * 1000)
        frames += trunk.through("079", 700000, status="486 Busy Here")
        found = capacity(folder, frames)
        tap.same([t["host"] for t in found["trunks"]], [trunk.TRUNK],
                 "one trunk")
        for one in (found["total"], found["trunks"][0]):
            tap.same((one["calls"], one["channels_taken"],
                      one["concurrent_max"], one["concurrent_max_call"]),
                     (4, 3, 2, 2), "calls, channels, at once, the second call")
            near(one["hold_s_mean"], 1200, "mean time in use")
            near(one["busy_span_s"], 3100.02, "the whole capture", 0.001)
            near(one["busy_erlang"], 3600 / 3100.02, "traffic", 0.001)
            # By hand for 1.161 erlang: B(4) 2.4 %, B(5) 0.55 %
            tap.same(one["channels_needed"], 5, "channels for 1 %")
            tap.ok(max(p["concurrent_max"] for p in one["curve"]) == 2 and
                   len(one["curve"]) <= 48, "curve", one["curve"])
            at = {p["t_s"]: p["concurrent_max"] for p in one["curve"]}
            for t, n in at.items():
                want = max(sum(b <= x < e + .02 for b, e in CALLS)
                           for x in (t + k * one["step_s"] / 400
                                     for k in range(400)))
                tap.same(n, want, "curve at %g s" % t)
        found = capacity(folder, talk.talk())
        [codec] = found["bandwidth"]
        tap.same((codec["codec"], codec["streams"], codec["concurrent_max"]),
                 ("PCMA", 2, 2), "two streams of one codec")
        # 160 + 40 bytes, and 18 of Ethernet, every 20 ms
        near(codec["ip_kbps_mean"], 200 * 8 / 20, "IP", 0.01)
        near(codec["ethernet_kbps_mean"], 218 * 8 / 20,
             "Ethernet", 0.01)
        near(codec["ethernet_kbps_max"], 2 * 218 * 8 / 20,
             "both", 0.02)
    with tempfile.TemporaryDirectory() as folder:
        declared(folder)
    tap.done()


if __name__ == "__main__":
    main()
