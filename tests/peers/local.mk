# SPDX-License-Identifier: GPL-3.0-or-later
# Our figures against those of others, on captures that are not in the project.
SCRIPT_TESTS += \
	tests/peers/applications.py \
	tests/peers/peers.py \
	tests/peers/points.py
EXTRA_DIST += \
	tests/peers/compare.py \
	tests/peers/known.tsv \
	tests/peers/truth.py
