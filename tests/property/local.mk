# SPDX-License-Identifier: GPL-3.0-or-later
# Laws that hold for every capture, tried on the samples.
SCRIPT_TESTS += \
	tests/property/capture_loss.py \
	tests/property/damage.py \
	tests/property/envelope.py \
	tests/property/fragments.py \
	tests/property/hep.py \
	tests/property/intervals.py \
	tests/property/lookalike.py \
	tests/property/mirror.py \
	tests/property/points.py \
	tests/property/segment.py \
	tests/property/wrap.py
EXTRA_DIST += tests/property/wraps.py
