# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libreports.a
libreports_a_SOURCES = \
	reports/report.h
