# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libcapture.a
libcapture_a_SOURCES = \
	capture/file.c \
	capture/file.h \
	capture/filter.c \
	capture/filter.h \
	capture/filter_words.c \
	capture/filter_words.h \
	capture/frame.h \
	capture/gzip.c \
	capture/input.c \
	capture/input.h \
	capture/pcapng.c \
	capture/pcapng.h \
	capture/pcapng_extra.c \
	capture/pcapng_packet.c \
	capture/pcapng_section.c \
	capture/source.c \
	capture/source.h \
	capture/unpack.h \
	capture/zstd.c
