# SPDX-License-Identifier: GPL-3.0-or-later
import stream
from stream import Stream


def _call(broken):
    s = Stream()
    s.open(0)
    stream.call(s, 10, end=None if broken else 4000)
    s.reset(5000, True)
    return s.frames


def _registered():
    s = Stream(server_port=5062)
    s.open(0)
    s.register(10)
    s.reset(600000)
    return s.frames


def _soon():
    out = []
    for i in range(3):
        s = Stream(port=40000 + i, server_port=5061)
        s.open(10000 * i)
        s.reset(10000 * i + 100, True)
        out += s.frames
    return out


POSITIVE = _call(True)
# After the last word it harms nobody.
NEGATIVE = _call(False)
SEVERITY = "error"
SAYS = r"connection of 10\.0\.0\.1:40000 to 10\.0\.0\.9:5060 was reset by the " \
       r"server, with 1 call under way over it, 4\.1 s after the last message"
ALSO = [
    (_registered(), "warning", r"reset by the client, and 1 registration that "
     r"was made over it\. Until it registers again"),
    (_soon(), "warning", r"0\.1 s after it was opened; 3 of them ended so"),
]
