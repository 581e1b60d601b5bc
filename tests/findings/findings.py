#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each finding both ways: a capture that must show it, one that must not.

A finding is one file cases/<id with _>.py:

    POSITIVE   frames (see talk.py), or the name of a sample: must raise it
    NEGATIVE   likewise: must not, and must have been judged: a detector that
               looked at nothing passes nothing
    SEVERITY   of the finding in POSITIVE
    SAYS       a regular expression that its sentence must hold
    ALSO       further captures: (frames, severity, what it says) (optional)
    ARGS       more arguments of the program (optional)
    JUDGED     False where NEGATIVE shows what cannot be judged (optional)

Every id that the program knows must have one.
"""

import importlib.util
import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
sys.path.insert(0, os.path.dirname(HERE))
import tap   # noqa: E402
import talk  # noqa: E402


def cases():
    """(id, module) of each file of cases/."""
    folder = os.path.join(HERE, "cases")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".py"):
            spec = importlib.util.spec_from_file_location(
                "case_" + name[:-3], os.path.join(folder, name))
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            yield name[:-3].replace("_", "-"), module


def file_of(source, folder, name):
    """The capture of a case: a sample, or its frames written down."""
    if isinstance(source, str):
        return os.path.join(tap.SAMPLES, source)
    path = os.path.join(folder, name + ".pcap")
    with open(path, "wb") as f:
        f.write(talk.capture(source))
    return path


def look(source, folder, name, args=()):
    """(run, report) of the findings of @source."""
    run = tap.run("findings", "-F", "json", *args,
                  file_of(source, folder, name))
    return run, run.json() or {"findings": [], "checks": []}


def frames_of(path):
    """How many frames the file has."""
    report = tap.run("report", "-F", "json", path).json()
    return report["captures"][0]["packets"]


def positive(name, case, folder):
    run, report = look(case.POSITIVE, folder, name + "-positive",
                       getattr(case, "ARGS", ()))
    found = [f for f in report["findings"] if f["id"] == name]
    if not tap.ok(found, name + ": raised", run,
                  json.dumps(report, indent=1)[:3000]):
        return
    f = found[0]
    tap.same(f["severity"], case.SEVERITY, name + ": severity")
    tap.ok(re.search(case.SAYS, f["detail"]), name + ": says so", f["detail"])
    n = frames_of(file_of(case.POSITIVE, folder, name + "-positive"))
    tap.ok(f["frames"] and all(1 <= x <= n for x in f["frames"]),
           name + ": frames of the file prove it", f["frames"])
    tap.ok(f["remedy"] and f["detail"].endswith("."),
           name + ": whole sentences", f["detail"], f["remedy"])
    worst = {x["severity"] for x in report["findings"]}
    tap.same(run.status, 3 if worst & {"error", "critical"} else 0,
             name + ": exit status")


def further(name, case, folder):
    """Other shapes of the same finding."""
    for i, (source, severity, says) in enumerate(getattr(case, "ALSO", [])):
        run, report = look(source, folder, "%s-also-%d" % (name, i),
                           getattr(case, "ARGS", ()))
        hits = [f for f in report["findings"] if f["id"] == name and
                f["severity"] == severity and re.search(says, f["detail"])]
        tap.ok(hits and hits[0]["frames"], "%s: also %d" % (name, i), run,
               json.dumps(report["findings"], indent=1)[:3000])


def negative(name, case, folder):
    run, report = look(case.NEGATIVE, folder, name + "-negative",
                       getattr(case, "ARGS", ()))
    found = [f for f in report["findings"] if f["id"] == name]
    check = [c for c in report["checks"] if c["id"] == name]
    tap.ok(run.status in (0, 3) and not found, name + ": not raised", run)
    judged = check and check[0]["judged"] > 0
    tap.ok(bool(judged) == getattr(case, "JUDGED", True),
           name + ": what is in order was judged", check)


def explained(ids):
    """Each page is complete, and fits a terminal."""
    for name in ids:
        run = tap.run("explain", name)
        wide = [x for x in run.out.splitlines() if len(x) > 80]
        whole = all(re.search(r"^  %s +\S" % part, run.out, re.M) for part in (
            "means", "shows as", "causes", "do", "standard"))
        tap.ok(run.status == 0 and whole and not wide,
               "explain " + name, run, *wide)
    tap.same(tap.run("explain", "no-such-thing").status, 2,
             "explain of an unknown finding")


def thresholds(folder):
    """A threshold moves a finding, and a wrong one is refused."""
    path = file_of(talk.talk(forth=9, back=9, voice={"step": 320}), folder,
                   "thresholds")
    for value, want in ((99, True), (101, False)):
        run = tap.run("findings", "--set", "codec-clock.percent=%d" % value,
                      "-F", "json", path)
        ids = [f["id"] for f in (run.json() or {"findings": []})["findings"]]
        tap.same("codec-clock" in ids, want,
                 "codec-clock.percent=%d" % value)
    for bad in ("codec-clock.percent", "codec-clock.percent=", "no.such=1",
                "codec-clock.percent=x", "codec-clock.percent=1e9",
                "codec-clock.percent=-5", "codec-clock.percent=1.2.3"):
        run = tap.run("findings", "--set", bad, path)
        tap.ok(run.status == 2 and run.err, "--set " + bad, run)
    run = tap.run("findings", "--set", "codec-clock.percent=7.5",
                  "--thresholds")
    tap.ok(run.status == 0 and re.search(
        r"^codec-clock\.percent = 7\.5$", run.out, re.M),
        "--thresholds shows what was set", run)


def agree(folder):
    """Text, table and JSON name the same findings; calls hold indices."""
    path = file_of(talk.talk(forth=8, back=None), folder, "agree")
    report = tap.run("report", "-F", "json", path).json()
    ids = [f["id"] for f in report["findings"]]
    table = tap.run("report", "-F", "csv", "--table", "findings", path)
    tap.same([x.split(",")[0] for x in table.out.splitlines()[1:]], ids,
             "the table has the findings of JSON, in that order")
    text = tap.run("findings", path).out
    tap.same(re.findall(r"\[([a-z-]+)\]$", text.split("Checked and")[0],
                        re.M), ids, "so has the text")
    for call in report["calls"]:
        tap.same([i for i, f in enumerate(report["findings"])
                  if call["id"] in f["calls"]], call["findings"],
                 "indices of call %d" % call["id"])
    counts = report["summary"]["findings"]
    for severity in counts:
        tap.same(counts[severity], len([
            f for f in report["findings"] if f["severity"] == severity]),
            "how many are " + severity)
    worst = report["findings"][report["calls"][0]["findings"][0]]["id"]
    row = tap.run("calls", "-F", "csv", path).out.splitlines()[1]
    tap.same(row.split(",")[-1], worst, "the list of calls has the worst one")
    again = tap.run("findings", "--call", "1", path)
    tap.ok(again.status == 3 and "media-one-way" in again.out,
           "--call: the findings of one call", again)


def many(folder):
    """The same fault of many calls is one finding that counts them."""
    frames = []
    for i in range(40):
        frames += talk.talk(forth=8, back=None, name="m%d" % i, at=i * 7000,
                            ports=(4000 + 2 * i, 6000 + 2 * i))
    run, report = look(frames, folder, "many")
    one = [f for f in report["findings"] if f["id"] == "media-one-way"]
    tap.ok(len(one) == 1 and one[0]["count"] == 40 and
           len(one[0]["calls"]) == 40, "40 calls, one finding", run)


def main():
    tap.need_program()
    known = [x.split()[0] for x in tap.run("explain").out.splitlines()]
    tested = dict(cases())
    tap.same(sorted(tested), sorted(known), "each finding has a case")
    with tap.scratch() as folder:
        for name, case in tested.items():
            positive(name, case, folder)
            further(name, case, folder)
            negative(name, case, folder)
        thresholds(folder)
        agree(folder)
        many(folder)
    explained(known)
    tap.done()


if __name__ == "__main__":
    main()
