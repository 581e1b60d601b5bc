#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""earshot codecs against arithmetic: bytes and rates of three codecs, and SRTP."""
import csv
import io
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "findings"))
sys.path.insert(0, HERE)
import tap    # noqa: E402
import talk   # noqa: E402

# By hand: 20 (IPv4) + 8 (UDP) + 12 (RTP) bytes before the payload, 14 of
# Ethernet before those, 50 packets a second. RFC 3551 table 4 for the clocks.
ROWS = {
    "PCMA": (8, 8000, 8000, 160, 200, 214, 80.0, 85.6),
    "G722": (9, 8000, 16000, 160, 200, 214, 80.0, 85.6),
    "G729": (18, 8000, 8000, 20, 60, 74, 24.0, 29.6),
}
KEYS = ("payload_type", "clock_hz", "audio_hz", "payload_bytes", "ip_bytes",
        "frame_bytes", "ip_kbps", "frame_kbps")


def write(folder, name, frames):
    """The path of a capture of @frames."""
    path = os.path.join(folder, name + ".pcap")
    with open(path, "wb") as out:
        out.write(talk.capture(frames))
    return path


def codecs(*files):
    """Rows by codec."""
    found = tap.run("codecs", "-F", "json", *files).json()
    return {r["codec"]: r for r in found["codecs"]}, found


def main():
    """Three captures make one table; packet times make rows of their own."""
    tap.need_program()
    with tempfile.TemporaryDirectory() as folder:
        files = [write(folder, "c%d" % t, talk.talk(
            t, t, name="c%d" % t, at=10000 * t)) for t in (8, 9, 18)]
        rows, found = codecs(*files)
        tap.same(found["streams_left_out"], 0, "all streams have a row")
        for name, want in ROWS.items():
            got = rows.get(name, {})
            tap.same(tuple(got.get(k) for k in KEYS), want, name)
            tap.same((got.get("streams"), got.get("packets"),
                      got.get("packets_per_s"), got.get("ptime_ms")),
                     (2, 400, 50, 20), name + ": what was seen")
            tap.ok("srtp_tag_bytes" not in got, name + " is in clear")
        tap.same(rows["G722"]["sdp"], "a=rtpmap:9 G722/8000", "the line of SDP")
        # ITU-T G.107: R = 93.2 and, with Ie = 11, 82.2
        tap.same((rows["PCMA"]["mos_best"], rows["G729"]["mos_best"]),
                 (4.409, 4.105), "the best that the E-model gives")
        text = tap.run("codecs", *files).out
        tap.ok("audio of 16 kHz, counted by an RTP clock of 8 kHz" in text and
               text.count("counted by an RTP clock") == 1,
               "the clock of G.722 is explained, and only that", text)
        tap.same([x for x in text.splitlines() if len(x) > 80], [],
                 "80 columns")
        table = list(csv.DictReader(io.StringIO(
            tap.run("codecs", "-F", "csv", *files).out)))
        tap.same({r["codec"]: r["frame_kbps"] for r in table},
                 {k: "%.2f" % v[7] for k, v in ROWS.items()}, "CSV agrees")

        frames = talk.talk(0, 0, voice={"size": 170}) + talk.talk(
            0, 0, name="c2", at=9000, ports=(4100, 5100), voice={
                "size": 240, "step": 240, "every": 30.0})
        one = tap.run("codecs", "-F", "json", write(
            folder, "srtp", frames)).json()["codecs"]
        tap.same([(r["ptime_ms"], r["payload_bytes"], r.get("srtp_tag_bytes"))
                  for r in one], [(20, 170, 10), (30, 240, None)],
                 "a tag of SRTP is told, 30 ms are a row of their own")
        run = tap.run("codecs", write(folder, "none", talk.talk(
            forth=8, back=None, voice={"count": 1})))
        tap.ok(run.status == 0 and "No RTP stream" in run.out,
               "nothing to compare", run)
    tap.done()


main()
