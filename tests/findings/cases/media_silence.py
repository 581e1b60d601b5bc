# SPDX-License-Identifier: GPL-3.0-or-later
from hearing import silence
from sound import call, muted, voice

ARGS = ("--signal",)
POSITIVE = muted(voice(1, 16), 16)
NEGATIVE = call(voice(1, 16), voice(2, 16))
SEVERITY = "warning"
SAYS = r"In call 1 the voice from 10\.0\.0\.2:4002 to 10\.0\.0\.1:4000 carries" \
       r" no sound from beginning to end \(1[56]\.\d s\): digital silence, " \
       r"while the other side is heard for 1\d\.\d s"
ALSO = [(call(voice(4, 22), list(voice(2, 5)) + silence(12) +
              list(voice(3, 5))), "warning",
         r"carries no sound for 1[12]\.\d s: digital silence")]
