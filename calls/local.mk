# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libcalls.a
libcalls_a_SOURCES = \
	calls/binding.c \
	calls/book.c \
	calls/book.h \
	calls/by_call_id.c \
	calls/by_charging.c \
	calls/by_cross_id.c \
	calls/by_media_address.c \
	calls/by_numbers.c \
	calls/by_payload.c \
	calls/by_replaces.c \
	calls/by_sdp_origin.c \
	calls/by_session_id.c \
	calls/by_shared_header.c \
	calls/by_transfer.c \
	calls/call.c \
	calls/call.h \
	calls/device.c \
	calls/device.h \
	calls/dialog.c \
	calls/digit.c \
	calls/exchange.c \
	calls/feedback.c \
	calls/hop.c \
	calls/join.c \
	calls/join.h \
	calls/joins.def \
	calls/media.c \
	calls/media.h \
	calls/message.c \
	calls/message.h \
	calls/parts.h \
	calls/path.c \
	calls/path.h \
	calls/registration.c \
	calls/registration.h \
	calls/relay.c \
	calls/relay.h \
	calls/ssrc.c \
	calls/stream.c \
	calls/stream.h \
	calls/tie.c \
	calls/tie.h \
	calls/track.c
