# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libdissect.a
libdissect_a_SOURCES = \
	dissect/decimal.h \
	dissect/dissector.h \
	dissect/dissectors.def \
	dissect/event.h \
	dissect/hello.c \
	dissect/hello.h \
	dissect/lines.h \
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
	dissect/sdp.c \
	dissect/sdp.h \
	dissect/sdp_attribute.c \
	dissect/sdp_media.c \
	dissect/sdp_parts.h \
	dissect/signal.c \
	dissect/signal.h \
	dissect/sip.c \
	dissect/sip.h \
	dissect/sip_address.c \
	dissect/sip_body.c \
	dissect/sip_chars.c \
	dissect/sip_header.c \
	dissect/sip_headers.def \
	dissect/sip_param.c \
	dissect/sip_parts.h \
	dissect/sip_start.c \
	dissect/sip_uri.c \
	dissect/sip_via.c \
	dissect/stun.c \
	dissect/stun.h
