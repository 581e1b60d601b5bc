# SPDX-License-Identifier: GPL-3.0-or-later
"""What the test scripts share: TAP, running the program, finding the captures.

Import it with the folder tests/ on the path:

    import os, sys
    sys.path.insert(0, os.path.join(os.environ["SRC"], "tests"))
    import tap

The environment comes from make check: SRC is the source folder, BUILD the
build folder, EARSHOT the program. EARSHOT_SHARED may name the folder of the
captures that are not part of the project; by default it is ../shared.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

SRC = os.environ.get("SRC") or os.path.dirname(os.path.dirname(
    os.path.abspath(__file__)))
BUILD = os.environ.get("BUILD") or os.path.join(SRC, "build")
EARSHOT = os.environ.get("EARSHOT") or os.path.join(BUILD, "earshot")
SAMPLES = os.path.join(SRC, "samples")
SHARED = os.environ.get("EARSHOT_SHARED") or os.path.join(SRC, "..", "shared")

_count = 0
_failed = 0


def ok(good, name, *notes):
    """One test point; the notes explain a failure. Returns @good."""
    global _count, _failed
    _count += 1
    # TAP reads '#' as the start of a directive.
    name = str(name).replace("#", "no. ").replace("\n", " ")
    print("%s %d - %s" % ("ok" if good else "not ok", _count, name))
    if not good:
        _failed += 1
        note(*notes)
    sys.stdout.flush()
    return bool(good)


def same(got, want, name):
    """A test point that shows both values when they differ."""
    return ok(got == want, name, "got:  %r" % (got,), "want: %r" % (want,))


def without(value, drop, renumbered=False):
    """A report without the keys for which drop(key), for a comparison.

    Where the frames are @renumbered, words that name frames lose the numbers,
    and those of their files.
    """
    if isinstance(value, dict):
        return {k: without(v, drop, renumbered) for k, v in value.items()
                if not drop(k)}
    if isinstance(value, list):
        return [without(v, drop, renumbered) for v in value]
    if renumbered and isinstance(value, str):
        return re.sub(r"\b(?:file \d+, )?(frames?) \d+(?: and \d+)?", r"\1",
                      value)
    return value


def difference(a, b, path="$"):
    """Where two reports differ first, as text; None when they do not."""
    pairs = []
    if isinstance(a, dict) and isinstance(b, dict):
        pairs = [(a.get(k), b.get(k), path + "." + k)
                 for k in sorted(set(a) | set(b))]
    elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        pairs = [(x, y, "%s[%d]" % (path, i))
                 for i, (x, y) in enumerate(zip(a, b))]
    elif a != b:
        return "%s: %.300r, not %.300r" % (path, b, a)
    return next(filter(None, (difference(*p) for p in pairs)), None)


def skip(name, why):
    """A test point that could not be tried here."""
    global _count
    _count += 1
    print("ok %d - %s # SKIP %s" % (_count, name, why))


def note(*lines):
    """Lines for the reader; no test points."""
    for text in lines:
        for line in str(text).splitlines() or [""]:
            print("# " + line)


def skip_all(why):
    """The whole script cannot run here."""
    print("1..0 # SKIP " + why)
    sys.exit(0)


def done():
    """The plan, and the exit status."""
    print("1..%d" % _count)
    sys.exit(1 if _failed else 0)


class Run:
    """One run of the program: status, output, errors (bytes and text)."""

    def __init__(self, args, stdin=None, env=None, cwd=None, timeout=120):
        full = dict(os.environ)
        # Options that a user may have set must not change the results.
        for name in ("NO_COLOR", "COLUMNS", "LINES", "TERM"):
            full.pop(name, None)
        full["LC_ALL"] = "C.UTF-8"
        full["TZ"] = "UTC"
        full.update(env or {})
        self.args = [str(a) for a in args]
        done_ = subprocess.run(
            [EARSHOT] + self.args, input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=full, cwd=cwd, timeout=timeout, check=False)
        self.status = done_.returncode
        self.raw = done_.stdout
        self.out = done_.stdout.decode("utf-8", "backslashreplace")
        self.err = done_.stderr.decode("utf-8", "backslashreplace")

    def __str__(self):
        return "earshot %s\nexit status %d\n%s" % (
            " ".join(self.args), self.status, (self.err or self.out)[:2000])

    def crashed(self):
        """True for a signal or a sanitizer's report."""
        return self.status < 0 or "Sanitizer" in self.err or \
            "runtime error:" in self.err

    def json(self):
        """The output as JSON; None when it is none."""
        try:
            return json.loads(self.raw)
        except ValueError:
            return None


def run(*args, **options):
    """Run the program with @args."""
    return Run(args, **options)


def need_program():
    """Skip unless the program has been built."""
    if not os.access(EARSHOT, os.X_OK):
        skip_all("the program is not built: " + EARSHOT)


def shared(*parts):
    """A path among the captures that are not part of the project."""
    return os.path.join(SHARED, *parts)


def need_shared(*parts):
    """Skip unless that path is there."""
    path = shared(*parts)
    if not os.path.exists(path):
        skip_all("../shared/%s is not there" % "/".join(parts))
    return path


def sample(name):
    """The path of a sample; skip all when it is not there."""
    path = os.path.join(SAMPLES, name)
    if not os.path.exists(path):
        skip_all("samples/%s is not there" % name)
    return path


def scratch():
    """A folder for files of this script, removed at its end."""
    return tempfile.TemporaryDirectory(prefix="earshot-test-")
