#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The screens in a real terminal: tmux plays it, so that what is seen can be read.

Keys do what they do without a terminal; any size at any moment is survived; and
whatever ends the program, a key, a signal, a crash, the terminal is what it was
before: no other screen, a cursor, an echo.
"""

import os
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import tap  # noqa: E402

PATIENCE = 20


class Terminal:
    """One tmux of its own, with a shell that starts the program."""

    def __init__(self, folder, columns=120, rows=40):
        self.base = ["tmux", "-f", "/dev/null", "-S",
                     os.path.join(folder, "tmux")]
        env = dict(os.environ, LC_ALL="C.UTF-8", TERM="xterm-256color")
        env.pop("TMUX", None)
        subprocess.run(self.base + [
            "new-session", "-d", "-x", str(columns), "-y", str(rows), "env",
            "PS1=prompt> ", "HOME=" + folder, "sh"], env=env, check=True)

    def tmux(self, *words):
        """The output of a command of tmux."""
        return subprocess.run(self.base + list(words), check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE
                              ).stdout.decode("utf-8", "replace")

    def keys(self, *keys):
        """Press keys, by their names of tmux."""
        self.tmux("send-keys", *keys)

    def screen(self):
        """What is seen."""
        return self.tmux("capture-pane", "-p")

    def await_(self, *words):
        """Wait until all of @words are seen, or too long. True when they are."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            seen = self.screen()
            if all(w in seen for w in words):
                return True
            time.sleep(0.05)
        return False

    def start(self, *args):
        """Start the program; its process number, once it is seen."""
        self.tmux("send-keys", "-l", "clear; %s %s; echo STATUS=$?" % (
            tap.EARSHOT, " ".join(args)))
        self.keys("Enter")
        return self.await_("Earshot  ", "Idx")

    def pid(self):
        """The program's process number."""
        shell = self.tmux("display", "-p", "#{pane_pid}").strip()
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", shell],
                               stdout=subprocess.PIPE, check=False).stdout
        return int(found.split()[0]) if found.split() else None

    def in_order(self):
        """What is not in order of the terminal, once the program has ended."""
        if not self.await_("STATUS="):
            return "the program did not end"
        if self.tmux("display", "-p", "#{alternate_on}").strip() != "0":
            return "it is still the other screen"
        if self.tmux("display", "-p", "#{cursor_flag}").strip() != "1":
            return "there is no cursor"
        if self.tmux("display", "-p", "#{mouse_any_flag}").strip() != "0":
            return "the mouse is still taken"
        self.tmux("send-keys", "-l", "clear; stty -a | tr ';' ' '")
        self.keys("Enter")
        if not self.await_(" echo ", " icanon "):
            return "no echo: " + self.screen()
        return ""

    def close(self):
        """End tmux and what runs in it."""
        self.tmux("kill-server")


def is_like_cells(t, path):
    """What the terminal shows is what is drawn without one."""
    run = tap.run("--keys", "Enter Down Down", "--size", "120x40", path)
    t.keys("Enter", "Down", "Down")
    want = [line.rstrip() for line in run.out.splitlines()]
    got = []
    for _ in range(100):
        got = [line.rstrip() for line in t.screen().splitlines()]
        if got == want:
            break
        time.sleep(0.05)
    tap.same(got, want, "the terminal shows what is drawn")


def resizes(t):
    """Any size at any moment."""
    for i in range(40):
        t.tmux("resize-window", "-x", str(1 + (i * 37) % 150), "-y",
               str(1 + (i * 23) % 50))
        if i % 3 == 0:
            t.keys(("Enter", "q", "x", "Down", "?", "q")[i // 3 % 6])
        if t.pid() is None:
            break
    t.tmux("resize-window", "-x", "80", "-y", "24")
    tap.ok(t.await_("Earshot  ") and t.pid() is not None,
           "any size at any moment", t.screen())
    for _ in range(12):
        if t.pid() is None:
            break
        t.keys("q")
        time.sleep(0.1)
    tap.same(t.in_order(), "", "q gives the terminal back")


def ends(t, path):
    """Whatever ends it, the terminal is given back."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP,
                   signal.SIGSEGV, signal.SIGABRT):
        if not tap.ok(t.start(path), "it starts again", t.screen()):
            return
        pid = t.pid()
        if pid:
            os.kill(pid, number)
        tap.same(t.in_order(), "", "%s gives the terminal back" % number.name)


def main():
    tap.need_program()
    if not shutil.which("tmux") or not shutil.which("ps"):
        tap.skip_all("tmux or ps is not there")
    path = tap.sample("relayed-pbx.pcap")
    with tap.scratch() as folder:
        t = Terminal(folder)
        try:
            if tap.ok(t.start(path), "the calls are seen", t.screen()):
                is_like_cells(t, path)
                resizes(t)
                t.tmux("resize-window", "-x", "120", "-y", "40")
                ends(t, path)
                t.start(os.path.join(folder, "nothing.pcap"))
                tap.ok(t.await_("STATUS=1", "nothing.pcap"),
                       "a file that is not there is told", t.screen())
        finally:
            t.close()
    tap.done()


if __name__ == "__main__":
    main()
