#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a site declares or wants listed, against how calls were made."""
import hashlib
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "findings"))
sys.path.insert(0, os.path.join(HERE, "findings", "cases"))
sys.path.insert(0, HERE)
import device_full   # noqa: E402
import link_full     # noqa: E402
import office_hours  # noqa: E402
import pcap          # noqa: E402
import tap           # noqa: E402
import talk          # noqa: E402
import trunk         # noqa: E402


def file_of(folder, name, frames):
    path = os.path.join(folder, name + ".pcap")
    with open(path, "wb") as out:
        out.write(talk.capture(frames))
    return path


def from_outside(folder):
    """Rows by number, hour and target; a call out is none of them."""
    into = office_hours.into
    refused = talk.Call(a=trunk.TRUNK, b=trunk.PBX, name="x", at=150000,
                        users=("0791", "0215550199"))
    refused.refuse("480 Temporarily Unavailable", [8])
    path = file_of(folder, "in", trunk.registered() + into("a", 0.01) + into(
        "b", 0.02) + into("c", 3) + into("d", 3.1, to=None) + into(
            "e", 0.03, number="0215550177") + trunk.with_macs(
                refused.frames) + trunk.through("0799", 9000000))
    rows = tap.run("report", "-F", "json", path).json()[
        "capacity"]["from_outside"]
    hour = "2023-11-%s:00:00.000000Z"
    tap.same([(r["number"], r["hour_time"], r["target"], r["end"],
               r["calls"]) for r in rows], [
        ("0215550100", hour % "14T22", "1001", "person", 2),
        ("0215550100", hour % "15T01", "0215550100", "server", 1),
        ("0215550100", hour % "15T01", "1001", "person", 1),
        ("0215550177", hour % "14T22", "1001", "person", 1),
        ("0215550199", hour % "14T22", "0215550199", "nobody", 1),
    ], "calls from outside by number, hour and target")
    text = tap.run("report", path).out
    part = text.split("Calls from outside\n")[1].split("\n\n")[0]
    tap.same(len(part.splitlines()), 6, "the text has a line each")
    for bad in ("office-hours.open=Mo 8", "office-hours.open=Mo 8-25"):
        run = tap.run("findings", "--set", bad, path)
        tap.ok("cannot be read" in " ".join(run.out.split()) and
               "[office-hours]" in run.out, bad + " is said to be wrong", run)


def ids(path, *sets):
    """Severity and hosts of what a declaration makes of the file."""
    options = [x for s in sets for x in ("--set", s)]
    found = tap.run("findings", "-F", "json", *options, path).json()
    return [(f["severity"], f["hosts"]) for f in found["findings"]
            if f["id"] in ("device-full", "link-full")]


def devices(folder):
    """A limit of all telephones, of one, and by name."""
    base = device_full.BASE
    path = file_of(folder, "base", device_full.POSITIVE)
    names = os.path.join(folder, "names")
    with open(names, "w", encoding="utf-8") as out:
        out.write(base + " dect-one\n")
    for sets, want in (
            (["device.calls=2"], [("error", [base])]),
            (["device.calls=3"], []),
            (["device.calls=2", "device.calls.%s=0" % base], []),
            (["device.calls=9", "device.calls.%s=2" % base],
             [("error", [base])]),
            (["device.calls.10.0.0.99=1"], []),
            (["trunk.channels.%s=1" % base], [])):
        tap.same(ids(path, *sets), want, "device: " + " ".join(sets))
    run = tap.run("findings", "-F", "json", "--alias", names, "--set",
                  "device.calls.DECT-one=2", path).json()
    tap.ok([f for f in run["findings"] if f["id"] == "device-full"],
           "device: by name", run)


def lines(folder):
    """The line of one host has all that it sends or receives."""
    path = file_of(folder, "line", link_full.calls(5) + link_full.calls(
        3, "10.0.0.2", "h"))
    for sets, want in (
            (["link.kbps=500"], [("warning", [])]),
            (["link.kbps=500", "link.percent=90"], []),
            (["link.kbps.10.0.0.2=300"], [("warning", ["10.0.0.2"])]),
            (["link.kbps.10.0.0.2=400"], []),
            (["link.kbps=500", "link.kbps.10.0.0.2=100"],
             [("error", ["10.0.0.2"]), ("warning", [])]),
            (["link.kbps.%s=436" % link_full.OUT],
             [("warning", [link_full.OUT])])):
        tap.same(ids(path, *sets), want, "line: " + " ".join(sets))


def webrtc(folder):
    """Keys by DTLS on the ports of the voice: SRTP, and its reports SRTCP."""
    a, b = ("10.0.0.5", 49332), ("10.0.0.6", 10504)
    record = b"\x14\xfe\xfd" + bytes(8) + b"\0\x01\x01"
    # RR with one block: the first 8 bytes are in clear (RFC 3711 3.4).
    report = b"\x81\xc9\0\x07" + (77).to_bytes(4, "big")
    for dtls in (True, False):
        frames = []
        if dtls:
            frames.append((0, pcap.udp(*a, *b, record)))
        for i in range(100):
            frames.append((1000 + i * 20000, pcap.udp(*a, *b, pcap.rtp(
                i, i * 160, 77, 0, hashlib.shake_128(b"%d" % i).digest(170)))))
        for i in range(3):
            frames.append((5000 + i * 500000, pcap.udp(
                *a, *b, report + hashlib.shake_128(b"r%d" % i).digest(38))))
        path = file_of(folder, "webrtc-%d" % dtls, frames)
        r = tap.run("report", "-F", "json", path).json()
        packets = r["summary"]["packets"]
        tap.same(([s.get("secure") for s in r["streams"]],
                  packets["rtcp_encrypted"], packets["rtcp_malformed"]),
                 (["dtls"], 3, 0) if dtls else ([None], 0, 3),
                 "WebRTC without SIP, DTLS seen: %s" % dtls)


def main():
    tap.need_program()
    with tap.scratch() as folder:
        from_outside(folder)
        devices(folder)
        lines(folder)
        webrtc(folder)
    tap.done()


if __name__ == "__main__":
    main()
