# SPDX-License-Identifier: GPL-3.0-or-later
dist_doc_DATA = \
	NEWS \
	README \
	docs/ARCHITECTURE.md \
	docs/HACKING.md \
	docs/METRICS.md \
	docs/SCENARIOS.md \
	docs/report.schema.json
