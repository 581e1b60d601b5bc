#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is saved from the list of calls is the report of exactly these calls.

The ending of the name chooses the report; a file that is there, a symbolic link
and an unknown ending are refused, and nothing is left behind then.
"""

import json
import os
import stat
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tap  # noqa: E402

SAMPLE = os.path.join(tap.SAMPLES, "ring-group.pcap")


def press(folder, keys):
    """The last line of the screen after @keys, without blanks."""
    run = tap.run("--keys", keys, "--size", "120x24", SAMPLE, cwd=folder)
    return run.out.rstrip("\n").split("\n")[-1].strip()


def read(folder, name):
    """The text of a file that was saved; None when there is none."""
    path = os.path.join(folder, name)
    if not os.path.isfile(path):
        return None
    with open(path, encoding="utf-8") as f:
        return f.read()


def reports(folder):
    """Each kind, of all calls, of those that a filter shows, of the selected."""
    said = press(folder, 's ^U "all.json" Enter')
    record = json.loads(read(folder, "all.json") or "{}")
    tap.ok(said == "saved 4 calls to all.json" and
           len(record.get("calls", [])) == 4, "all calls as JSON", said)
    mode = stat.S_IMODE(os.stat(os.path.join(folder, "all.json")).st_mode)
    tap.ok(mode == 0o600, "nobody else can read it", oct(mode))
    want = tap.run("report", "--format", "json", SAMPLE).out
    tap.ok(json.loads(want)["calls"] == record.get("calls"),
           "they are the calls of the report")
    said = press(folder,
                 'F7 "state = cancelled" Enter F2 ^U "some.csv" Enter')
    rows = (read(folder, "some.csv") or "").splitlines()[1:]
    tap.ok(len(rows) == 2 and all(",cancelled," in r for r in rows),
           "a filter chooses", said, *rows)
    said = press(folder, 'Down Space s ^U "one.ndjson" Enter')
    calls = [json.loads(r) for r in
             (read(folder, "one.ndjson") or "").splitlines()]
    calls = [r for r in calls if r.get("type") == "call"]
    tap.ok(said == "saved 1 call to one.ndjson" and len(calls) == 1,
           "the selection goes before what is shown", said, calls)
    said = press(folder, "s Enter")
    tap.ok("Call 4" in (read(folder, "calls.txt") or ""), "as text", said)


def refusals(folder):
    """What must not be written."""
    before = read(folder, "all.json")
    said = press(folder, 's ^U "all.json" Enter')
    tap.ok("there already" in said and read(folder, "all.json") == before,
           "no file is written over", said)
    os.symlink("elsewhere.csv", os.path.join(folder, "link.csv"))
    said = press(folder, 's ^U "link.csv" Enter')
    tap.ok("symbolic link" in said and read(folder, "elsewhere.csv") is None,
           "nothing is written through a link", said)
    said = press(folder, 's ^U "calls.odt" Enter')
    tap.ok(read(folder, "calls.odt") is None, "an unknown ending", said)
    said = press(folder, 's ^U "none/calls.csv" Enter')
    tap.ok("cannot" in said or "none" in said, "no such folder", said)
    said = press(folder,
                 'F7 "from = nobody" Enter s ^U "empty.csv" Enter')
    tap.ok("no call to save" in said and read(folder, "empty.csv") is None,
           "nothing is no file", said)
    left = [n for n in os.listdir(folder) if n not in (
        "all.json", "some.csv", "one.ndjson", "calls.txt", "link.csv")]
    tap.ok(not left, "nothing is left behind", left)


def main():
    tap.need_program()
    with tempfile.TemporaryDirectory() as folder:
        reports(folder)
        refusals(folder)
    tap.done()


if __name__ == "__main__":
    main()
