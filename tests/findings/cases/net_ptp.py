# SPDX-License-Identifier: GPL-3.0-or-later
from clock import ptp

_A, _B = "0200000000310000", "0200000000320000"


def _announce(order, **options):
    return [x for i, one in enumerate(order) for x in ptp(
        1000 * i, 11, one, i, ip="10.0.0.31" if one == _A else "10.0.0.32",
        **options)]


def _syncs(numbers, **options):
    return [x for n in numbers for x in ptp(125 * n, 0, _A, n, **options)]


POSITIVE = _announce([_A, _B] * 4)
# One take-over, and the numbers begin anew with the other one.
NEGATIVE = _announce([_A] * 5 + [_B] * 5) + _syncs(range(40))
SEVERITY = "warning"
SAYS = r"PTP domain 0 has 2 grandmasters that announce themselves in turn, 7 " \
       r"times: 02:00:00:00:00:31:00:00 \(10\.0\.0\.31\), class 248, priority " \
       r"128 and 02:00:00:00:00:32:00:00 \(10\.0\.0\.32\)"
ALSO = [
    (_syncs([n for n in range(100) if n % 20], domain=3), "warning",
     r"In PTP domain 3 4 of 99 Sync messages are missing \(4\.0 %\), sent by 02"),
    (_announce([_A, _B] * 2, ethernet=True), "warning", r"2 grandmasters"),
]
