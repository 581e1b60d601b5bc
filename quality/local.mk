# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libquality.a
libquality_a_SOURCES = \
	quality/bandwidth.c \
	quality/bandwidth.h \
	quality/burst.c \
	quality/burst.h \
	quality/clocks.c \
	quality/clocks.h \
	quality/delay.c \
	quality/delay.h \
	quality/disorder.c \
	quality/disorder.h \
	quality/emodel.c \
	quality/emodel.h \
	quality/emodel_fb.c \
	quality/emodel_fb.h \
	quality/emodel_wb.c \
	quality/emodel_wb.h \
	quality/erlang.c \
	quality/erlang.h \
	quality/pacing.c \
	quality/pacing.h \
	quality/playout.c \
	quality/playout.h \
	quality/quality.c \
	quality/quality.h \
	quality/range.c \
	quality/range.h \
	quality/recency.c \
	quality/recency.h \
	quality/rtpstat.c \
	quality/rtpstat.h \
	quality/rtt.c \
	quality/rtt.h \
	quality/scales.c \
	quality/scales.h \
	quality/seqtrack.c \
	quality/seqtrack.h \
	quality/transit.c \
	quality/transit.h
