# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libcodecs.a
libcodecs_a_SOURCES = \
	codecs/codec.h
