# SPDX-License-Identifier: GPL-3.0-or-later
# A call from the trunk that the PBX passes on to a telephone. The clock of these
# captures begins on Tuesday, 14 November 2023, at 22:13:20 UTC.
from talk import Call
from trunk import PHONE, PBX, TRUNK, registered, with_macs

HOUR = 3600000


def into(name, hour, to=PHONE, number="0215550100"):
    """In from the trunk at @hour, on to @to, which answers."""
    at = int(hour * HOUR)
    first = Call(a=TRUNK, b=PBX, name=name, at=at, users=("0791", number))
    first.open([8], [8])
    first.close()
    frames = first.frames
    if to:
        second = Call(a=PBX, b=to, name=name + "b", at=at + 40,
                      users=("0791", "1001"), headers="")
        second.open([8], [8])
        second.close(5980)
        # What the second leg answers, the first one passes on.
        frames = [(t + 100000 if i in (1, 2) else t, f)
                  for i, (t, f) in enumerate(frames)] + second.frames
    return with_macs(frames)


POSITIVE = registered() + into("p1", 20.5)
# In hours; out of hours, but the PBX answered by itself.
NEGATIVE = registered() + into("n1", 12) + into("n2", 21, to=None)
ARGS = ("--set", "office-hours.open=Mo-Fr 8-18 Sa 8-17",
        "--set", "office-hours.closed=11-17")
SEVERITY = "warning"
SAYS = r"Call 1 to 0215550100 came in on We 2023-11-15 18:43, outside of " \
       r"office hours \(Mo-Fr 8-18 Sa 8-17\), and was answered by 1001 at " \
       r"10\.0\.0\.11:5060\."
ALSO = [
    # A day on which nobody works, in the middle of its hours.
    (registered() + into("p2", 60), "warning", r"came in on Fr 2023-11-17 10:13,"),
]
