#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the ends of a stream say, against how it was made and against tshark.

The samples know what was lost before the capture point, behind it, and by the
capture; recordings of two telephones with a lossy network between them were taken
on both sides of it, so what is behind the one point is before the other.
"""

import glob
import json
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap  # noqa: E402

# Capture on the near and on the far side of the loss.
SIDES = ["40-loss-1pct", "43-loss-bursty"]


def streams(path):
    """The streams of @path by SSRC, the audio of them."""
    report = tap.run("report", "-F", "json", path).json() or {}
    return {s["ssrc"]: s for s in report.get("streams", [])}


def far_end():
    """One sample, figure by figure: samples/scenarios/far-end.scn says them."""
    found = streams(tap.sample("far-end.pcap"))
    up, down = found["0x11110061"], found["0x22220061"]
    place = up["rtcp"]["loss_place"]
    tap.same([place[k] for k in ("place", "before", "behind", "by_capture")],
             ["both", 6, 10, 0], "six lost before the point, ten behind it")
    place = down["rtcp"]["loss_place"]
    tap.same([place[k] for k in ("place", "before", "behind", "by_capture")],
             ["behind", 0, 8, 0], "the other direction: eight behind it")
    for stream, rtt, name in ((up, 30, "callee"), (down, 10, "caller")):
        tap.ok(abs(stream["rtcp"]["rtt_ms_median"] - rtt) < 0.05,
               "round trip to the %s: %d ms" % (name, rtt),
               str(stream["rtcp"]))
        delay = stream["delay"]
        tap.ok(abs(delay["network_ms"] - 20) < 0.05 and
               delay["method"] == "rtcp" and
               not delay["network_is_minimum"] and
               not delay["total_is_minimum"],
               "%s: half of both is 20 ms, no part is missing" % name,
               str(delay))
        buffers = {b["model"]: b for b in stream["jitter_buffer"]}
        tap.same(delay["buffer_ms"], buffers["adaptive"]["delay_ms_mean"],
                 "%s: the buffer is the adaptive one" % name)
        tap.ok(delay["codec_ms"] == 25 and
               abs(delay["total_ms"] - 55 - delay["buffer_ms"]) < 0.05,
               "%s: 20 ms packets and 5 ms look-ahead of G.729" % name)
    voip = up["rtcp"]["xr"]["voip_metrics"]
    tap.same([voip[k] for k in ("r_factor", "mos_lq", "mos_cq",
                                "jitter_buffer_ms", "plc")],
             [89, 4.0, 3.8, 60, 2], "RTCP-XR: the callee's VoIP metrics")
    tap.ok("r_factor_external" not in voip, "127 is unavailable")
    claim = up["claims"][0]
    tap.same([claim["source"], claim["heard"]["lost_percent"],
              claim["heard"]["mos_cq"], claim["sent_as"]],
             ["vq-rtcpxr", 5.3, 3.8, down["id"]],
             "the callee's PUBLISH is tied to what it heard and sent")
    tap.ok("echo_return_loss_db" not in claim["heard"],
           "127 is unavailable there, too")
    claim = down["claims"][0]
    tap.same([claim["source"], claim["received"], claim["lost"],
              claim["lost_by_other_end"]], ["X-RTP-Stat", 292, 8, 16],
             "the caller's header in BYE")


def of_truth(name):
    """No sample has more lost somewhere than its truth says."""
    with open(os.path.join(tap.SAMPLES, name + ".truth.json"),
              encoding="utf-8") as f:
        truth = json.load(f)
    found = streams(tap.sample(name + ".pcap"))
    for t in truth["streams"]:
        place = found.get(t["ssrc"], {}).get("rtcp", {}).get("loss_place", {})
        if place.get("place", "unknown") == "unknown":
            continue
        captured = t.get("lost_in_capture", 0)
        before = t["lost"] - captured
        tap.ok(place["before"] <= before and
               place["behind"] <= t.get("lost_behind", 0) and
               place["by_capture"] <= captured and
               place["expected"] <= t["sent"],
               "%s, %s: not more than there was" % (name, t["name"]),
               str(place), str(t["lost"]))


def both_sides(name):
    """What was lost behind the one point was lost before the other."""
    folder = tap.shared("captures", "recorded")
    paths = [os.path.join(folder, "%s.%s.pcap" % (name, p)) for p in "ab"]
    if not all(map(os.path.exists, paths)):
        tap.skip(name, "the recordings are not there")
        return
    near, far = map(streams, paths)
    for ssrc in sorted(set(near) & set(far)):
        places = [s[ssrc]["rtcp"]["loss_place"] for s in (near, far)]
        lost = far[ssrc]["lost"]
        if lost < 3:
            tap.ok(all(p["behind"] < 3 for p in places),
                   "%s %s: nothing lost, nothing told" % (name, ssrc))
            continue
        tap.ok(places[0]["place"] == "behind" and places[0]["before"] == 0 and
               places[1]["place"] == "before" and places[1]["behind"] < 3 and
               abs(places[0]["behind"] - places[1]["before"]) < 3 and
               places[1]["before"] <= lost,
               "%s %s: behind the one, before the other" % (name, ssrc),
               *map(str, places))


def tshark_rtcp(path):
    """What tshark reads of each RTCP frame, by name of its field."""
    names = ["frame.time_epoch", "ip.src", "rtcp.senderssrc",
             "rtcp.timestamp.ntp.msw", "rtcp.timestamp.ntp.lsw",
             "rtcp.ssrc.identifier", "rtcp.ssrc.lsr", "rtcp.ssrc.dlsr"]
    lines = subprocess.run(
        ["tshark", "-2", "-r", path, "-Y", "rtcp.pt <= 201", "-T", "fields"] +
        [word for name in names for word in ("-e", name)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    for line in lines.stdout.decode().splitlines():
        yield dict(zip(names, (v.split(",")[0] for v in line.split("\t"))))


def round_trips(path):
    """Round trips reckoned from what tshark reads (RFC 3550 6.4.1)."""
    sent, theirs = {}, {}
    for f in tshark_rtcp(path):
        now = float(f["frame.time_epoch"])
        if f["rtcp.timestamp.ntp.msw"]:
            ntp = (int(f["rtcp.timestamp.ntp.msw"]) & 0xffff) << 16 | \
                int(f["rtcp.timestamp.ntp.lsw"]) >> 16
            sent.setdefault((int(f["rtcp.senderssrc"], 0), ntp),
                            []).append(now)
        if not f["rtcp.ssrc.identifier"] or not f["rtcp.ssrc.lsr"]:
            continue
        about = int(f["rtcp.ssrc.identifier"], 0)
        asked = sent.get((about, int(f["rtcp.ssrc.lsr"], 0)))
        if asked and len(asked) == 1:  # a relay is passed twice
            ms = (now - asked[0] -
                  int(f["rtcp.ssrc.dlsr"], 0) / 65536) * 1000
            theirs.setdefault(("0x%08x" % about, f["ip.src"]), []).append(ms)
    report = tap.run("report", "-F", "json", path).json() or {}
    compared = 0
    for s in report.get("streams", []):
        rtcp = s.get("rtcp", {})
        got = theirs.get((s["ssrc"], s["dst"].rsplit(":", 1)[0]))
        if not got or "rtt_ms_max" not in rtcp:
            continue
        compared += 1
        tap.ok(abs(rtcp["rtt_ms_max"] - max(0, *got, 0)) <= 0.01,
               "%s, stream %d: longest round trip by tshark's fields" % (
                   os.path.basename(path), s["id"]),
               "here %.3f, there %.3f" % (rtcp["rtt_ms_max"], max(got)))
    return compared


def main():
    tap.need_program()
    far_end()
    for name in ("far-end", "capture-hole", "network-outage", "relayed-pbx",
                 "random-loss", "duplicates", "ipv6"):
        of_truth(name)
    for name in SIDES:
        both_sides(name)
    paths = sorted(glob.glob(tap.shared("captures", "recorded", "*.pcap")))
    if not shutil.which("tshark") or not paths:
        tap.skip("round trips", "no tshark or no recordings")
    else:
        compared = sum(round_trips(p) for p in paths
                       if os.path.basename(p)[:2] in ("27", "40", "44", "18"))
        tap.ok(compared > 0, "some round trips were compared")
    tap.done()


main()
