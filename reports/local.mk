# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libreports.a
libreports_a_SOURCES = \
	reports/agents.c \
	reports/agents.h \
	reports/calls.c \
	reports/calls.h \
	reports/csv.c \
	reports/document.c \
	reports/facts.c \
	reports/facts.h \
	reports/format.c \
	reports/format.h \
	reports/gathered.c \
	reports/gathered.h \
	reports/gathered_tcp.c \
	reports/gathered_tcp.h \
	reports/json.c \
	reports/json.h \
	reports/ladder.c \
	reports/ladder.h \
	reports/ladder_csv.c \
	reports/ladder_svg.c \
	reports/ladder_text.c \
	reports/ladder_text.h \
	reports/names.c \
	reports/names.h \
	reports/packets.c \
	reports/packets.h \
	reports/points.c \
	reports/points.h \
	reports/record_call.c \
	reports/record_stream.c \
	reports/records.c \
	reports/records.h \
	reports/report.c \
	reports/report.h \
	reports/reports.def \
	reports/sdp.c \
	reports/sdp.h \
	reports/streams.c \
	reports/streams.h \
	reports/text.c \
	reports/text_call.c \
	reports/text_call.h \
	reports/tunnels.c \
	reports/tunnels.h
