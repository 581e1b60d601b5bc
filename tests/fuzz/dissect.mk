# SPDX-License-Identifier: GPL-3.0-or-later
# Pattern of an entry:
#   FUZZ_TARGETS += tests/fuzz/fuzz_sip
#   tests_fuzz_fuzz_sip_SOURCES = tests/fuzz/fuzz_sip.c $(FUZZ_MAIN)
#   tests_fuzz_fuzz_sip_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
#   tests_fuzz_fuzz_sip_LDADD = libdissect.a $(LAYER0)
FUZZ_TARGETS += tests/fuzz/fuzz_dns
tests_fuzz_fuzz_dns_SOURCES = tests/fuzz/fuzz_dns.c $(FUZZ_MAIN)
tests_fuzz_fuzz_dns_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_dns_LDADD = libdissect.a $(LAYER0)

FUZZ_TARGETS += tests/fuzz/fuzz_hello
tests_fuzz_fuzz_hello_SOURCES = tests/fuzz/fuzz_hello.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_hello_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_hello_LDADD = libdissect.a $(LAYER0)

FUZZ_TARGETS += tests/fuzz/fuzz_hep
tests_fuzz_fuzz_hep_SOURCES = tests/fuzz/fuzz_hep.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_hep_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_hep_LDADD = libdissect.a $(LAYER0)

FUZZ_TARGETS += tests/fuzz/fuzz_jsonread
tests_fuzz_fuzz_jsonread_SOURCES = tests/fuzz/fuzz_jsonread.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_jsonread_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_jsonread_LDADD = libdissect.a $(LAYER0)

FUZZ_TARGETS += tests/fuzz/fuzz_link
tests_fuzz_fuzz_link_SOURCES = tests/fuzz/fuzz_link.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_link_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_link_LDADD = libdissect.a $(LAYER0)

FUZZ_TARGETS += tests/fuzz/fuzz_passport
tests_fuzz_fuzz_passport_SOURCES = tests/fuzz/fuzz_passport.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_passport_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_passport_LDADD = libdissect.a $(LAYER0)

FUZZ_TARGETS += tests/fuzz/fuzz_rtcp
tests_fuzz_fuzz_rtcp_SOURCES = tests/fuzz/fuzz_rtcp.c $(FUZZ_MAIN)
tests_fuzz_fuzz_rtcp_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_rtcp_LDADD = libdissect.a $(LAYER0)

FUZZ_TARGETS += tests/fuzz/fuzz_rtp
tests_fuzz_fuzz_rtp_SOURCES = tests/fuzz/fuzz_rtp.c $(FUZZ_MAIN)
tests_fuzz_fuzz_rtp_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_rtp_LDADD = libdissect.a $(LAYER0)

FUZZ_TARGETS += tests/fuzz/fuzz_stun
tests_fuzz_fuzz_stun_SOURCES = tests/fuzz/fuzz_stun.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_stun_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_stun_LDADD = libdissect.a $(LAYER0)

FUZZ_TARGETS += tests/fuzz/fuzz_tls
tests_fuzz_fuzz_tls_SOURCES = tests/fuzz/fuzz_tls.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_tls_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_tls_LDADD = libdissect.a $(LAYER0)

FUZZ_TARGETS += tests/fuzz/fuzz_turn
tests_fuzz_fuzz_turn_SOURCES = tests/fuzz/fuzz_turn.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_turn_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_turn_LDADD = libdissect.a $(LAYER0)

FUZZ_TARGETS += tests/fuzz/fuzz_vqreport
tests_fuzz_fuzz_vqreport_SOURCES = tests/fuzz/fuzz_vqreport.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_vqreport_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_vqreport_LDADD = libdissect.a $(LAYER0)

FUZZ_TARGETS += tests/fuzz/fuzz_xr
tests_fuzz_fuzz_xr_SOURCES = tests/fuzz/fuzz_xr.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_xr_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_xr_LDADD = libdissect.a $(LAYER0)
