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
	quality/emodel.c \
	quality/emodel.h \
	quality/quality.c \
	quality/quality.h \
	quality/rtpstat.c \
	quality/rtpstat.h \
	quality/rtt.c \
	quality/rtt.h \
	quality/seqtrack.c \
	quality/seqtrack.h \
	quality/transit.c \
	quality/transit.h
