#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Law: calls that look alike are joined by what tells them apart, or not at all.

Five hundred calls with the same numbers begin in the same second and pass one
PBX, which makes two dialogs of each. What the second leg shares with the first
varies: nothing, a header, the media address, or the voice itself. The pairs are
known from how they were made; a wrong one is never right.
"""

import os
import random
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                ".."))
import pcap  # noqa: E402
import tap  # noqa: E402

CALLS = 500
PHONE, PBX, DESK = "10.1.0.1", "10.1.0.2", "10.1.0.3"
SECOND, RELAY = "10.1.0.12", "10.1.0.9"
SEED = 20261124
PACKETS = 240


def sdp(host, port):
    return ("v=0\r\no=- 77 1 IN IP4 %s\r\ns=-\r\nc=IN IP4 %s\r\nt=0 0\r\n"
            "m=audio %d RTP/AVP 8\r\n" % (host, host, port))


def message(start, src, call_id, cseq, tag, extra="", body=""):
    kind = "Content-Type: application/sdp\r\n" if body else ""
    return ("%s\r\nVia: SIP/2.0/UDP %s:5060;branch=z9hG4bK%s%s\r\n"
            "From: <sip:6022@pbx>;tag=f\r\nTo: <sip:6012@pbx>%s\r\n"
            "Call-ID: %s\r\nCSeq: %s\r\n%s%sContent-Length: %d\r\n\r\n%s" % (
                start, src, call_id, cseq.replace(" ", ""), tag, call_id, cseq,
                extra, kind, len(body), body)).encode()


def leg(at, src, dst, call_id, offer, answer, extra, late):
    """One dialog: frames of INVITE, 180, 200, ACK, BYE, 200."""
    out = []

    def put(us, a, b, *what, **how):
        out.append((at + us, pcap.udp(a, 5060, b, 5060, message(*what, **how))))
    put(0, src, dst, "INVITE sip:6012@pbx SIP/2.0", src, call_id, "1 INVITE",
        "", extra=extra, body=offer)
    put(300_000 - late, dst, src, "SIP/2.0 180 Ringing", src, call_id,
        "1 INVITE", ";tag=t")
    put(900_000 - late, dst, src, "SIP/2.0 200 OK", src, call_id, "1 INVITE",
        ";tag=t", body=answer)
    put(950_000 - late, src, dst, "ACK sip:6012@pbx SIP/2.0", src, call_id,
        "1 ACK", ";tag=t")
    put(6_000_000 + late, src, dst, "BYE sip:6012@pbx SIP/2.0", src, call_id,
        "2 BYE", ";tag=t")
    put(6_010_000 + late, dst, src, "SIP/2.0 200 OK", src, call_id, "2 BYE",
        ";tag=t")
    return out


def talk(rng, at, i, frames, truth):
    """Voice from the phone through the PBX, which renumbers it."""
    delay = 200 + i
    dropped = set(rng.sample(range(10, PACKETS - 10), i % 4))
    ssrc = rng.getrandbits(31), rng.getrandbits(31)
    first = rng.getrandbits(16), rng.getrandbits(16)
    for n in range(PACKETS):
        us = at + 1_000_000 + n * 20_000 + rng.randrange(500)
        voice = rng.randbytes(160)
        frames.append((us, pcap.udp(
            PHONE, 10000 + 2 * i, PBX, 20000 + 2 * i,
            pcap.rtp(first[0] + n, n * 160, ssrc[0], payload=voice))))
        if n not in dropped:
            frames.append((us + delay, pcap.udp(
                PBX, 30000 + 2 * i, DESK, 40000 + 2 * i,
                pcap.rtp(first[1] + n, n * 160, ssrc[1], payload=voice))))
    truth["a%04d@phone" % i] = (delay / 1000, len(dropped))


def capture(mode):
    """A capture of all calls; what the relay did, by Call-ID of leg A."""
    rng = random.Random(SEED)
    frames, truth = [], {}
    for i in range(CALLS):
        at = rng.randrange(1_000_000)
        a, b = "a%04d@phone" % i, "%08x@pbx" % rng.getrandbits(32)
        extra = {"header": "X-PBX-Peer: %s\r\n" % a,
                 "session": "Session-ID: %032x\r\n" % (i + 1)}.get(mode, "")
        media = (PHONE, 10000 + 2 * i)
        there = media if mode == "address" else (PBX, 30000 + 2 * i)
        frames += leg(at, PHONE, PBX, a, sdp(*media), sdp(PBX, 20000 + 2 * i),
                      extra if mode == "session" else "", 0)
        frames += leg(at + rng.randrange(5_000, 60_000), PBX, DESK, b,
                      sdp(*there), sdp(DESK, 40000 + 2 * i), extra, 61_000)
        truth.setdefault("pairs", set()).add(frozenset((a, b)))
        if mode == "voice":
            talk(rng, at, i, frames, truth)
    frames.sort(key=lambda f: f[0])
    return frames, truth


def cancelled(at, src, dst, call_id, offer, when):
    """A leg that rings and is cancelled @when us later."""
    out = []

    def put(us, a, b, *what, **how):
        out.append((at + us, pcap.udp(a, 5060, b, 5060, message(*what, **how))))
    put(0, src, dst, "INVITE sip:6012@pbx SIP/2.0", src, call_id, "1 INVITE",
        "", body=offer)
    put(90_000, dst, src, "SIP/2.0 180 Ringing", src, call_id, "1 INVITE",
        ";tag=t")
    put(when, src, dst, "CANCEL sip:6012@pbx SIP/2.0", src, call_id,
        "1 CANCEL", "")
    put(when + 900, dst, src, "SIP/2.0 487 Request Terminated", src, call_id,
        "1 INVITE", ";tag=t")
    return out


def alike(mode):
    """Calls that differ in less than it seems: what must not be joined."""
    rng = random.Random(SEED)
    frames, pairs = [], set()
    ids = list(range(CALLS))
    rng.shuffle(ids)
    for i in range(CALLS):
        at = rng.randrange(1_000_000)
        a, b = "call-%08d-4711@phone" % i, "call-%08d-4711@pbx" % ids[i]
        # SIPp writes one description for all calls, and counts them
        offer = sdp(PHONE, 6000) if mode == "constant" else sdp(PHONE,
                                                                10000 + 2 * i)
        other = sdp(PBX, 6000) if mode == "constant" else sdp(PBX,
                                                              30000 + 2 * i)
        frames += leg(at, PHONE, PBX, a, offer, other, "", 0)
        frames += leg(at + 30_000, PBX, DESK, b, other, sdp(DESK, 6000), "",
                      61_000)
        legs = {a, b}
        for k in range(2 if mode == "forked" else 0):
            c = "%08x@pbx" % rng.getrandbits(32)
            frames += cancelled(at + 31_000 + k, PBX, "10.1.0.%d" % (4 + k), c,
                                other, 871_000 + k)
            legs.add(c)
        pairs.add(frozenset(legs))
    frames.sort(key=lambda f: f[0])
    return frames, pairs


def apart(mode):
    """The same numbers in the same second over several servers, whose legs
    share nothing: Call-IDs are random, media goes through one relay."""
    rng = random.Random(SEED)
    frames, pairs = [], set()
    for i in range(CALLS):
        at = rng.randrange(1_000_000)
        way = [PHONE, rng.choice((PBX, SECOND)), DESK]
        if mode == "in turn":
            way = [PHONE, PBX, SECOND, DESK]
        ids = ["%08x" % rng.getrandbits(32) for _ in way[1:]]
        for k, call_id in enumerate(ids):
            port = 20000 if mode == "one port" else 20000 + 6 * i + 2 * k
            media = [(RELAY, port), (RELAY, port + 20000)]
            if k == 0:
                media[0] = (PHONE, 10000 + 2 * i)
            if k == len(ids) - 1:
                media[1] = (DESK, 10000 + 2 * i)
            at += rng.randrange(5_000, 30_000)
            frames += leg(at, way[k], way[k + 1], call_id, sdp(*media[0]),
                          sdp(*media[1]), "", 31_000 * k)
        pairs.add(frozenset(ids))
    frames.sort(key=lambda f: f[0])
    return frames, pairs


def in_a_row(mode, calls=40):
    """One phone calls again and again from one RTP port, through the PBX."""
    rng = random.Random(SEED)
    frames, pairs = [], set()
    for i in range(calls):
        at = i * 9_000_000
        a, b = "%08x@phone" % rng.getrandbits(32), "%08x" % rng.getrandbits(32)
        frames += leg(at, PHONE, PBX, a, sdp(PHONE, 4000), sdp(PBX, 20000),
                      "", 0)
        frames += leg(at + 30_000, PBX, DESK, b, sdp(PBX, 30000 + 2 * i),
                      sdp(DESK, 4000), "", 61_000)
        legs = {a, b}
        for k in range(3 if mode == "ring groups" else 0):
            c = "%08x@pbx" % rng.getrandbits(32)
            frames += cancelled(at + 31_000 + k, PBX, "10.1.0.%d" % (4 + k), c,
                                sdp(PBX, 31000 + 6 * i + 2 * k), 871_000 + k)
            legs.add(c)
        pairs.add(frozenset(legs))
    frames.sort(key=lambda f: f[0])
    return frames, pairs


def judged(frames):
    with tempfile.NamedTemporaryFile(suffix=".pcap") as f:
        f.write(pcap.pcap(frames))
        f.flush()
        return tap.run("report", "-q", "-F", "json", f.name).json()


def found(report):
    """The conversations, as sets of Call-IDs."""
    ids = {c["id"]: c["call_id"] for c in report["calls"]}
    return [frozenset(ids[i] for i in c["calls"])
            for c in report["conversations"]]


def relays(report, truth):
    """Relayed streams whose delay or loss is not the truth."""
    streams = {s["id"]: s for s in report["streams"]}
    calls = {c["id"]: c["call_id"] for c in report["calls"]}
    wrong, seen = [], 0
    for s in streams.values():
        if "relay" not in s:
            continue
        seen += 1
        source = streams[s["relay"]["from_stream"]]
        delay, lost = truth[calls[source["call"]]]
        r = s["relay"]
        if (abs(r["delay_ms_mean"] - delay) > 0.002
                or r.get("lost_inside") != lost or r["lost_before"]):
            wrong.append((calls[source["call"]], delay, lost, r))
    return seen, wrong


def main():
    tap.need_program()
    for mode in ("nothing", "header", "session", "address", "voice"):
        frames, truth = capture(mode)
        report = judged(frames)
        got = found(report)
        wrong = [g for g in got if g not in truth["pairs"]]
        tap.ok(not wrong, "%s in common: no wrong join" % mode, wrong[:5])
        if mode == "nothing":
            # The very first leg may have one candidate only: the right one.
            tap.ok(len(got) < 5, "nothing in common: not joined", len(got))
        else:
            tap.same(len(got), CALLS, "%s in common: joined" % mode)
        if mode == "voice":
            seen, bad = relays(report, truth)
            tap.same(seen, CALLS, "every relayed stream is known as such")
            tap.ok(not bad, "delay and loss of the relay", bad[:5])
    for mode in ("counted", "constant", "forked"):
        frames, pairs = alike(mode)
        wrong = [g for g in found(judged(frames))
                 if not any(g <= pair for pair in pairs)]
        tap.ok(not wrong, "%s: no wrong join" % mode, wrong[:5])
    for mode in ("two servers", "one port", "in turn"):
        frames, pairs = apart(mode)
        wrong = [g for g in found(judged(frames))
                 if not any(g <= pair for pair in pairs)]
        tap.ok(not wrong, "%s: no wrong join" % mode, wrong[:5])
    for mode in ("one phone", "ring groups"):
        frames, pairs = in_a_row(mode)
        tap.same(set(found(judged(frames))), pairs,
                 "%s in a row: all are joined, none with another" % mode)
    tap.done()


if __name__ == "__main__":
    main()
