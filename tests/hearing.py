#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What --signal says of voices whose truth is known because they are made here.

Samples are computed, encoded by an encoder of this script's own, and sent as
the two directions of one call. Levels, digits, silences and echoes are compared
with what was put in; negatives (two voices, music, tones) must stay silent.
"""

import array
import math
import os
import random
import re
import sys

sys.path.insert(0, os.path.join(os.environ["SRC"], "tests"))
import pcap  # noqa: E402
import tap  # noqa: E402

RATE = 8000
A, B = "10.0.0.1", "10.0.0.2"
FULL = 32768.0


def alaw_code(x):
    """ITU-T G.711 table 1a, by the definition of its segments."""
    m = min(abs(x) >> 4, 2047)
    segment = max(0, m.bit_length() - 4)
    code = segment << 4 | m >> max(segment - 1, 0) & 15
    return (code | (0x80 if x >= 0 else 0)) ^ 0x55


def ulaw_code(x):
    """ITU-T G.711 table 2a."""
    m = min(abs(x), 32635) + 132
    segment = m.bit_length() - 8
    code = segment << 4 | m >> (segment + 3) & 15
    return ~(code | (0x80 if x < 0 else 0)) & 0xff


ALAW_CODES = bytes(alaw_code(x) for x in range(-32768, 32768))
ULAW_CODES = bytes(ulaw_code(x) for x in range(-32768, 32768))


def whole(samples):
    return [max(-32768, min(32767, round(x))) for x in samples]


def alaw(samples):
    return bytes(ALAW_CODES[x + 32768] for x in whole(samples))


def ulaw(samples):
    return bytes(ULAW_CODES[x + 32768] for x in whole(samples))


def l16(samples):
    a = array.array("h", whole(samples))
    a.byteswap()
    return a.tobytes()


ALAW = {"name": "PCMA", "pt": 8, "encode": alaw, "bytes": 1}
ULAW = {"name": "PCMU", "pt": 0, "encode": ulaw, "bytes": 1}
L16 = {"name": "L16", "pt": 96, "encode": l16, "bytes": 2}


def sine(hz, dbov, seconds):
    """A sine of a level; 0 dBov is a square wave at full scale."""
    peak = FULL * math.sqrt(2) * 10 ** (dbov / 20)
    return [peak * math.sin(2 * math.pi * hz * i / RATE)
            for i in range(int(seconds * RATE))]


def silence(seconds):
    return [0.0] * int(seconds * RATE)


def mix(*parts):
    n = max(len(p) for p in parts)
    return [sum(p[i] for p in parts if i < len(p)) for i in range(n)]


def scale(samples, db):
    f = 10 ** (db / 20)
    return [x * f for x in samples]


def delayed(samples, ms):
    return silence(ms / 1000) + samples


def voice(seed, seconds, dbov=-20.0, share=1.0):
    """Like speech: pulses of a wandering pitch through formants, syllables and
    pauses. @share of the time somebody speaks."""
    rnd = random.Random(seed)
    out = []
    y = [[0.0, 0.0] for _ in range(3)]
    phase = 0.0
    while len(out) < seconds * RATE:
        speaking = rnd.random() < share
        length = int(RATE * rnd.uniform(0.12, 0.35))
        pitch = rnd.uniform(90, 220)
        drift = rnd.uniform(-40, 40)
        formants = [rnd.uniform(300, 800), rnd.uniform(900, 2000),
                    rnd.uniform(2200, 3200)]
        voiced = rnd.random() < 0.75
        for i in range(length):
            envelope = math.sin(math.pi * i / length)
            phase += (pitch + drift * i / length) / RATE
            x = rnd.gauss(0, 0.3)
            if voiced and phase >= 1:
                x += 8
            phase %= 1
            total = 0.0
            for k, f in enumerate(formants):
                r = 0.97
                c = 2 * r * math.cos(2 * math.pi * f / RATE)
                v = x + c * y[k][0] - r * r * y[k][1]
                y[k][1], y[k][0] = y[k][0], v
                total += v / (k + 1)
            out.append(total * envelope if speaking else 0.0)
    out = out[:int(seconds * RATE)]
    power = sum(v * v for v in out) / len(out)
    f = FULL * 10 ** (dbov / 20) / math.sqrt(power)
    return [max(-32000, min(32000, v * f)) for v in out]


def music(seed, seconds, dbov=-18.0):
    """Three parts of notes with overtones, that begin when they begin."""
    rnd = random.Random(seed)
    out = silence(seconds)
    for _ in range(3):
        at = 0
        while at < len(out):
            note = 220 * 2 ** (rnd.choice([0, 2, 4, 5, 7, 9, 11, 12]) / 12)
            length = int(RATE * rnd.uniform(0.2, 0.9))
            phases = [rnd.uniform(0, 2 * math.pi) for _ in range(3)]
            for i in range(min(length, len(out) - at)):
                fade = math.exp(-3.0 * i / RATE) * min(1, i / 80)
                out[at + i] += fade * sum(
                    math.sin(2 * math.pi * note * (h + 1) * i / RATE + p)
                    / (h + 1) for h, p in enumerate(phases))
            at += length
    power = sum(v * v for v in out) / len(out)
    f = FULL * 10 ** (dbov / 20) / math.sqrt(power)
    return [v * f for v in out]


KEYS = {k: (low, high) for low, row in zip(
    (697, 770, 852, 941), ("123A", "456B", "789C", "*0#D"))
    for high, k in zip((1209, 1336, 1477, 1633), row)}


def keys(text, on_ms=80, off_ms=80, low_db=-16.0, high_db=-14.0, off_by=1.0):
    out = silence(0.5)
    for k in text:
        low, high = KEYS[k]
        out += mix(sine(low * off_by, low_db, on_ms / 1000),
                   sine(high * off_by, high_db, on_ms / 1000))
        out += silence(off_ms / 1000)
    return out + silence(0.5)


def sdp(host, port, codec):
    return ("v=0\r\no=- 1 1 IN IP4 %s\r\ns=-\r\nc=IN IP4 %s\r\nt=0 0\r\n"
            "m=audio %d RTP/AVP %d 101 13\r\na=rtpmap:%d %s/8000\r\n"
            "a=rtpmap:101 telephone-event/8000\r\n" % (
                host, host, port, codec["pt"], codec["pt"], codec["name"]))


def sip(first, cseq, body=""):
    return ("%s\r\nVia: SIP/2.0/UDP %s:5060;branch=z9hG4bK%s\r\n"
            "From: <sip:a@%s>;tag=1\r\nTo: <sip:b@%s>;tag=2\r\n"
            "Call-ID: hearing\r\nCSeq: %s\r\nContact: <sip:x@%s>\r\n"
            "%sContent-Length: %d\r\n\r\n%s" % (
                first, A, cseq.replace(" ", ""), A, B, cseq, A,
                "Content-Type: application/sdp\r\n" if body else "",
                len(body), body)).encode()


def rtp(codec, samples, ssrc, start_us, src, dst, lose=(), swap=(),
        edit=None, ports=(4000, 4002)):
    """Packets of 20 ms; those in @lose are missing, those in @swap come after
    the next one. @edit may replace (payload type, payload) of a number."""
    frames = []
    for n in range(len(samples) // 160):
        if n in lose:
            continue
        pt = codec["pt"]
        payload = codec["encode"](samples[n * 160:n * 160 + 160])
        if edit:
            changed = edit(n, pt, payload)
            if changed is None:
                continue
            pt, payload = changed
        head = bytes([0x80, pt]) + (n + 100 & 0xffff).to_bytes(2, "big") + (
            n * 160 + 5000).to_bytes(4, "big") + ssrc.to_bytes(4, "big")
        late = 25000 if n in swap else 0
        frames.append((start_us + n * 20000 + late,
                       pcap.udp(src, ports[0], dst, ports[1], head + payload)))
    return frames


def call(forth, back, codec=ALAW, **how):
    """The capture of a call; @forth and @back are samples, or None."""
    frames = [
        (0, pcap.udp(A, 5060, B, 5060, sip(
            "INVITE sip:b@%s SIP/2.0" % B, "1 INVITE", sdp(A, 4000, codec)))),
        (50000, pcap.udp(B, 5060, A, 5060, sip(
            "SIP/2.0 200 OK", "1 INVITE", sdp(B, 4002, codec)))),
        (60000, pcap.udp(A, 5060, B, 5060, sip(
            "ACK sip:b@%s SIP/2.0" % B, "1 ACK")))]
    if forth is not None:
        frames += rtp(codec, forth, 0x11111111, 100000, A, B, **how)
    if back is not None:
        frames += rtp(codec, back, 0x22222222, 107000, B, A,
                      ports=(4002, 4000))
    return sorted(frames, key=lambda f: f[0])


def report(path, *more):
    run = tap.run("report", "-F", "json", *more, path)
    answer = run.json()
    if run.status != 0 or answer is None:
        tap.ok(False, "a report", run)
        sys.exit(1)
    return answer


def heard(folder, frames, *more):
    path = os.path.join(folder, "call.pcap")
    with open(path, "wb") as f:
        f.write(pcap.pcap(frames))
    return report(path, "--signal", *more)


def of(answer, ssrc):
    for s in answer["streams"]:
        if s["ssrc"] == "0x%08x" % ssrc:
            return s["signal"]
    return {}


def near(got, want, by, name):
    tap.ok(got is not None and abs(got - want) <= by, name,
           "got %r, want %r within %r" % (got, want, by))


def levels(folder):
    for codec in (ALAW, ULAW, L16):
        for db in (-10, -26, -45):
            s = of(heard(folder, call(sine(1004, db, 4), None, codec)),
                   0x11111111)
            what = "%s: a sine of %d dBov" % (codec["name"], db)
            near(s.get("level_dbov"), db, 0.15, what)
            near(s.get("active_level_dbov"), db, 0.3, what + ", active level")
            near(s.get("peak_dbov"), db + 3.01, 0.4, what + ", peak")
            tap.same(s.get("clips"), 0, what + ": nothing is clipped")
            tap.same(s.get("silence_percent"), 0, what + ": no silence")
    # P.56: half of the time a sine leaves its active level as it is.
    burst = (sine(1004, -20, 2) + silence(2)) * 3
    s = of(heard(folder, call(burst, None, L16)), 0x11111111)
    near(s.get("level_dbov"), -23.0, 0.1, "half a sine: mean 3 dB lower")
    near(s.get("active_level_dbov"), -20.4, 0.5, "half a sine: active level")
    near(s.get("active_percent"), 55, 5, "half a sine: active half the time")
    near(s.get("silence_percent"), 50, 1, "half a sine: silent half")
    near(s.get("digital_silence_percent"), 50, 1, "half a sine: digital half")


def defects(folder):
    loud = scale(sine(397, -3.0, 4), 12)
    for codec in (ALAW, ULAW, L16):
        s = of(heard(folder, call(loud, None, codec)), 0x11111111)
        # 12 dB over: |sin| > 1/3.98 * peak; all but arcsin of it twice.
        near(s.get("clipped_percent"), 84, 4, codec["name"] + ": clipped")
    offset = [x + 1638.4 for x in sine(1004, -20, 4)]
    s = of(heard(folder, call(offset, None, L16)), 0x11111111)
    near(s.get("dc_offset_percent"), 5, 0.1, "constant offset of 5 %")


def decoded(folder):
    """Order, loss, doubles and noise do not touch the level of what came."""
    tone = sine(1000, -15, 6)
    s = of(heard(folder, call(tone, None, lose=range(40, 60),
                              swap=range(80, 200, 7))), 0x11111111)
    near(s.get("level_dbov"), -15, 0.15, "losses are gaps, not silence")
    near(s.get("sound_s"), 5.6, 0.001, "swapped packets are all heard")
    tap.same(s.get("silence_percent"), 0, "a gap is no silence")
    s = of(heard(folder, call(tone, None, edit=lambda n, pt, p: (
        (13, b"\x3c") if n % 5 == 4 else (pt, p)))), 0x11111111)
    tap.same(s.get("comfort_noise_packets"), 60, "comfort noise is counted")
    tap.same(s.get("comfort_noise_dbov"), -60, "and its level told")
    s = of(heard(folder, call(tone, None, edit=lambda n, pt, p: (
        pt, p + bytes(10)))), 0x11111111)
    tap.same(s.get("state"), "scrambled", "payloads with a tag of SRTP")
    tap.ok("level_dbov" not in s, "are not measured")
    s = of(heard(folder, call(tone, None, dict(ALAW, pt=97, name="iLBC"))),
           0x11111111)
    tap.same(s.get("state"), "undecoded", "a codec without a decoder")
    tap.ok(s.get("why"), "and the reason is said")


def one_way(folder):
    talk = voice(1, 16)
    for codec, quiet in ((ALAW, 0xd5), (ULAW, 0xff), (ALAW, 0x55)):
        mute = dict(codec, encode=lambda p, q=quiet: bytes([q]) * len(p))
        frames = call(talk, None, codec) + rtp(
            mute, silence(16), 0x22222222, 107000, B, A, ports=(4002, 4000))
        r = heard(folder, sorted(frames, key=lambda f: f[0]))
        what = "one way silent (0x%02x)" % quiet
        s = of(r, 0x22222222)
        tap.same(s.get("digital_silence_percent"), 100, what + ": digital")
        tap.ok("active_level_dbov" not in s, what + ": no active level")
        found = r["calls"][0]["one_way_silence"]
        tap.ok(len(found) == 1 and found[0]["whole"] and found[0]["digital"],
               what + ": found", found)
        if found:
            near(found[0]["duration_s"], 16, 0.1, what + ": its time")
            tap.ok(found[0]["first_frame"] < found[0]["last_frame"],
                   what + ": frames", found)
    part = voice(2, 5) + silence(12) + voice(3, 5)
    r = heard(folder, call(voice(4, 22), part))
    found = r["calls"][0]["one_way_silence"]
    tap.ok(len(found) == 1 and not found[0]["whole"], "a part is silent", found)
    if found:
        near(found[0]["duration_s"], 12, 0.3, "the part's time")
    hiss = random.Random(5)
    quiet = [hiss.gauss(0, 10) for _ in range(16 * RATE)]
    r = heard(folder, call(talk, quiet, L16))
    found = r["calls"][0]["one_way_silence"]
    tap.ok(len(found) == 1 and not found[0]["digital"], "noise only", found)
    both = heard(folder, call(silence(16), silence(16)))
    tap.same(both["calls"][0]["one_way_silence"], [],
             "both silent: not of one way")
    listen = voice(6, 3) + [hiss.gauss(0, 10) for _ in range(13 * RATE)]
    r = heard(folder, call(talk, listen, L16))
    tap.same(r["calls"][0]["one_way_silence"], [],
             "who listens for a while is not silent")


def digits(folder):
    everything = "123A456B789C*0#D"

    def got(samples, codec=ALAW):
        s = of(heard(folder, call(samples, None, codec)), 0x11111111)
        return "".join(d["digit"] for d in s["dtmf"]), s

    for codec in (ALAW, ULAW, L16):
        text, s = got(keys(everything), codec)
        tap.same(text, everything, codec["name"] + ": all digits")
        near(s["dtmf"][0]["duration_ms"], 80, 10, "how long they are")
        near(s["dtmf"][0]["low_dbov"], -16, 0.6, "the low sine's level")
        near(s["dtmf"][0]["high_dbov"], -14, 0.6, "the high sine's level")
    # ITU-T Q.24 annex A, values of AT&T: what is to be taken, what not.
    for name, how, taken in (
            ("40 ms", {"on_ms": 40, "off_ms": 40}, True),
            ("20 ms", {"on_ms": 20}, False),
            ("high 4 dB over low", {"low_db": -18, "high_db": -14}, True),
            ("high 8 dB over low", {"low_db": -20, "high_db": -12}, False),
            ("low 8 dB over high", {"low_db": -12, "high_db": -20}, True),
            ("low 12 dB over high", {"low_db": -10, "high_db": -22}, False),
            ("1.5 % too high", {"off_by": 1.015}, True),
            ("1.5 % too low", {"off_by": 0.985}, True),
            ("3.5 % too high", {"off_by": 1.035}, False),
            ("3.5 % too low", {"off_by": 0.965}, False),
            ("-31 dBov each", {"low_db": -31, "high_db": -31}, True),
            ("-50 dBov each", {"low_db": -50, "high_db": -50}, False)):
        text, _ = got(keys(everything, **how))
        tap.same(text, everything if taken else "", "Q.24: " + name)
    text, _ = got(keys("5555", off_ms=40))
    tap.same(text, "5555", "one digit four times")
    text, _ = got(voice(7, 60))
    tap.same(text, "", "a voice is no digit")
    text, _ = got(music(8, 40))
    tap.same(text, "", "music is no digit")
    text, _ = got(sine(425, -20, 10) + mix(sine(350, -20, 5),
                                           sine(440, -20, 5)))
    tap.same(text, "", "call progress tones are no digits")

    def event(n, pt, payload):
        if 25 <= n < 29:
            head = bytes([5, 0x8a if n == 28 else 0x0a])
            return 101, head + (160 * (n - 24)).to_bytes(2, "big")
        return pt, payload
    leak = silence(0.42) + keys("5", on_ms=60)[4000:] + silence(1)
    s = of(heard(folder, call(leak, None, edit=event)), 0x11111111)
    tap.ok([d["beside_event"] for d in s["dtmf"]] == [True],
           "a digit that is an event, too", s["dtmf"])


def echoes(folder):
    def judged(forth, back, codec=ALAW):
        r = heard(folder, call(forth, back, codec))
        return [e for e in r["calls"][0]["echo"]]

    a = voice(11, 30, share=0.6)
    b = voice(12, 30, share=0.4)
    hiss = random.Random(3)
    noise = [hiss.gauss(0, 20) for _ in range(30 * RATE)]
    for codec in (ALAW, ULAW, L16):
        for ms, db in ((120, -20), (45, -12), (600, -26), (250, -35)):
            back = mix(noise, delayed(scale(a, db), ms))[:30 * RATE]
            found = [e for e in judged(a, back, codec)
                     if e["kind"] == "echo"]
            what = "%s: echo after %d ms, %d dB" % (codec["name"], ms, db)
            if tap.ok(len(found) == 1, what, found):
                # The packets back are 7 ms behind those forth.
                near(found[0]["delay_ms"], ms + 7, 2, what + ": delay")
                near(found[0]["attenuation_db"], -db, 1.5, what + ": loss")
                tap.same(found[0]["confidence"], "high", what + ": sure")
    talk = mix(b, delayed(scale(a, -15), 180))[:30 * RATE]
    found = [e for e in judged(a, talk) if e["kind"] == "echo"]
    if tap.ok(len(found) == 1, "echo under double talk", found):
        near(found[0]["delay_ms"], 187, 2, "its delay")
        near(found[0]["attenuation_db"], 15, 2, "its loss")
    room = mix(*[delayed(scale(a, -22 - 3 * k), 90 + 2.5 * k)
                 for k in range(4)])[:30 * RATE]
    found = [e for e in judged(a, room) if e["kind"] == "echo"]
    if tap.ok(len(found) == 1, "echo of several reflections", found):
        near(found[0]["delay_ms"], 97, 6, "its first reflection")
        near(found[0]["attenuation_db"], 19.5, 3, "all of them together")
    found = judged(a, delayed(a, 200)[:30 * RATE])
    tap.ok(any(e["kind"] == "loop" for e in found), "an echo test", found)
    for name, forth, back in (
            ("two voices", a, b),
            ("two voices at once", voice(13, 40), voice(14, 40)),
            ("music and a voice", music(15, 30), b),
            ("music both ways", music(16, 30), music(17, 30)),
            ("one tone both ways", sine(425, -20, 30), sine(425, -25, 30)),
            ("noise both ways", noise, noise[::-1]),
            ("nothing comes back", a, noise)):
        kinds = {e["kind"] for e in judged(forth, back)}
        tap.ok(not kinds & {"echo", "loop"}, "no echo: " + name, kinds)
    found = judged(a[:3 * RATE], b[:3 * RATE])
    tap.ok({e["kind"] for e in found} == {"unknown"},
           "too short to tell", found)


def interface(folder):
    path = os.path.join(folder, "plain.pcap")
    with open(path, "wb") as f:
        f.write(pcap.pcap(call(voice(21, 8), voice(22, 8))))
    plain = report(path)
    tap.ok(all("signal" not in s for s in plain["streams"]) and
           "echo" not in plain["calls"][0], "nothing without --signal")
    text = tap.run("streams", "--signal", path).out
    tap.ok(re.search(r"voice: speech -\d+\.\d dBov", text), "in words", text)
    tap.ok(max(len(line) for line in text.splitlines()) <= 80,
           "in 80 columns", text)
    with open(path, "rb") as f:
        pipe = tap.run("streams", "--signal", "-", stdin=f.read())
    tap.same(pipe.status, 2, "a pipe cannot be read twice")
    one = report(path, "--signal", "--call", "1")
    tap.ok(all("signal" in s for s in one["streams"]), "of one call")


def main():
    tap.need_program()
    with tap.scratch() as folder:
        for part in (levels, defects, decoded, one_way, digits, echoes,
                     interface):
            part(folder)
    tap.done()


if __name__ == "__main__":
    main()
