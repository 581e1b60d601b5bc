# SPDX-License-Identifier: GPL-3.0-or-later
from quality import scattered, talk

POSITIVE = talk(payload_type=18, count=800,
                forth={"drop": scattered(800, 0.25)})
NEGATIVE = talk(payload_type=18)
SEVERITY = "error"
SAYS = r"estimated MOS of 1\.\d\d \(1\.\d to [12]\.\d\) on the NB scale.* Of " \
       r"its 800 packets 200 were lost and 0 came too late"
