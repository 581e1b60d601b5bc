# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libdissect.a
libdissect_a_SOURCES = \
	dissect/dissector.h \
	dissect/dissectors.def \
	dissect/event.h \
	dissect/link.h \
	dissect/packet.h \
	dissect/rtcp.h \
	dissect/rtp.h \
	dissect/sdp.h \
	dissect/signal.h \
	dissect/sip.h \
	dissect/sip_headers.def
