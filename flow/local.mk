# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libflow.a
libflow_a_SOURCES = \
	flow/demux.c \
	flow/demux.h \
	flow/flow.c \
	flow/flow.h \
	flow/gather.c \
	flow/gather.h \
	flow/ipfrag.c \
	flow/ipfrag.h \
	flow/ipfrag_table.c \
	flow/ipfrag_table.h \
	flow/pieces.c \
	flow/pieces.h \
	flow/prints.c \
	flow/prints.h \
	flow/sctp.c \
	flow/sctp.h \
	flow/unhep.c \
	flow/unhep.h
