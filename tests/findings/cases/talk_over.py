# SPDX-License-Identifier: GPL-3.0-or-later
from sound import call, far, turns, voice

ARGS = ("--signal",)
POSITIVE = far(call(voice(1, 20), voice(2, 20)), 600)
NEGATIVE = far(call(turns(20, 2, True), turns(20, 2, False)), 600)
SEVERITY = "note"
SAYS = r"In call 1 both sides talk at once for \d+\.\d of the \d+\.\d s that " \
       r"anybody talks \(\d+ %\), and the voice takes at least 6\d\d ms one way"
