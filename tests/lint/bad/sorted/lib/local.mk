# SPDX-License-Identifier: GPL-3.0-or-later
libbase_a_SOURCES = \
	lib/b.c \
	lib/a.c \
	lib/c.c
