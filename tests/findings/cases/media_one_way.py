# SPDX-License-Identifier: GPL-3.0-or-later
from talk import talk

POSITIVE = talk(forth=8, back=None)
NEGATIVE = talk()
SEVERITY = "error"
SAYS = r"10\.0\.0\.1:4000 sends RTP to 10\.0\.0\.2:5000, and nothing comes " \
       r"from the callee"
