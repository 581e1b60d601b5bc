# SPDX-License-Identifier: GPL-3.0-or-later
from talk import talk

POSITIVE = talk(forth=8, back=9, offer=[8, 9], answer=[8, 9])
NEGATIVE = talk(forth=9, back=9, offer=[8, 9], answer=[9])
SEVERITY = "note"
SAYS = r"10\.0\.0\.1:4000 sends G\.711 A-law .* gets G\.722"
