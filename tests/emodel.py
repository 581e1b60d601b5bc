#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calculator against an independent E-model, row by row.

The oracle was written from the equations of G.107, G.107.1 and G.107.2 in another
language; each of its rows is put to `earshot mos`, and every R must come within
0.05, every MOS within 0.005. It does not limit Ie,eff, which the program does and
says; where it does, R of the equation is `r_factor_unlimited`, and no MOS differs.
"""

import csv
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap  # noqa: E402

IE_MOST = {"NB": 95.0, "WB": 95.0, "FB": 132.0}
ROWS = {"NB": 560, "WB": 120, "FB": 144}


def ask(row):
    words = ["mos", "-F", "json", "--scale", row["scale"].lower(),
             "--ie", row["Ie"], "--bpl", row["Bpl"], "--loss", row["Ppl"],
             "--delay", row["Ta"]]
    if row["scale"] == "NB":
        words += ["--burst-r", row["BurstR"]]
    if row["echo"] == "1":
        words += ["--echo-delay", row["Ta"]]
    return tap.run(*words).json() or {}


def right(row, got):
    over = float(row["Ie_eff"]) > IE_MOST[row["scale"]]
    if over != ("r_factor_unlimited" in got):
        return False
    if over and not (got["ie_eff"] == IE_MOST[row["scale"]] and
                     abs(got["r_factor"] - got["r_factor_unlimited"] -
                         got["ie_eff_unlimited"] + got["ie_eff"]) <= 0.001):
        return False
    tail = "_unlimited" if over else ""
    return (got.get("mos_scale") == row["scale"] and
            abs(got["ie_eff" + tail] - float(row["Ie_eff"])) <= 0.001 and
            abs(got["r_factor" + tail] - float(row["R"])) <= 0.05 and
            abs(got["mos"] - float(row["MOS"])) <= 0.005)


def main():
    tap.need_program()
    oracle = tap.need_shared("design", "emodel_ref.py")
    text = subprocess.run([sys.executable, "-B", oracle, "--vectors"],
                          stdout=subprocess.PIPE, check=True,
                          universal_newlines=True).stdout
    seen, wrong = dict.fromkeys(ROWS, 0), dict.fromkeys(ROWS, None)
    for row in csv.DictReader(text.splitlines()):
        got = ask(row)
        seen[row["scale"]] += 1
        if not right(row, got):
            wrong[row["scale"]] = wrong[row["scale"]] or (row, got)
    for scale, count in ROWS.items():
        tap.ok(seen[scale] == count and not wrong[scale],
               "%s: %d rows of the oracle" % (scale, count), seen[scale],
               wrong[scale])
    tap.done()


if __name__ == "__main__":
    main()
