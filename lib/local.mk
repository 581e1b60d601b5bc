# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libbase.a
libbase_a_SOURCES = \
	lib/arena.c \
	lib/arena.h \
	lib/attr.h \
	lib/banned.h \
	lib/csvread.c \
	lib/csvread.h \
	lib/cursor.h \
	lib/endpoint.c \
	lib/endpoint.h \
	lib/err.c \
	lib/err.h \
	lib/hash.h \
	lib/i18n.h \
	lib/map.c \
	lib/map.h \
	lib/maybe.h \
	lib/ns.h \
	lib/pool.c \
	lib/pool.h \
	lib/slice.c \
	lib/slice.h \
	lib/text.c \
	lib/text.h \
	lib/utf8.c \
	lib/utf8.h \
	lib/verdict.h
