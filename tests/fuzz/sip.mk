# SPDX-License-Identifier: GPL-3.0-or-later
FUZZ_TARGETS += tests/fuzz/fuzz_sdp
tests_fuzz_fuzz_sdp_SOURCES = tests/fuzz/fuzz_sdp.c tests/fuzz/inside.h \
	$(FUZZ_MAIN)
tests_fuzz_fuzz_sdp_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_sdp_LDADD = libdissect.a $(LAYER0)
FUZZ_TARGETS += tests/fuzz/fuzz_sip
tests_fuzz_fuzz_sip_SOURCES = tests/fuzz/fuzz_sip.c tests/fuzz/inside.h \
	$(FUZZ_MAIN)
tests_fuzz_fuzz_sip_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_sip_LDADD = libdissect.a $(LAYER0)
