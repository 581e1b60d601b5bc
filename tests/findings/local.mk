# SPDX-License-Identifier: GPL-3.0-or-later
# Each finding with a capture that shows it and one that does not.
SCRIPT_TESTS += \
	tests/findings/degrees.py \
	tests/findings/findings.py
EXTRA_DIST += \
	tests/findings/cases \
	tests/findings/quality.py \
	tests/findings/register.py \
	tests/findings/talk.py
