#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line as a contract: exit statuses, messages, formats, files.

One function a subject, run in the order of this file.
"""

import csv
import io
import json
import os
import pty
import re
import shutil
import stat
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import pcap  # noqa: E402
import tap   # noqa: E402

COMMANDS = ("report", "calls", "codecs", "findings", "inventory", "ladder", "streams",
            "sdp", "symptoms", "topology", "explain", "mos")
READERS = COMMANDS[:-2]
# Each command with the formats it can write, besides its own text.
FORMATS = [("report", "json"), ("report", "ndjson"), ("report", "csv"),
           ("calls", "json"), ("codecs", "json"), ("codecs", "csv"),
           ("findings", "json"), ("findings", "ndjson"),
           ("findings", "csv"), ("ladder", "svg"), ("ladder", "csv"),
           ("streams", "json"), ("streams", "csv"), ("sdp", "json"),
           ("symptoms", "json"), ("inventory", "json"), ("inventory", "csv"), ("topology", "svg"),
           ("topology", "dot")]
CALL = "relayed-pbx.pcap"


def help_and_version():
    run = tap.run("--help")
    tap.ok(run.status == 0 and not run.err, "--help succeeds", run)
    for command in COMMANDS:
        tap.ok(re.search(r"\b%s\b" % command, run.out),
               "--help names " + command, run)
    tap.same(tap.run("-h").out, run.out, "-h is --help")
    run = tap.run("--version")
    tap.ok(run.status == 0 and re.match(r"earshot \d+\.\d+", run.out),
           "--version", run)
    tap.same(tap.run("-V").out, run.out, "-V is --version")
    for command in COMMANDS:
        run = tap.run(command, "--help")
        tap.ok(run.status == 0 and re.search(
            r"(?i)example.*\n.*earshot " + command, run.out),
            command + " --help shows an example", run)
        long = [x for x in run.out.splitlines() if len(x) > 80]
        tap.same(long, [], command + " --help fits 80 columns")


def manual():
    """The manual page names every option that --help names, and lints."""
    path = os.path.join(tap.SRC, "man", "earshot.1")
    with open(path, encoding="utf-8") as f:
        page = f.read()
    for command in COMMANDS:
        options = set(re.findall(r"^ .*?--([a-z-]+)",
                                 tap.run(command, "--help").out, re.M))
        tap.same(sorted(o for o in options if "Fl -" + o not in page), [],
                 "the manual has all options of " + command)
    if not shutil.which("mandoc"):
        tap.skip("mandoc -Tlint", "mandoc is not here")
        return
    lint = subprocess.run(["mandoc", "-Tlint", "-Wwarning", path],
                          stdout=subprocess.PIPE, check=False)
    tap.same(lint.stdout.decode(), "", "mandoc -Tlint")


def usage(good):
    """Wrong usage is status 2, with the reason on standard error only."""
    for args in (["--nonsense", good], ["report", "--nonsense", good],
                 ["report"], ["report", "-F", "nonsense", good],
                 ["report", "-F"], ["ladder"], ["mos", "--loss", "many"],
                 ["mos", "--codec", "nonsense"]):
        run = tap.run(*args)
        tap.ok(run.status == 2 and run.err and not run.out,
               "usage: " + " ".join(args).replace(good, "FILE"), run)


def unreadable(folder, good):
    """What cannot be read at all is status 1, and says why."""
    with open(os.path.join(folder, "empty"), "wb"):
        pass
    with open(os.path.join(folder, "text"), "wb") as f:
        f.write(b"this is no capture file, and never was one\n" * 9)
    for name in ("missing.pcap", "empty", "text", ""):
        path = os.path.join(folder, name)
        for args in (["report"], ["report", "-F", "json"], ["calls"], []):
            run = tap.run(*args, path)
            tap.ok(run.status == 1 and os.path.basename(path) in run.err
                   and not run.crashed(),
                   "cannot read '%s': %s" % (name or "a folder",
                                             " ".join(args) or "bare"), run)
    run = tap.run("calls", "--call", "99", good)
    run2 = tap.run("ladder", "--call", "99", good)
    tap.ok(run2.status == 1 and run2.err, "ladder of a call that is not there",
           run2)
    tap.ok(not run.crashed(), "calls of a call that is not there", run)


def truncated(folder, good):
    """A damaged file: the rest is reported, the damage named by offset."""
    with open(good, "rb") as f:
        data = f.read()
    whole = tap.run("report", "-F", "json", good).json()
    cut = os.path.join(folder, "cut.pcap")
    with open(cut, "wb") as f:
        f.write(data[:len(data) // 2 + 7])
    run = tap.run("report", "-F", "json", cut)
    report = run.json() or {"captures": [{}]}
    capture = report["captures"][0]
    tap.ok(run.status == 1, "a truncated file is status 1", run)
    tap.ok("cut.pcap" in run.err and re.search(r"\b\d{4,}\b", run.err),
           "the message names the file and the offset", run.err)
    tap.same(capture.get("truncated"), True, "the report says truncated")
    tap.ok(0 < capture.get("packets", 0) < whole["captures"][0]["packets"],
           "what came before is reported", capture)
    run = tap.run("report", cut)
    tap.ok(run.status == 1 and len(run.out) > 200,
           "as text too", run)


def same_report(a, b):
    """Two reports but for what names the file."""
    for report in (a, b):
        for capture in (report or {}).get("captures", []):
            for name in ("file", "compression", "format"):
                capture.pop(name, None)
    return a is not None and a == b


def inputs(folder, good):
    """Standard input, gzip and zstd give the same report."""
    with open(good, "rb") as f:
        data = f.read()
    want = tap.run("report", "-F", "json", good)
    run = tap.run("report", "-F", "json", "-", stdin=data)
    tap.ok(run.status == 0 and same_report(run.json(), want.json()),
           "standard input", run)
    for name, pack in (("gz", pcap.gz), ("zst", pcap.zstd)):
        # The name does not matter, only the content.
        path = os.path.join(folder, "packed." + name)
        with open(path, "wb") as f:
            f.write(pack(data))
        run = tap.run("report", "-F", "json", path)
        tap.ok(run.status == 0 and same_report(run.json(), want.json()),
               name + " file", run)
        run = tap.run("report", "-F", "json", "-", stdin=pack(data))
        tap.ok(run.status == 0 and same_report(run.json(), want.json()),
               name + " on standard input", run)
        with open(path, "wb") as f:
            f.write(pack(data)[:-len(data) // 3])
        run = tap.run("report", "-F", "json", path)
        tap.ok(run.status == 1 and run.json() and not run.crashed(),
               "truncated %s file" % name, run)
    for way in ("-r", "-I"):
        run = tap.run("report", "-F", "json", way, good)
        tap.ok(run.status == 0 and same_report(run.json(), want.json()),
               way + " names the file", run)


def outputs(folder, good):
    """-o writes the same bytes, privately, and nothing on failure."""
    path = os.path.join(folder, "out.json")
    run = tap.run("report", "-F", "json", "-o", path, good)
    tap.ok(run.status == 0 and os.path.exists(path) and not run.out,
           "-o writes the file", run)
    if os.path.exists(path):
        with open(path, "rb") as f:
            tap.same(f.read(), tap.run("report", "-F", "json", good).raw,
                     "-o writes what standard output shows")
        tap.same(oct(stat.S_IMODE(os.stat(path).st_mode)), oct(0o600),
                 "-o creates with mode 0600")
    inner = os.path.join(folder, "out")
    os.mkdir(inner)
    run = tap.run("report", "-o", os.path.join(inner, "x"),
                  os.path.join(folder, "missing.pcap"))
    tap.ok(run.status == 1 and os.listdir(inner) == [],
           "-o leaves nothing on failure", run, os.listdir(inner))
    run = tap.run("report", "-o", os.path.join(folder, "no", "x"), good)
    tap.ok(run.status == 1 and run.err, "-o into a folder that is not there",
           run)
    target = os.path.join(folder, "target")
    with open(target, "w", encoding="utf-8") as f:
        f.write("keep")
    os.symlink(target, os.path.join(folder, "link"))
    tap.run("report", "-o", os.path.join(folder, "link"), good)
    with open(target, encoding="utf-8") as f:
        tap.same(f.read(), "keep", "-o never writes through a symbolic link")
    if os.path.exists("/dev/full"):
        with open("/dev/full", "wb") as full:
            status = subprocess.run(
                [tap.EARSHOT, "report", good], stdout=full,
                stderr=subprocess.PIPE, check=False)
        tap.ok(status.returncode == 1 and status.stderr,
               "a full disk is status 1", status)


def repeatable(good):
    """Two runs give identical bytes."""
    for args in [[c] for c in READERS] + [[c, "-F", f] for c, f in FORMATS]:
        first, second = tap.run(*args, good), tap.run(*args, good)
        tap.ok(first.status == 0 and first.raw and first.raw == second.raw,
               "twice the same: " + " ".join(args), first)


def reject(name):
    raise ValueError("not JSON: " + name)


def no_repeats(pairs):
    keys = [k for k, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("repeated key among %s" % keys)
    return dict(pairs)


def strict(text):
    """JSON without NaN, Infinity or repeated keys; an exception if not."""
    return json.loads(text, parse_constant=reject,
                      object_pairs_hook=no_repeats)


def unknown_values(value, path="$"):
    """Paths of null values: unknown is absent."""
    if value is None:
        yield path
    items = value.items() if isinstance(value, dict) else \
        enumerate(value) if isinstance(value, list) else ()
    for k, v in items:
        yield from unknown_values(v, "%s.%s" % (path, k))


def schema_of(name):
    """The schema and its validator, or None where either is missing."""
    path = os.path.join(tap.SRC, "docs", name)
    try:
        import jsonschema
    except ImportError:
        return None
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as f:
        schema = json.load(f)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def json_outputs():
    """JSON of every sample: strict, without null, and as its schema says."""
    validator = schema_of("report.schema.json")
    for name in sorted(os.listdir(tap.SAMPLES)):
        if not name.endswith((".pcap", ".pcapng", ".gz", ".zst")):
            continue
        run = tap.run("report", "-F", "json", os.path.join(tap.SAMPLES, name))
        try:
            report = strict(run.out)
        except ValueError as e:
            tap.ok(False, "JSON of " + name, e, run)
            continue
        nulls = list(unknown_values(report))
        tap.same(nulls, [], "JSON of %s: nothing is null" % name)
        if validator:
            errors = ["%s: %s" % (e.json_path, e.message)
                      for e in validator.iter_errors(report)]
            tap.ok(not errors, "JSON of %s: valid" % name, *errors[:9])
    if not validator:
        tap.skip("JSON schema", "no schema or no python3-jsonschema")
    good = os.path.join(tap.SAMPLES, CALL)
    for args in [[c, "-F", f] for c, f in FORMATS if f == "json"]:
        run = tap.run(*args, good)
        try:
            strict(run.out)
            tap.ok(run.status == 0, " ".join(args), run)
        except ValueError as e:
            tap.ok(False, " ".join(args), e, run)
    lines = tap.run("report", "-F", "ndjson", good).out.splitlines()
    try:
        types = [strict(line).get("type") for line in lines]
    except ValueError as e:
        types = [str(e)]
    tap.ok(types and all(types) and "call" in types,
           "ndjson: each line an object with a type", types)


def csv_outputs(good):
    """CSV: every row as wide as its head."""
    for args in (["report", "-F", "csv"],
                 ["report", "-F", "csv", "--table", "calls"],
                 ["report", "-F", "csv", "--table", "streams"],
                 ["streams", "-F", "csv"],
                 ["streams", "--packets", "-F", "csv"],
                 ["ladder", "-F", "csv"]):
        run = tap.run(*args, good)
        rows = list(csv.reader(io.StringIO(run.out)))
        tap.ok(run.status == 0 and len(rows) > 1 and
               len({len(r) for r in rows}) == 1, " ".join(args), run)


def with_legs():
    """calls --legs says in every format which calls are one conversation."""
    path = os.path.join(tap.SAMPLES, "ring-group.pcap")
    whole = tap.run("report", "-F", "json", path).json()
    legs = tap.run("calls", "--legs", "-F", "json", path).json()
    tap.same(legs.get("conversations"), whole["conversations"],
             "calls --legs -F json has the conversations")
    tap.ok("conversations" not in tap.run("calls", "-F", "json", path).json(),
           "and without --legs it has none")
    text = tap.run("calls", "--legs", "-F", "csv", path).out
    rows = list(csv.DictReader(io.StringIO(text)))
    want = {str(c): (str(g["id"]), str(i + 1)) for g in whole["conversations"]
            for i, c in enumerate(g["calls"])}
    tap.ok(want, "the sample has a conversation")
    tap.same({r["id"]: (r.get("conversation"), r.get("leg")) for r in rows
              if r.get("conversation")}, want,
             "calls --legs -F csv has conversation and leg")


def on_terminal(args, env):
    """The output of the program on a pseudo-terminal; None without one."""
    try:
        master, slave = pty.openpty()
    except OSError:
        return None
    full = dict(os.environ, TERM="xterm-256color", LC_ALL="C.UTF-8", **env)
    if "NO_COLOR" not in env:
        full.pop("NO_COLOR", None)
    with subprocess.Popen([tap.EARSHOT] + args, stdout=slave, stderr=slave,
                          stdin=subprocess.DEVNULL, env=full):
        os.close(slave)
        out = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:  # Linux: the other end was closed
                break
            if not part:
                break
            out += part
    os.close(master)
    return out


def colour(good):
    """Colour on a terminal only, and never against the user's wish."""
    for command in READERS:
        run = tap.run(command, good)
        tap.ok(b"\x1b" not in run.raw and b"\x1b" not in run.err.encode(),
               command + ": no escape off the terminal", run)
    if on_terminal(["calls", good], {}) is None:
        tap.skip("colour on a terminal", "no pseudo-terminals here")
    else:
        tap.ok(b"\x1b[" in on_terminal(["calls", good], {}),
               "colour on a terminal")
        tap.ok(b"\x1b" not in on_terminal(["calls", good], {"NO_COLOR": "1"}),
               "NO_COLOR is honoured")
        tap.ok(b"\x1b" not in on_terminal(["calls", "--color=never", good],
                                          {}), "--color=never")
    tap.ok("\x1b[" in tap.run("calls", "--color=always", good).out,
           "--color=always")


def columns(text):
    """Terminal columns of a line: marks are 0 wide, East Asian ones 2."""
    return sum(0 if unicodedata.combining(c) else
               2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in text)


def width():
    """Text of every sample fits 80 columns and ends cleanly."""
    for name in sorted(os.listdir(tap.SAMPLES)):
        if not name.endswith((".pcap", ".pcapng")):
            continue
        for command in READERS:
            run = tap.run(command, os.path.join(tap.SAMPLES, name))
            wide = [x for x in run.out.split("\n")
                    if columns(x) > 80 or x != x.rstrip()]
            good = run.status in ((0, 1, 3) if command == "findings"
                                  else (0, 1))
            tap.ok(good and not wide,
                   "%s %s: 80 columns, no blanks at the end" % (command, name),
                   *wide[:5], *([] if good else [run]))


HOSTILE = (b"\x1b[31mred\x1b]0;title\x07", "\u202eevil\u2066".encode(),
           b"=cmd|' /C calc'!A0", b"<script>alert(1)</script>&amp;",
           b"a\x00b\x7f\x9b31m", b"\xff\xfe\xc0\xaf broken", b"\\\"quote",
           "\u00c9l\u00e9onore \u6f22\u5b57 \U0001f600".encode(),
           b"x" * 3000, b"%s%n%x")
# What may reorder or hide text, besides control characters.
BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def hostile(folder):
    """Names from the network cannot steer a terminal, a browser or a sheet."""
    frames = [(i * 1000, pcap.udp("10.0.0.1", 5060, "10.0.0.2", 5060,
                                  pcap.invite(name, call_id="h%d" % i)))
              for i, name in enumerate(HOSTILE)]
    path = os.path.join(folder, "hostile.pcap")
    with open(path, "wb") as f:
        f.write(pcap.pcap(frames))
    for command in READERS:
        run = tap.run(command, path)
        bad = [c for c in run.out if c != "\n" and
               (unicodedata.category(c) in ("Cc", "Cs") or BIDI.match(c))]
        tap.ok(run.status == 0 and run.out and not bad,
               command + ": hostile names are harmless", repr(bad[:9]), run)
        wide = [x for x in run.out.split("\n") if columns(x) > 80]
        tap.ok(not wide, command + ": hostile names fit 80 columns", *wide[:3])
    report = tap.run("report", "-F", "json", path)
    try:
        strict(report.raw.decode("utf-8"))
        tap.ok(True, "JSON of hostile names")
    except ValueError as e:
        tap.ok(False, "JSON of hostile names", e, report)
    for call in range(1, len(HOSTILE) + 1):
        run = tap.run("ladder", "-F", "svg", "--call", call, path)
        try:
            tree = xml.etree.ElementTree.fromstring(run.raw)
            bad = [e.tag for e in tree.iter() if "script" in str(e.tag)]
            tap.ok(not bad, "SVG of hostile name %d" % call)
        except xml.etree.ElementTree.ParseError as e:
            tap.ok(False, "SVG of hostile name %d" % call, e, run)
    cells = [c for args in (["report", "-F", "csv"], ["ladder", "-F", "csv"])
             for row in csv.reader(io.StringIO(tap.run(*args, path).out))
             for c in row]
    tap.same([c for c in cells if re.match(r"[=+\-@]", c) and
              not re.match(r"-?[\d.]+$", c)], [],
             "CSV: no cell is a formula")


def calculator():
    """mos against figures of the standard (G.107 defaults: R 93.2, MOS 4.41)."""
    run = tap.run("mos", "-F", "json", "--codec", "PCMA", "--loss", "0")
    terms = run.json() or {}
    tap.ok(run.status == 0 and abs(terms.get("r_factor", 0) - 93.2) < 0.05 and
           abs(terms.get("mos", 0) - 4.41) < 0.005,
           "G.711 without loss or delay: R 93.2, MOS 4.41", run)
    run = tap.run("mos", "-F", "json", "--codec", "G.729", "--loss", "2",
                  "--delay", "150")
    tap.ok(run.status == 0 and run.json(), "the example of the manual", run)


def main():
    tap.need_program()
    good = tap.sample(CALL)
    help_and_version()
    manual()
    usage(good)
    with tap.scratch() as folder:
        unreadable(folder, good)
        truncated(folder, good)
        inputs(folder, good)
        outputs(folder, good)
        hostile(folder)
    repeatable(good)
    json_outputs()
    csv_outputs(good)
    with_legs()
    colour(good)
    width()
    calculator()
    tap.done()


if __name__ == "__main__":
    main()
