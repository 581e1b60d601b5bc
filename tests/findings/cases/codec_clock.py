# SPDX-License-Identifier: GPL-3.0-or-later
from talk import talk

POSITIVE = talk(forth=9, back=9, voice={"step": 320})
# A sender that is too slow counts right.
NEGATIVE = talk(forth=9, back=9, voice={"every": 30.0, "count": 100})
SEVERITY = "warning"
SAYS = r"sends G\.722, 64 kbit/s with timestamps that advance by 1[56]\d\d\d " \
       r"a second; its RTP clock is 8000"
