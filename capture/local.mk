# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libcapture.a
libcapture_a_SOURCES = \
	capture/frame.h \
	capture/source.h
