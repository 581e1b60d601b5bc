# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libflow.a
libflow_a_SOURCES = \
	flow/demux.c \
	flow/demux.h \
	flow/flow.c \
	flow/flow.h \
	flow/gather.c \
	flow/gather.h \
	flow/prints.c \
	flow/prints.h
