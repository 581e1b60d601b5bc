# SPDX-License-Identifier: GPL-3.0-or-later
from quality import reports, talk

POSITIVE = talk(more=reports(lost=40))
NEGATIVE = talk(more=reports(lost=0))
SEVERITY = "error"
SAYS = r"from 10\.0\.0\.1:4000 .*loses 39 of 4\d\d packets \(9\.\d %\) behind " \
       r"this point: the reports of 10\.0\.0\.2 \(RTCP\)"
