# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libdetect.a
libdetect_a_SOURCES = \
	detect/detect.c \
	detect/detect.h \
	detect/detector.h \
	detect/detectors.def \
	detect/finding.h \
	detect/raise.c \
	detect/sip_retransmission.c \
	detect/sort.c \
	detect/thresholds.c \
	detect/thresholds.def \
	detect/thresholds.h
