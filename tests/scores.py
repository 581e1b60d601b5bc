#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Scores of whole streams: the codec's rate from its packets, scale and loss.

Each capture is an INVITE whose SDP names the codec, and RTP that goes to it. What
must come out was computed by hand from the tables of docs/METRICS.md.
"""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap  # noqa: E402
from pcap import invite, pcap, rtp, udp  # noqa: E402

PACKETS = 400

# name, rtpmap, fmtp, protocol; payload bytes in turn, ms, ticks, lost of a hundred;
# scale, kbit/s, R, basis
ROWS = (
    ("AMR 7.95", "AMR/8000", "octet-align=1", "", (22,), 20, 160, 0,
     "NB", 7.95, 83.11, "derived"),
    ("AMR 12.2 with silence", "AMR/8000", "octet-align=1", "", (33, 33, 7), 20,
     160, 0, "NB", 12.2, 88.21, "derived"),
    ("AMR in SRTP: its tag hides the mode", "AMR/8000", "octet-align=1", "S",
     (22,), 20, 160, 0, "NB", 12.2, 88.21, "assumed"),
    ("AMR-WB 12.65", "AMR-WB/16000", "", "", (33,), 20, 320, 2,
     "WB", 12.65, 85.19, "published"),
    ("AMR-WB 23.85", "AMR-WB/16000", "octet-align=1", "", (62,), 20, 320, 5,
     "WB", 23.85, 76.07, "published"),
    ("EVS 24.4", "EVS/16000", "bw=swb", "", (61,), 20, 320, 1,
     "FB", 24.4, 130.74, "published"),
    ("EVS below super-wideband", "EVS/16000", "bw=wb", "", (61,), 20, 320, 0,
     None, None, None, None),
    ("G.723.1 5.3", "G723/8000", "", "", (20,), 30, 240, 0,
     "NB", 5.3, 74.21, "published"),
    ("G.723.1 6.3, two frames", "G723/8000", "", "", (48,), 60, 480, 0,
     "NB", 6.3, 78.21, "published"),
    ("G.722", "G722/8000", "", "", (160,), 20, 160, 2,
     "WB", 64, 91.15, "derived"),
    ("G.711", "PCMA/8000", "", "", (160,), 20, 160, 5,
     "NB", 64, 77.43, "published"),
    ("G.726-32 with loss", "G726-32/8000", "", "", (80,), 20, 160, 1,
     None, None, None, None),
    ("iLBC", "iLBC/8000", "", "", (38,), 20, 160, 0, None, None, None, None),
)


def offer(rtpmap, fmtp, secure):
    """The INVITE of tests/pcap.py, with this codec in its SDP."""
    head, body = invite(b"Alice").split(b"\r\n\r\n", 1)
    body = body.replace(b"m=audio 4000 RTP/AVP 8",
                        b"m=audio 4000 RTP/%s 96" %
                        (b"SAVP" if secure else b"AVP"))
    body = body.replace(b"a=rtpmap:8 PCMA/8000",
                        b"a=rtpmap:96 " + rtpmap.encode())
    if fmtp:
        body += b"a=fmtp:96 " + fmtp.encode() + b"\r\n"
    if secure:
        body += (b"a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:"
                 b"d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj\r\n")
    lines = head.split(b"\r\n")
    lines[-1] = b"Content-Length: %d" % len(body)
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def capture(row, lost=None):
    _, rtpmap, fmtp, secure, sizes, ms, ticks, percent = row[:8]
    percent = percent if lost is None else lost
    frames = [(0, udp("10.0.0.1", 5060, "10.0.0.2", 5060,
                      offer(rtpmap, fmtp, secure)))]
    for i in range(PACKETS):
        # single losses, evenly apart, the last packet never
        if (i * percent) // 100 != ((i + 1) * percent) // 100 and \
                i != PACKETS - 1:
            continue
        size = sizes[i % len(sizes)] + (10 if secure else 0)
        payload = bytes((i * 7 + k * 13) & 0xff for k in range(size))
        frames.append((100_000 + i * ms * 1000, udp(
            "10.0.0.2", 6000, "10.0.0.1", 4000,
            rtp(i, i * ticks, payload_type=96, payload=payload))))
    return pcap(frames)


def stream(folder, data):
    path = os.path.join(folder, "made.pcap")
    with open(path, "wb") as f:
        f.write(data)
    report = tap.run("report", "-F", "json", path).json() or {}
    return (report.get("streams") or [{}])[0], report


def score(folder, row):
    """One row: what the report says of it."""
    name, scale, kbps, r, basis = row[0], *row[8:]
    s, report = stream(folder, capture(row))
    call = (report.get("calls") or [{}])[0]
    if scale is None:
        tap.ok("mos" not in s and s.get("mos_unknown_because") and
               "mos" not in call, name + ": no score", s)
        return
    # the first or last loss may lie at the edge: a packet of 400 more or less
    tap.ok(s.get("mos_scale") == scale and s.get("mos_codec_kbps") == kbps and
           s.get("mos_basis") == basis and
           abs(s.get("r_factor", 0) - r) < (3 if row[7] else 0.01),
           name + ": scale, rate, R and basis", s)
    tap.ok(s["mos_low"] < s["mos"] < s["mos_high"], name + ": its range", s)
    wide = s["mos"] if scale == "WB" else None
    tap.ok(call.get("mos") == s["mos"] and call.get("mos_scale") == scale and
           call.get("mos_wideband") == wide, name + ": the call", call)
    kept = report["summary"].get("mos_min")
    tap.ok(kept == (s["mos"] if scale == "NB" else None),
           name + ": the summary keeps scales apart", report["summary"])


def falls(folder, row):
    """The more is lost, the lower all three figures."""
    before = None
    for lost in (0, 1, 2, 5, 10, 20, 50, 80):
        s, _ = stream(folder, capture(row, lost))
        now = [s.get(k) for k in ("mos", "mos_low", "mos_high", "r_factor")]
        if before:
            tap.ok(all(a <= b for a, b in zip(now, before)),
                   "%s: %d %% lost is no better" % (row[0], lost), now, before)
        before = now


def changes(folder):
    """PCMU for a quarter of the packets, PCMA for the others: what is rated."""
    frames = [(i * 20_000, udp("10.0.0.2", 6000, "10.0.0.1", 4000,
                               rtp(i, i * 160, payload_type=0 if i < 100
                                   else 8)))
              for i in range(PACKETS)]
    s, _ = stream(folder, pcap([(0, udp("10.0.0.1", 5060, "10.0.0.2", 5060,
                                        offer("PCMA/8000", "", "")))] +
                               frames))
    tap.ok(s.get("mos_codec_share_percent") == 75 and s.get("mos"),
           "of two codecs the one of most packets is rated, and its share said",
           s)
    s, _ = stream(folder, pcap(frames[100:]))
    tap.ok("mos_codec_share_percent" not in s, "all of one codec: no share", s)


def modes(folder):
    """AMR that changes its mode: the one of most packets is rated, whatever the
    last one is, and its share is said; each interval is rated by its own."""
    count = 2000    # 40 s
    for late, kbps, share in ((1800, 12.2, 90), (600, 4.75, 70)):
        for sid in (False, True):
            frames = [(0, udp("10.0.0.1", 5060, "10.0.0.2", 5060,
                              offer("AMR/8000", "octet-align=1", "")))]
            tick = 0
            for i in range(count):
                size = 33 if i < late else 14
                # comfort noise at the very end, one frame in eight
                silent = sid and i >= count - 10
                tick += 1280 if silent else 160
                frames.append((100_000 + tick * 125, udp(
                    "10.0.0.2", 6000, "10.0.0.1", 4000,
                    rtp(i, tick, payload_type=96,
                        payload=bytes(7 if silent else size)))))
            s, _ = stream(folder, pcap(frames))
            by = 0.5 if sid else 0.06
            tap.ok(s.get("mos_codec_kbps") == kbps and
                   s.get("mos_basis") == "derived" and
                   abs(s.get("mos_rate_share_percent", 0) - share) < by,
                   "AMR 12.2, then 4.75 from %d of %d%s: the mode of most" % (
                       late, count, ", then noise" if sid else ""), s)
            tap.ok(s["mos_low"] < s["mos"] < s["mos_high"], "its range", s)
            rated = [i["mos"] for i in s["timeline"] if i.get("mos")]
            tap.ok(len(rated) >= 3 and rated[0] - rated[-1] >
                   (0.5 if late == 600 else -0.01) and
                   abs(rated[0] - 4.2926) < 0.001,
                   "each interval by its own mode", s["timeline"])
    s, _ = stream(folder, capture(ROWS[0]))
    tap.ok("mos_rate_share_percent" not in s, "one mode only: no share", s)


def hold(folder):
    """Half a minute of hold, over which the timestamps go on or stand still, is
    no loss in any buffer; nor are pauses of G.729 annex B, whose intervals hold
    too little speech to be rated."""
    for paused in (0, 1500):
        frames = [((i + (1500 if i >= 500 else 0)) * 20_000, udp(
            "10.0.0.2", 6000, "10.0.0.1", 4000,
            rtp(i, (i + (1500 - paused if i >= 500 else 0)) * 160,
                payload_type=8, marker=i == 500))) for i in range(1000)]
        s, _ = stream(folder, pcap(frames))
        tap.ok(s.get("lost") == 0 and s.get("mos") == 4.409 and
               all(b["discarded"] == 0 for b in s["jitter_buffer"]),
               "hold, timestamps stand still for %d packets" % paused, s)
    frames, tick = [], 0
    for i in range(832):
        speech = i % 104 < 100
        frames.append((tick * 125, udp(
            "10.0.0.2", 6000, "10.0.0.1", 4000,
            rtp(i, tick, payload_type=18, marker=i % 104 == 0,
                payload=bytes(20 if speech else 2)))))
        tick += 160 if speech else 3200
    s, _ = stream(folder, pcap(frames))
    tap.ok(s.get("lost") == 0 and s.get("mos") == 4.105 and
           not any(i.get("mos") for i in s["timeline"]),
           "G.729 with pauses: no loss, and 5.6 s of speech are no interval", s)


def more_in_bursts(folder):
    """Bursts first, then single packets besides: no loss raises a score."""
    lost = {i for i in range(10, PACKETS - 10) if i % 20 < 6}
    rest = [i for i in range(1, PACKETS - 1) if i not in lost]
    before = None
    for more in (0, 5, 10, 20, 40, 60, 80, 90):
        gone = lost | set(rest[k] for k in range(len(rest))
                          if (k * more) // 100 != ((k + 1) * more) // 100)
        s, _ = stream(folder, pcap(
            [(i * 20_000, udp("10.0.0.2", 6000, "10.0.0.1", 4000,
                              rtp(i, i * 160, payload_type=18,
                                  payload=bytes([i & 0xff] * 20))))
             for i in range(PACKETS) if i not in gone]))
        now = [s.get(k, 9) for k in ("mos", "mos_low", "mos_high")]
        if before:
            tap.ok(all(a <= b for a, b in zip(now, before)),
                   "bursts and %d %% of the others lost: no better" % more,
                   now, before)
        before = now


def main():
    tap.need_program()
    with tap.scratch() as folder:
        for row in ROWS:
            score(folder, row)
        changes(folder)
        modes(folder)
        hold(folder)
        more_in_bursts(folder)
        for name in ("AMR-WB 12.65", "EVS 24.4", "G.711", "G.722"):
            falls(folder, [r for r in ROWS if r[0] == name][0])
    tap.done()


if __name__ == "__main__":
    main()
