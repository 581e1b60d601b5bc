# SPDX-License-Identifier: GPL-3.0-or-later
# Each finding with a capture that shows it and one that does not.
SCRIPT_TESTS += \
	tests/findings/degrees.py \
	tests/findings/findings.py \
	tests/findings/network.py
EXTRA_DIST += \
	tests/findings/attack.py \
	tests/findings/cases \
	tests/findings/clock.py \
	tests/findings/link.py \
	tests/findings/lookup.py \
	tests/findings/quality.py \
	tests/findings/register.py \
	tests/findings/sound.py \
	tests/findings/srtp.py \
	tests/findings/stream.py \
	tests/findings/talk.py \
	tests/findings/tls.py \
	tests/findings/trunk.py
