# SPDX-License-Identifier: GPL-3.0-or-later
from talk import talk

POSITIVE = talk(forth=8, back=8, offer=[9, 8], answer=[8, 9])
NEGATIVE = talk(forth=9, back=9, offer=[9, 8], answer=[9, 8])
SEVERITY = "note"
SAYS = r"Call 1 ran with PCMA, although 10\.0\.0\.1 and 10\.0\.0\.2 both " \
       r"can do G722"
