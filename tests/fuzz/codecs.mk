# SPDX-License-Identifier: GPL-3.0-or-later
FUZZ_TARGETS += tests/fuzz/fuzz_decoder
tests_fuzz_fuzz_decoder_SOURCES = tests/fuzz/fuzz_decoder.c tests/fuzz/fuzz.h $(FUZZ_MAIN)
tests_fuzz_fuzz_decoder_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_decoder_LDADD = libcodecs.a $(LAYER0) $(CODEC_LIBS) -lm
