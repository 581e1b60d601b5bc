# SPDX-License-Identifier: GPL-3.0-or-later
FUZZ_TARGETS += tests/fuzz/fuzz_hearing
tests_fuzz_fuzz_hearing_SOURCES = tests/fuzz/fuzz_hearing.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_hearing_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_hearing_LDADD = $(LAYER4) -lm
