# SPDX-License-Identifier: GPL-3.0-or-later
from register import registered

POSITIVE = registered(every=300, granted=120, times=2)
NEGATIVE = registered(every=50, granted=60)
SEVERITY = "warning"
SAYS = r"for 120 s and refreshed too late: for 180 s it could not be called"
