# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libui.a
libui_a_SOURCES = \
	ui/calls_cells.c \
	ui/calls_cells.h \
	ui/calls_list.c \
	ui/calls_list.h \
	ui/canvas.c \
	ui/canvas.h \
	ui/commands.c \
	ui/commands.h \
	ui/desk.c \
	ui/desk.h \
	ui/frame.c \
	ui/frame.h \
	ui/inks.def \
	ui/keys.c \
	ui/keys.def \
	ui/keys.h \
	ui/ladder_draw.c \
	ui/ladder_draw.h \
	ui/ladder_view.c \
	ui/ladder_view.h \
	ui/message_ask.h \
	ui/prompt.c \
	ui/prompt.h \
	ui/screen.c \
	ui/screen.h \
	ui/screen_calls.c \
	ui/screen_help.c \
	ui/screen_ladder.c \
	ui/screen_message.c \
	ui/screens.def \
	ui/script.c \
	ui/script.h \
	ui/settings.c \
	ui/settings.h \
	ui/shell.c \
	ui/shell.h \
	ui/sip_text.c \
	ui/sip_text.h \
	ui/table.c \
	ui/table.h \
	ui/term.c \
	ui/term.h \
	ui/texts.c \
	ui/texts.h
