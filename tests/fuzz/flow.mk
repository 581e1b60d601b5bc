# SPDX-License-Identifier: GPL-3.0-or-later
FUZZ_TARGETS += \
	tests/fuzz/fuzz_framing \
	tests/fuzz/fuzz_ipfrag \
	tests/fuzz/fuzz_network \
	tests/fuzz/fuzz_sctp \
	tests/fuzz/fuzz_tcp \
	tests/fuzz/fuzz_ws
tests_fuzz_fuzz_framing_SOURCES = tests/fuzz/fuzz_framing.c tests/fuzz/cut.h $(FUZZ_MAIN)
tests_fuzz_fuzz_framing_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_framing_LDADD = libflow.a libdissect.a $(LAYER0)
tests_fuzz_fuzz_ipfrag_SOURCES = tests/fuzz/fuzz_ipfrag.c $(FUZZ_MAIN)
tests_fuzz_fuzz_ipfrag_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_ipfrag_LDADD = libflow.a libdissect.a $(LAYER0)
tests_fuzz_fuzz_network_SOURCES = tests/fuzz/fuzz_network.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_network_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_network_LDADD = libflow.a libdissect.a $(LAYER0)
tests_fuzz_fuzz_sctp_SOURCES = tests/fuzz/fuzz_sctp.c $(FUZZ_MAIN)
tests_fuzz_fuzz_sctp_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_sctp_LDADD = libflow.a libdissect.a $(LAYER0)
tests_fuzz_fuzz_tcp_SOURCES = tests/fuzz/fuzz_tcp.c $(FUZZ_MAIN)
tests_fuzz_fuzz_tcp_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_tcp_LDADD = libflow.a libdissect.a $(LAYER0)
tests_fuzz_fuzz_ws_SOURCES = tests/fuzz/fuzz_ws.c tests/fuzz/cut.h $(FUZZ_MAIN)
tests_fuzz_fuzz_ws_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_ws_LDADD = libflow.a libdissect.a $(LAYER0)
