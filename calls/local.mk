# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libcalls.a
libcalls_a_SOURCES = \
	calls/binding.c \
	calls/book.c \
	calls/book.h \
	calls/call.c \
	calls/call.h \
	calls/copies.c \
	calls/copies.h \
	calls/dialog.c \
	calls/digit.c \
	calls/exchange.c \
	calls/feedback.c \
	calls/hop.c \
	calls/interval.c \
	calls/interval.h \
	calls/legs.c \
	calls/legs.h \
	calls/losses.c \
	calls/losses.h \
	calls/losses_holes.c \
	calls/media.c \
	calls/media.h \
	calls/message.c \
	calls/message.h \
	calls/mirror.c \
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
	calls/traffic.c \
	calls/traffic.h \
	calls/traffic_app.c \
	calls/traffic_app.h \
	calls/trails.h
