#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands over samples against the text that was once read and approved.

LIST has one line a case: a name, then the arguments, which name samples by
their file name; the expected output is expected/NAME.txt. `make golden-update`
writes those anew: read the difference before you commit it.
"""

import difflib
import os
import shlex
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import tap  # noqa: E402


def cases():
    """(name, arguments) of each line of LIST."""
    with open(os.path.join(HERE, "LIST"), encoding="utf-8") as f:
        for line in f:
            words = shlex.split(line, comments=True)
            if words:
                yield words[0], words[1:]


def update(name, expected, out):
    """Write the expectation anew, and say whether it changed."""
    old = None
    if os.path.exists(expected):
        with open(expected, encoding="utf-8") as f:
            old = f.read()
    if old != out:
        with open(expected, "w", encoding="utf-8") as f:
            f.write(out)
        print("%s: %s" % (name, "new" if old is None else "changed"))


def check(name, expected, run):
    """One test point: the output, and that it succeeded."""
    try:
        with open(expected, encoding="utf-8") as f:
            want = f.read()
    except OSError as e:
        tap.ok(False, name, e, "make golden-update writes it")
        return
    diff = difflib.unified_diff(want.splitlines(), run.out.splitlines(),
                                "expected", "got", lineterm="")
    tap.ok(run.status == 0 and run.out == want, name, *diff,
           *([] if run.status == 0 else [run]))


def readme():
    """The screen that the README shows is what its first command prints."""
    with open(os.path.join(tap.SRC, "README"), encoding="utf-8") as f:
        screen = f.read().split("-" * 80 + "\n")[1]
    run = tap.run("relayed-pbx.pcap", cwd=tap.SAMPLES)
    tap.ok(screen.strip("\n") in run.out, "the README's screen",
           *difflib.unified_diff(screen.splitlines(), run.out.splitlines(),
                                 "README", "program", lineterm=""))


def main():
    tap.need_program()
    renew = "--update" in sys.argv
    for name, args in cases():
        expected = os.path.join(HERE, "expected", name + ".txt")
        run = tap.run(*args, cwd=tap.SAMPLES)
        if renew and run.status == 0:
            update(name, expected, run.out)
        elif renew:
            print("%s: not updated\n%s" % (name, run))
        else:
            check(name, expected, run)
    if not renew:
        readme()
        tap.done()


if __name__ == "__main__":
    main()
