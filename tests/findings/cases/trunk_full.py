# SPDX-License-Identifier: GPL-3.0-or-later
from trunk import registered, through

_busy = registered() + through("0791", 1000, 2000000) + through(
    "0792", 3000, 2000000)
POSITIVE = _busy + through(
    "0793", 9000, status="503 Service Unavailable",
    extra='Reason: Q.850;cause=34;text="no circuit"')
NEGATIVE = _busy + through("0793", 9000, status="486 Busy Here") + through(
    "0794", 12000, status="503 Service Unavailable")
SEVERITY = "error"
SAYS = r"1 call through 10\.9\.0\.1 was refused .* up to 2 in use .* 1 % " \
       r"blocking needs \d+ channels"
