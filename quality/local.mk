# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libquality.a
libquality_a_SOURCES = \
	quality/bandwidth.h \
	quality/burst.h \
	quality/emodel.h \
	quality/quality.h \
	quality/rtpstat.h \
	quality/seqtrack.h
