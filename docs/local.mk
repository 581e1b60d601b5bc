# SPDX-License-Identifier: GPL-3.0-or-later
EXTRA_DIST += docs/report.schema.json
EXTRA_DIST += \
	docs/METRICS.md
