# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libflow.a
libflow_a_SOURCES = \
	flow/app.c \
	flow/app.h \
	flow/bytes.c \
	flow/bytes.h \
	flow/classify.c \
	flow/classify.h \
	flow/classify_own.c \
	flow/classify_own.h \
	flow/demux.c \
	flow/demux.h \
	flow/flow.c \
	flow/flow.h \
	flow/framing.c \
	flow/framing.h \
	flow/framing_head.c \
	flow/framing_media.c \
	flow/framing_parts.h \
	flow/framing_probe.c \
	flow/framing_sip.c \
	flow/framing_tls.c \
	flow/framing_ws.c \
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
	flow/rebuild.c \
	flow/rebuild.h \
	flow/sctp.c \
	flow/sctp.h \
	flow/tcp.c \
	flow/tcp.h \
	flow/tcp_order.c \
	flow/tcp_order.h \
	flow/tcp_stream.c \
	flow/tcp_stream.h \
	flow/tcp_table.c \
	flow/tcp_table.h \
	flow/unhep.c \
	flow/unhep.h
