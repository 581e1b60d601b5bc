# SPDX-License-Identifier: GPL-3.0-or-later
from quality import talk

# 19.994 ms instead of 20: 300 ppm fast; and 50 ppm slow.
POSITIVE = talk(forth={"every": 19.994}, count=1800)
NEGATIVE = talk(forth={"every": 20.001}, count=1800)
SEVERITY = "warning"
SAYS = r"clock of 10\.0\.0\.1:4000, .* is (29\d|30\d) ppm faster than the " \
       r"capture's"
