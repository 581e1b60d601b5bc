#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""deep.py IN OUT NAME...: the frames of IN, each in all the encapsulations
named (tests/property/wraps.py), the last one outermost.
"""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "property"))
import envelope  # noqa: E402
import wraps  # noqa: E402


def main():
    frames = []
    for ns, frame in envelope.read(sys.argv[1]):
        for name in sys.argv[3:]:
            frame = wraps.ENCAPSULATIONS[name](frame)
        frames.append((ns, frame))
    with open(sys.argv[2], "wb") as f:
        f.write(envelope.classic(frames, envelope.ETHERNET))


if __name__ == "__main__":
    main()
