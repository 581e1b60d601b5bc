# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libcalls.a
libcalls_a_SOURCES = \
	calls/binding.c \
	calls/book.c \
	calls/book.h \
	calls/call.c \
	calls/call.h \
	calls/dialog.c \
	calls/digit.c \
	calls/exchange.c \
	calls/feedback.c \
	calls/hop.c \
	calls/legs.c \
	calls/legs.h \
	calls/media.c \
	calls/media.h \
	calls/message.c \
	calls/message.h \
	calls/names.c \
	calls/names.h \
	calls/names_read.c \
	calls/parts.h \
	calls/passage.c \
	calls/passage.h \
	calls/passage_end.c \
	calls/registration.c \
	calls/registration.h \
	calls/sighting.c \
	calls/ssrc.c \
	calls/stream.c \
	calls/stream.h \
	calls/track.c \
	calls/trails.h
