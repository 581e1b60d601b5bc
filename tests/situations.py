#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Situations of docs/SCENARIOS.md that no other test shows: captures made here,
what the reports say of them."""

import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "findings"))
sys.path.insert(0, HERE)
import tap   # noqa: E402
import talk  # noqa: E402
from register import Registrar  # noqa: E402


def report(folder, name, frames):
    """(text, JSON) of @frames."""
    path = os.path.join(folder, name + ".pcap")
    with open(path, "wb") as f:
        f.write(talk.capture(frames))
    return (tap.run("report", path).out,
            tap.run("report", "-F", "json", path).json())


def offload(folder):
    """A host whose card fills in checksums: they are wrong in its captures."""
    frames = [(at, f[:24] + b"\0\0" + f[26:40] + b"\x12\x34" + f[42:])
              for at, f in talk.talk()]
    good, bad = (report(folder, name, x)[1] for name, x in (
        ("right", talk.talk()), ("offload", frames)))
    tap.same(bad["summary"]["packets"], good["summary"]["packets"],
             "wrong checksums: every packet is read")
    tap.same([s["lost"] for s in bad["streams"]], [0, 0],
             "wrong checksums: nothing is lost")


def second_way(folder):
    """Both attempts announce one port; the first one had no answer at all."""
    first = talk.Call(b="10.9.0.1", name="t1", users=("1001", "0441234567"))
    for ms in (0, 500, 1500, 3500):
        first.sip(ms, "INVITE", "1 INVITE", body=first.offer("a", [8]),
                  tag=False)
    frames = first.frames + talk.talk(b="10.8.0.1", name="t2", at=5000,
                                      users=("1001", "0441234567"))
    _, doc = report(folder, "second", frames)
    tap.same([s["call"] for s in doc["streams"]], [2, 2],
             "a second attempt from one port: its voice is its own")
    tap.same([c["media_path"] for c in doc["calls"]], ["none", "direct"],
             "a second attempt from one port: the ways")


def protocols(folder):
    text, doc = report(folder, "protocols", talk.talk())
    found = {p["protocol"]: (p["packets"], p["first_frame"])
             for p in doc["summary"]["protocols"]}
    tap.same(found, {"SIP": (6, 1), "SDP": (2, 1), "RTP": (400, 5)},
             "protocols that are there")
    tap.same(doc["summary"]["protocols_not_found"],
             ["RTCP", "SRTP", "STUN", "RTSP", "H.323", "DNS", "DHCP", "ARP"],
             "protocols that are not")
    tap.ok("not found RTCP, SRTP" in text, "protocols in the text", text)


def trunk(folder):
    """Refused once, then accepted twice; the capture ends 100 s later."""
    r = Registrar()
    for at, cseq, status in ((0, 1, "503 Service Unavailable"),
                             (60, 2, "200 OK"), (360, 3, "200 OK")):
        r.ask(at * 1000, cseq)
        r.say(at * 1000 + 30, cseq, status, 600)
    text, doc = report(folder, "trunk", r.frames + talk.talk(
        a="10.0.0.5", b="10.0.0.6", at=454010))
    one = doc["registrations"][0]
    tap.same((one["left_s"], one["rrd_ms"], one["last_request_time"][11:19]),
             (500, 30, "22:19:20"), "registration: time left, last asked")
    tap.ok("last asked at 360.000000, accepted after 30.0 ms, 500 s left at "
           "the end" in text, "registration in the text", text)


def main():
    tap.need_program()
    with tap.scratch() as folder:
        for part in (offload, second_way, protocols, trunk):
            part(folder)
    tap.done()


if __name__ == "__main__":
    main()
