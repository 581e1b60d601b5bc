#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration file: where it is looked for, what wins, what is told."""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap  # noqa: E402

KEY = "sip-retransmission.sent"


def value(args, **env):
    """Exit status, the value of KEY that holds, and the message."""
    run = subprocess.run(
        [tap.EARSHOT, "findings", "--thresholds"] + args, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
        env={"PATH": os.environ["PATH"], **env})
    lines = [line.split(" = ") for line in run.stdout.splitlines()
             if line.startswith(KEY + " = ")]
    return run.returncode, lines[0][1] if lines else None, run.stderr


def main():
    """Files good and bad, in each of the places."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.conf")
        other = os.path.join(folder, "earshot", "earshot.conf")
        home = os.path.join(folder, ".config", "earshot", "earshot.conf")
        for place, sent in ((path, 7), (other, 8), (home, 9)):
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "w", encoding="utf-8") as out:
                out.write(f"# a comment\n\n  {KEY}={sent}  # why\r\n")
        none = {"XDG_CONFIG_HOME": folder + "/none", "HOME": folder + "/none"}
        tap.same(value(["--config", path], **none)[:2], (0, "7"), "--config")
        tap.same(value(["--config", path, "--set", KEY + "=5"], **none)[:2],
                 (0, "5"), "--set wins")
        tap.same(value(["--set", KEY + "=5", "--config", path], **none)[:2],
                 (0, "5"), "--set wins, in any order")
        tap.same(value([], XDG_CONFIG_HOME=folder, HOME="/")[:2], (0, "8"),
                 "$XDG_CONFIG_HOME/earshot/earshot.conf")
        tap.same(value([], HOME=folder)[:2], (0, "9"),
                 "~/.config/earshot/earshot.conf")
        tap.same(value(["--config", "none"], HOME=folder)[:2], (0, "3"),
                 "--config none")
        shown = subprocess.run(
            [tap.EARSHOT, "findings", "--thresholds", "--config", "none"],
            stdout=subprocess.PIPE, check=True).stdout
        with open(path, "wb") as out:
            out.write(shown)
        tap.same(value(["--config", path], **none)[:2], (0, "3"),
                 "what --thresholds lists is such a file")
        for text, wanted in (
                (f"\n{KEY} = 1\n", "line 2: " + KEY + " takes a number from"),
                (f"{KEY} =\n", "line 1: " + KEY + " takes"),
                (KEY, "line 1: '" + KEY + "' is not 'key = value'"),
                ("= 3", "line 1"), ("\n\nsip.send = 3",
                                    "line 3: no threshold 'sip.send'"),
                ("#" * 10 + "\n" + KEY + " = 3x", "line 2"),
                ("a" * 5000, "line 1: over 4096 bytes"),
                ("\0\1\2\n", "line 1")):
            with open(path, "w", encoding="utf-8") as out:
                out.write(text)
            got = value(["--config", path], **none)
            tap.ok(got[0] == 1 and path in got[2] and wanted in got[2],
                   "refused: " + repr(text[:30]), got)
        got = value(["--config", folder + "/no.conf"], **none)
        tap.ok(got[0] == 1 and "cannot open" in got[2], "no such file", got)
    tap.done()


if __name__ == "__main__":
    main()
