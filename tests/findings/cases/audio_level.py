# SPDX-License-Identifier: GPL-3.0-or-later
import hearing
from sound import call, voice

ARGS = ("--signal",)
POSITIVE = call(voice(1, 8, -48.0), voice(2, 8))
NEGATIVE = call(voice(1, 8, -26.0), voice(2, 8))
SEVERITY = "note"
SAYS = r"In call 1 the voice from 10\.0\.0\.1:4000 to 10\.0\.0\.2:4002 is very" \
       r" quiet: -4[78]\.\d dBov while somebody speaks \([78]\.\d s\)"
ALSO = [(call(hearing.scale(list(voice(1, 8)), 24), voice(2, 8)), "note",
         r"is too loud: \d+\.\d\d % of its samples are cut off at full scale")]
