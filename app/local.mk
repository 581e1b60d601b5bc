# SPDX-License-Identifier: GPL-3.0-or-later
bin_PROGRAMS += earshot
earshot_SOURCES = \
	app/main.c
earshot_LDADD = $(LAYER5) $(FOREIGN_LIBS)
