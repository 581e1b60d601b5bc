# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libcalls.a
libcalls_a_SOURCES = \
	calls/book.h \
	calls/call.h \
	calls/media.h \
	calls/message.h \
	calls/registration.h \
	calls/stream.h
