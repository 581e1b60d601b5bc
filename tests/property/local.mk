# SPDX-License-Identifier: GPL-3.0-or-later
# Laws that hold for every capture, tried on the samples.
SCRIPT_TESTS += \
	tests/property/damage.py \
	tests/property/envelope.py \
	tests/property/mirror.py
