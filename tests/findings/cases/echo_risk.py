# SPDX-License-Identifier: GPL-3.0-or-later
from sound import call, echo, voice

ARGS = ("--signal",)
POSITIVE = echo(voice(1, 20), 180, 18)
NEGATIVE = call(voice(1, 20), voice(2, 20))
SEVERITY = "note"
SAYS = r"In call 1 the voice from 10\.0\.0\.2:4002 to 10\.0\.0\.1:4000 holds " \
       r"what the other side said 1[78]\d ms before, weaker by (?:1[6-9]|20) dB"
