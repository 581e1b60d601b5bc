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
    tap.done()


if __name__ == "__main__":
    main()
