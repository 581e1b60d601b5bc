# SPDX-License-Identifier: GPL-3.0-or-later
import clock
import talk

_CALL = talk.talk(at=200000)

POSITIVE = clock.both(0, stratum=16, leap=3) + clock.both(
    64000, stratum=16, leap=3) + _CALL
# It starts 40 s wrong, is set by the answer, and stays right; another client
# sends numbers at random instead of its time.
NEGATIVE = clock.both(0, behind=40) + clock.both(64000, behind=0.01) + \
    clock.both(128000, behind=0.01) + clock.both(
        1000, server="10.0.0.124", ahead=0.05) + [
        x for i in range(5) for x in clock.both(
            5000 + 64000 * i, behind=12345678.9 * (i + 1),
            client="10.0.0.2")] + _CALL
SEVERITY = "warning"
SAYS = r"10\.0\.0\.1 asks the time server 10\.0\.0\.123, which does not know " \
       r"the time itself \(leap 3, stratum 16, 2 times\)"
ALSO = [
    ([x for i in range(3) for x in clock.asks(64000 * i)] + _CALL, "warning",
     r"10\.0\.0\.123 3 times and never has an answer; no other answers it"),
    (clock.both(0, stratum=0, code=b"RATE") + _CALL, "warning",
     r"which refuses \(kiss of death, 1 times\)"),
    ([x for i in range(4) for x in clock.both(64000 * i, behind=7.5)] + _CALL,
     "warning", r"its clock stays 7\.5 s behind that server's"),
    ([x for i in range(4) for x in clock.both(
        64000 * i, behind=-90000, way=600)] + _CALL,
     "warning", r"its clock stays 90000\.0 s ahead of that server's"),
    (clock.both(0) + clock.both(500, server="10.0.0.124", ahead=60) + _CALL,
     "warning", r"10\.0\.0\.123 and 10\.0\.0\.124 disagree by 60\.0 s"),
]
