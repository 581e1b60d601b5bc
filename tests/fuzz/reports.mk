# SPDX-License-Identifier: GPL-3.0-or-later
FUZZ_TARGETS += tests/fuzz/fuzz_where
tests_fuzz_fuzz_where_SOURCES = tests/fuzz/fuzz_where.c $(FUZZ_MAIN)
tests_fuzz_fuzz_where_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_where_LDADD = $(LAYER5) $(FOREIGN_LIBS)
