# SPDX-License-Identifier: GPL-3.0-or-later
bin_PROGRAMS += earshot
earshot_SOURCES = \
	app/calls.c \
	app/choice.c \
	app/choice.h \
	app/command.h \
	app/commands.def \
	app/config.c \
	app/config.h \
	app/explain.c \
	app/expression.c \
	app/expression.h \
	app/findings.c \
	app/inventory.c \
	app/ladder.c \
	app/limits.c \
	app/limits.h \
	app/main.c \
	app/merge.c \
	app/merge.h \
	app/mos.c \
	app/mos.h \
	app/mos_put.c \
	app/mos_question.h \
	app/naming.c \
	app/naming.h \
	app/observe.c \
	app/observe.h \
	app/offsets.c \
	app/offsets.h \
	app/options.c \
	app/options.h \
	app/options_rows.h \
	app/output.c \
	app/output.h \
	app/points.c \
	app/points.h \
	app/progress.c \
	app/progress.h \
	app/reading.c \
	app/reading.h \
	app/report.c \
	app/sdp.c \
	app/several.c \
	app/several.h \
	app/streams.c \
	app/survey.c \
	app/survey.h \
	app/terminal.c \
	app/terminal.h \
	app/topology.c \
	app/vendors.c \
	app/vendors.h
earshot_LDADD = $(LAYER6) $(FOREIGN_LIBS)
