# SPDX-License-Identifier: GPL-3.0-or-later
from talk import talk

POSITIVE = talk(forth=8, back=0, offer=[8], answer=[8])
NEGATIVE = talk(forth=8, back=0, offer=[0, 8], answer=[0, 8])
SEVERITY = "error"
SAYS = r"10\.0\.0\.2:5000 sent 200 packets of payload type 0 .*agreed to PCMA"
