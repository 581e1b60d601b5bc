# SPDX-License-Identifier: GPL-3.0-or-later
from talk import talk

# The other call shows that voice would have been seen.
POSITIVE = talk() + talk(forth=8, back=None, name="c2", at=8000, b="10.0.0.9",
                         voice={"count": 0})
NEGATIVE = talk()
SEVERITY = "error"
SAYS = r"Call 2 was answered and lasted 5\.0 s without any RTP"
