# SPDX-License-Identifier: GPL-3.0-or-later
# Pattern of an entry:
#   FUZZ_TARGETS += tests/fuzz/fuzz_sip
#   tests_fuzz_fuzz_sip_SOURCES = tests/fuzz/fuzz_sip.c $(FUZZ_MAIN)
#   tests_fuzz_fuzz_sip_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
#   tests_fuzz_fuzz_sip_LDADD = libdissect.a $(LAYER0)
