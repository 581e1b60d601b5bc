#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""docs/report.schema.json against the reports of real captures, both ways.

A schema that accepts everything proves nothing: each kind of damage done to a
valid report must be refused too. The records of ndjson are the same objects.
"""

import copy
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tap  # noqa: E402

# Larger captures add time, not kinds of records.
LARGEST = 3_000_000


def captures():
    """Samples, and captures from outside the project where they are."""
    for folder in (tap.SAMPLES, os.path.join(tap.SHARED, "captures",
                                             "recorded")):
        for name in sorted(os.listdir(folder) if os.path.isdir(folder) else ()):
            path = os.path.join(folder, name)
            if name.endswith((".pcap", ".pcapng")) and \
                    os.path.getsize(path) < LARGEST:
                yield name, path


def damages(report):
    """(what, report) of reports that are no longer as the schema says."""
    def changed(change):
        r = copy.deepcopy(report)
        change(r)
        return r

    call, stream = "calls", "streams"
    yield "unknown key at the top", changed(lambda r: r.update(extra=1))
    for part in ("captures", call, stream):
        yield "unknown key in " + part, changed(
            lambda r, p=part: r[p][0].update(extra=1))
        yield "null in " + part, changed(
            lambda r, p=part: r[p][0].update(
                {next(iter(r[p][0])): None}))
    for part, key in ((call, "state"), (call, "call_id"), (stream, "ssrc"),
                      (stream, "packets"), ("captures", "truncated")):
        yield "%s without %s" % (part, key), changed(
            lambda r, p=part, k=key: r[p][0].pop(k))
    for part, key, value in (
            (call, "state", "done"), (call, "start_time", "yesterday"),
            (call, "mos", 0), (stream, "ssrc", "0x12"),
            (stream, "lost", -1), (stream, "lost_percent", 101),
            (stream, "src", "host"), (stream, "mos_scale", "XB"),
            (stream, "packets", "450")):
        yield "%s with %s %r" % (part, key, value), changed(
            lambda r, p=part, k=key, v=value: r[p][0].update({k: v}))
    yield "a score without its scale", changed(
        lambda r: r[stream][0].pop("mos_scale"))


def main():
    tap.need_program()
    try:
        import jsonschema
    except ImportError:
        tap.skip("JSON schema", "python3-jsonschema is missing")
        tap.done()
        return
    path = os.path.join(tap.SRC, "docs", "report.schema.json")
    with open(path, encoding="utf-8") as f:
        schema = json.load(f)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    several = [tap.shared("captures", "recorded", "38-oneway-at-network.%s.pcap"
                          % point) for point in ("a", "b", "pbx")]
    for name in ("relayed-pbx.pcap", "dtmf.pcap"):
        run = tap.run("report", "-F", "json", "--signal",
                      os.path.join(tap.SAMPLES, name))
        answer = run.json() or {"streams": []}
        errors = list(validator.iter_errors(answer))
        tap.ok(not errors and any("signal" in s for s in answer["streams"]),
               "--signal of " + name, run, *[e.message for e in errors[:3]])
    for files in (["direct-at-pbx.pcap", "direct-at-phone.pcap"],
                  ["register.pcap", "hold.pcap"], several):
        files = [os.path.join(tap.SAMPLES, f) for f in files]
        if not all(os.path.exists(f) for f in files):
            tap.skip("several files", "../shared/captures is not there")
            continue
        run = tap.run("report", "-F", "json", *files)
        errors = ["%s: %s" % (e.json_path, e.message[:200])
                  for e in validator.iter_errors(run.json())]
        tap.ok(run.status == 0 and not errors,
               "several files as one: valid", *errors[:5])
    for name, capture in captures():
        run = tap.run("report", "-F", "json", capture)
        errors = ["%s: %s" % (e.json_path, e.message[:200])
                  for e in validator.iter_errors(run.json())]
        tap.ok(run.status == 0 and not errors, name + " is valid", *errors[:5])
    good = tap.sample("relayed-pbx.pcap")
    report = tap.run("report", "-F", "json", good).json()
    for what, damaged in damages(report):
        tap.ok(not validator.is_valid(damaged), "refused: " + what)
    for line in tap.run("report", "-F", "ndjson", good).out.splitlines():
        record = json.loads(line)
        kind = record.pop("type")
        part = jsonschema.Draft202012Validator(
            dict(schema["$defs"][kind], **{"$defs": schema["$defs"]}))
        tap.ok(part.is_valid(record), "ndjson: a " + kind)
    tap.done()


if __name__ == "__main__":
    main()
