# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libdissect.a
libdissect_a_SOURCES = \
	dissect/dissector.h \
	dissect/dissectors.def \
	dissect/event.h \
	dissect/link.c \
	dissect/link.h \
	dissect/link_ip.h \
	dissect/link_walk.h \
	dissect/packet.c \
	dissect/packet.h \
	dissect/rtcp.c \
	dissect/rtcp.h \
	dissect/rtp.c \
	dissect/rtp.h \
	dissect/sdp.h \
	dissect/signal.h \
	dissect/sip.h \
	dissect/sip_headers.def
