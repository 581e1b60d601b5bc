# SPDX-License-Identifier: GPL-3.0-or-later
UNIT_TESTS += tests/unit/two
UNIT_TESTS += tests/unit/one
