#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Our figures against those of others, one test point a capture.

By hand:  SRC=. BUILD=build tests/peers/peers.py [--verbose] [WORD]
WORD limits the run to captures whose name holds it; --verbose shows every
difference as a table, understood or not.
"""

import argparse
import concurrent.futures
import fnmatch
import os
import re
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.dirname(HERE), HERE]
import compare  # noqa: E402
import tap      # noqa: E402
import truth    # noqa: E402


class Known:
    """The table of understood differences."""

    def __init__(self, path):
        self.rows = []
        with open(path, encoding="utf-8") as f:
            for line in f:
                if line.strip() and not line.startswith("#"):
                    self.rows.append(line.rstrip("\n").split("\t") + [0])

    def cause(self, name, what):
        """The cause of a difference, or None."""
        for row in self.rows:
            if fnmatch.fnmatch(name, row[0]) and \
                    fnmatch.fnmatch(what, row[1]):
                row[3] += 1
                return row[2]
        return None


def examine(t, cache):
    """Run the program on one capture: (truth, differences, trouble)."""
    if t.tshark is None and t.setup and cache:
        truth.ask_tshark(t, cache)
    run = tap.run("report", "-F", "json", t.path)
    report = run.json()
    # Damaged files, and formats that are not read (ERF, snoop).
    refused = "pcap" not in t.index.get("file_type", "pcap")
    if run.crashed() or run.status not in (0, 1) or (
            report is None and not refused):
        return t, [], str(run)
    if report is None:
        return t, [], None if run.err.strip() else "refused without a word"
    if run.status == 1 and not run.err.strip():
        return t, [], "failed without a word\n%s" % run
    return t, list(compare.compare(t, report or {})), None


def table(differences):
    """Differences as aligned lines."""
    return ["%-30s ours %-26s %s %-30s %s" % (
        d.what, d.ours, d.witness, d.theirs,
        "(%s)" % d.cause if d.cause else "UNKNOWN") for d in differences]


def check_causes(known):
    """Each cause is a section of docs/METRICS.md."""
    path = os.path.join(tap.SRC, "docs", "METRICS.md")
    if not os.path.exists(path):
        tap.skip("causes are documented", "docs/METRICS.md is not there")
        return
    with open(path, encoding="utf-8") as f:
        titles = set(re.findall(r"^#+\s+(?:[\d.]+\s+)?(.*?)\s*$", f.read(),
                                re.M))
    causes = {row[2].split(":")[0] for row in known.rows} | {
        compare.LOSS, compare.WIRESHARK, compare.NOT_DECODED,
        compare.GUESSED}
    tap.same(sorted(causes - titles), [],
             "every cause is a section of docs/METRICS.md")


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("word", nargs="?", default="")
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args()


def main():
    args = arguments()
    tap.need_program()
    root = tap.need_shared("captures")
    known = Known(os.path.join(HERE, "known.tsv"))
    cache = None
    if shutil.which("tshark"):
        cache = os.path.join(tap.BUILD, "tests", "peers", "tshark")
        os.makedirs(cache, exist_ok=True)
    todo = [t for t in list(truth.public(root)) + list(truth.recorded(root))
            if args.word in t.name]
    unknown = explained = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for t, differences, trouble in pool.map(
                lambda t: examine(t, cache), todo):
            for d in differences:
                d.cause = d.cause or known.cause(t.name, d.what)
            bad = [d for d in differences if not d.cause]
            unknown += len(bad)
            explained += len(differences) - len(bad)
            tap.ok(not bad and not trouble, t.name, trouble or "", *table(bad))
            if args.verbose:
                tap.note(*table([d for d in differences if d.cause]))
    tap.note("%d captures, %d differences understood, %d not" % (
        len(todo), explained, unknown))
    if not args.word:
        if cache:
            for row in known.rows:
                tap.ok(row[3], "still needed: known.tsv %s %s" % (
                    row[0], row[1]))
        check_causes(known)
    tap.done()


if __name__ == "__main__":
    main()
