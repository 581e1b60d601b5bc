# SPDX-License-Identifier: GPL-3.0-or-later
# Expected text of commands over the samples; review an update as a diff.
SCRIPT_TESTS += tests/golden/golden.py
EXTRA_DIST += \
	tests/golden/LIST \
	tests/golden/expected

golden-update: all
	@$(AM_TESTS_ENVIRONMENT) $(SHELL) $(top_srcdir)/tests/python.sh \
		$(top_srcdir)/tests/golden/golden.py --update
.PHONY: golden-update
