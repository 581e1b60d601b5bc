# SPDX-License-Identifier: GPL-3.0-or-later
from trunk import registered, through

_good = registered() + through("+41215551022", 0, 20000) + through(
    "+41215551033", 30000, 50000)
POSITIVE = _good + through("0215551022", 60000, status="404 Not Found")
# One of a form gets through: a wrong number, and no wrong form. Busy is none.
NEGATIVE = _good + through("+41215551044", 60000, status="404 Not Found") + \
    through("0215551022", 70000, status="486 Busy Here")
SEVERITY = "error"
SAYS = r"10\.9\.0\.1 refused all 1 numbers of the form 021\.\.\. \(such as " \
       r"0215551022, 404\), and took 2 of the form \+41\.\.\.\. The same " \
       r"number got through as \+41215551022\."
ALSO = [(_good + through("0041215559999", 60000, status="484 Address "
                         "Incomplete"), "warning",
         r"all 1 numbers of the form 0041\.\.\. .*484\), and took 2")]
