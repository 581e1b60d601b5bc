# SPDX-License-Identifier: GPL-3.0-or-later
# Keys and a capture against the screen that was read and approved; the terminal.
SCRIPT_TESTS += \
	tests/screens/save.py \
	tests/screens/screens.py \
	tests/screens/terminal.py \
	tests/screens/torture.py
EXTRA_DIST += \
	tests/screens/LIST \
	tests/screens/expected

screens-update: all
	@$(AM_TESTS_ENVIRONMENT) $(SHELL) $(top_srcdir)/tests/python.sh \
		$(top_srcdir)/tests/screens/screens.py --update
.PHONY: screens-update
