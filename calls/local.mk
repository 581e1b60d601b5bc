# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libcalls.a
libcalls_a_SOURCES = \
	calls/call.h
