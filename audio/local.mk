# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libaudio.a
libaudio_a_SOURCES = \
	audio/dtmf.c \
	audio/dtmf.h \
	audio/ear.c \
	audio/ear.h \
	audio/echo.c \
	audio/echo.h \
	audio/fft.c \
	audio/fft.h \
	audio/hearing.c \
	audio/hearing.h \
	audio/level.c \
	audio/level.h \
	audio/narrow.c \
	audio/narrow.h \
	audio/voice.c \
	audio/voice.h
