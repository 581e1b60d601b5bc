# SPDX-License-Identifier: GPL-3.0-or-later
FUZZ_TARGETS += tests/fuzz/fuzz_csvread
tests_fuzz_fuzz_csvread_SOURCES = tests/fuzz/fuzz_csvread.c $(FUZZ_MAIN)
tests_fuzz_fuzz_csvread_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_csvread_LDADD = $(LAYER0) -lm
FUZZ_TARGETS += tests/fuzz/fuzz_names
tests_fuzz_fuzz_names_SOURCES = tests/fuzz/fuzz_names.c $(FUZZ_MAIN)
tests_fuzz_fuzz_names_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_names_LDADD = $(LAYER3) -lm
FUZZ_TARGETS += tests/fuzz/fuzz_story
tests_fuzz_fuzz_story_SOURCES = tests/fuzz/fuzz_story.c $(FUZZ_MAIN)
tests_fuzz_fuzz_story_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_story_LDADD = $(LAYER3) -lm
