# SPDX-License-Identifier: GPL-3.0-or-later
from talk import talk

POSITIVE = talk(forth=18, back=18, voice={"size": 160})
NEGATIVE = talk(forth=18, back=18)
SEVERITY = "warning"
SAYS = r"packets of 160 bytes every 20 ms as G\.729, which makes 20 bytes"
