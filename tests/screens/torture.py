#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comes from packets can never move the cursor, ring the bell or set a title.

Names with every control byte, with marks that reorder or hide, wide and
combining characters and broken UTF-8 are shown on every screen, at sizes that
cut them anywhere; the output is searched byte by byte, and no row is wider than
the screen.
"""

import os
import random
import sys
import unicodedata

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import pcap  # noqa: E402
import tap  # noqa: E402

NAMES = [bytes([b]) for b in range(256) if b not in (10, 13, 34, 92)]
NAMES += [chr(c).encode() for c in (
    0x85, 0x9b, 0xad, 0x61c, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028, 0x202a,
    0x202e, 0x2066, 0x2069, 0xfeff, 0xe0041)]
NAMES += [b"\x1b]0;title\x07", b"\x1b[2J\x1b[H", b"\xe2\x82", b"\xc0\x80",
          b"\xed\xa0\x80", "漢字名前".encode(), "e\u0301\u0302\u0303".encode(),
          "한국".encode(), "שלום".encode(), b"A" * 3000, "漢".encode() * 900]

HIDDEN = {0xad, 0x61c, 0x180e, 0xfeff} | set(range(0x200b, 0x2010)) | \
    set(range(0x2028, 0x202f)) | set(range(0x2060, 0x2070))


def capture(path):
    """A call for each name, which stands wherever a name can stand."""
    frames = []
    for i, name in enumerate(NAMES):
        head = (b"INVITE sip:" + b"6012@10.0.0.2 SIP/2.0\r\n"
                b"Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK%d\r\n"
                b"From: \"%s\" <sip:x%s@10.0.0.1>;tag=a%d\r\n"
                b"To: \"%s\" <sip:6012@10.0.0.2>\r\n"
                b"Call-ID: %d%s\r\nCSeq: 1 INVITE\r\n"
                b"User-Agent: %s\r\nSubject: %s\r\nContent-Length: 0\r\n\r\n"
                % (i, name, name.replace(b" ", b""), i, name, i,
                   name.strip(), name, name))
        answer = (b"SIP/2.0 486 Busy %s\r\n"
                  b"Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK%d\r\n"
                  b"From: <sip:x@10.0.0.1>;tag=a%d\r\n"
                  b"To: <sip:6012@10.0.0.2>;tag=b\r\nCall-ID: %d%s\r\n"
                  b"CSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"
                  % (name, i, i, i, name.strip()))
        frames.append((i * 1000, pcap.udp("10.0.0.1", 5060, "10.0.0.2", 5060,
                                          head[:60000])))
        frames.append((i * 1000 + 500, pcap.udp("10.0.0.2", 5060, "10.0.0.1",
                                                5060, answer[:60000])))
    with open(path, "wb") as f:
        f.write(pcap.pcap(frames))


def columns(line):
    """The columns of a row, as our tables count them: none here is of a range
    on which terminals differ."""
    return sum(0 if unicodedata.combining(c) else
               2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in line)


def judge(name, run, width):
    """Nothing but printable characters and line ends, and no row too wide."""
    tap.ok(run.status == 0 and not run.crashed(), name + ": it runs", run)
    text = run.raw.decode("utf-8", "surrogateescape")
    bad = sorted({"%r" % c for c in text if c != "\n" and (
        ord(c) < 32 or 127 <= ord(c) < 160 or 0xd800 <= ord(c) < 0xe000 or
        ord(c) in HIDDEN or 0xe0000 <= ord(c) < 0xe1000)})
    tap.ok(not bad, name + ": nothing is obeyed", bad)
    wide = [line for line in text.split("\n") if columns(line) > width]
    tap.ok(not wide, name + ": no row is wider than the screen", wide[:3])


def main():
    tap.need_program()
    with tap.scratch() as folder:
        path = os.path.join(folder, "names.pcap")
        capture(path)
        for size in ("80x24", "120x40", "27x9"):
            width = int(size.split("x")[0])
            keys = " ".join(["% Enter % t % Enter % q q Down"] * len(NAMES))
            run = tap.run("--keys", keys, "--size", size, path)
            judge("all calls at " + size, run, width)
        run = tap.run("--keys", " ".join(
            "%% / ^U \"%s\" Enter" % n.decode("latin-1") for n in NAMES
            if n.isalnum() and len(n) == 1 and n[0] < 128), path)
        judge("searches", run, 80)
        # Any keys in any order at any size, the same for everybody.
        keys = ("Up Down Left Right PgUp PgDn Home End Enter Esc Space F1 F2 "
                "F3 F4 F5 F6 F7 F8 F9 F10 Tab : / n N t T 9 0 D M m d w c C s "
                "z < > + - a A p x e i v E I g ^U ^W \"漢\" \"mos<\" =1x1 =20x5 =80x24 "
                "=200x60 =3x90 %").split()
        for seed in range(12):
            rng = random.Random(seed)
            words = [rng.choice(keys) for _ in range(250)]
            run = tap.run("--keys", " ".join(words), path, cwd=folder)
            judge("keys of seed %d" % seed, run, 1000)
    tap.done()


if __name__ == "__main__":
    main()
