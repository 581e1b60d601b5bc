# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libcodecs.a
libcodecs_a_SOURCES = \
	codecs/amr.c \
	codecs/bcg729.c \
	codecs/bcg729.h \
	codecs/cn.c \
	codecs/codec.c \
	codecs/codec.h \
	codecs/codecs.def \
	codecs/decoder.c \
	codecs/decoder.h \
	codecs/dvi4.c \
	codecs/event.c \
	codecs/evs.c \
	codecs/g711.c \
	codecs/g722.c \
	codecs/g7221.c \
	codecs/g723.c \
	codecs/g726.c \
	codecs/g728.c \
	codecs/g729.c \
	codecs/gsm.c \
	codecs/h26x.c \
	codecs/ilbc.c \
	codecs/l16.c \
	codecs/libopus.c \
	codecs/libopus.h \
	codecs/lpc.c \
	codecs/mpeg.c \
	codecs/opus.c \
	codecs/qcelp.c \
	codecs/redundancy.c \
	codecs/silk.c \
	codecs/spandsp.c \
	codecs/spandsp.h \
	codecs/speex.c \
	codecs/t38.c \
	codecs/video_old.c \
	codecs/vpx.c
