#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keys and captures against the screen that was once read and approved.

LIST has one line a case: name, size, keys, captures; what is expected stands in
expected/NAME.txt. `make screens-update` writes those anew: read the difference
before you commit it. No terminal is needed: --keys draws into cells.
"""

import difflib
import os
import shlex
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))
import tap  # noqa: E402


def cases():
    """(name, size, keys, captures) of each line of LIST."""
    with open(os.path.join(HERE, "LIST"), encoding="utf-8") as f:
        for line in f:
            words = shlex.split(line, comments=True)
            if words:
                yield words[0], words[1], words[2], words[3:]


def main():
    tap.need_program()
    renew = "--update" in sys.argv
    for name, size, keys, captures in cases():
        expected = os.path.join(HERE, "expected", name + ".txt")
        args = ["--keys", keys, "--size", size] + captures
        run = tap.run(*args, cwd=tap.SAMPLES)
        want = None
        if os.path.exists(expected):
            with open(expected, encoding="utf-8") as f:
                want = f.read()
        if renew:
            if run.status == 0 and run.out != want:
                with open(expected, "w", encoding="utf-8") as f:
                    f.write(run.out)
                print("%s: written" % name)
            elif run.status != 0:
                print("%s: not updated\n%s" % (name, run))
            continue
        diff = difflib.unified_diff((want or "").splitlines(),
                                    run.out.splitlines(), "expected", "got",
                                    lineterm="")
        tap.ok(run.status == 0 and run.out == want, name, *diff,
               *([] if run.status == 0 else [run]))
    if not renew:
        tap.done()


if __name__ == "__main__":
    main()
