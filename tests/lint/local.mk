# SPDX-License-Identifier: GPL-3.0-or-later
# What a compiler does not see. Each check has an example that it must refuse.
SCRIPT_TESTS += \
	tests/lint/banned.sh \
	tests/lint/docs.sh \
	tests/lint/foreign.sh \
	tests/lint/layers.sh \
	tests/lint/listed.sh \
	tests/lint/self.sh \
	tests/lint/size.sh \
	tests/lint/sorted.sh \
	tests/lint/symbols.sh
EXTRA_DIST += tests/lint/bad tests/lint/debt tests/lint/lint.sh
