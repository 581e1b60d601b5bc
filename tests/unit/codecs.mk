# SPDX-License-Identifier: GPL-3.0-or-later
UNIT_TESTS += tests/unit/codec
tests_unit_codec_SOURCES = tests/unit/codec.c tests/unit/near.h
tests_unit_codec_LDADD = libcodecs.a $(LAYER0) $(CODEC_LIBS) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/decoder
tests_unit_decoder_SOURCES = tests/unit/decoder.c tests/unit/near.h
tests_unit_decoder_LDADD = libcodecs.a $(LAYER0) $(CODEC_LIBS) \
	$(CMOCKA_LIBS) -lm
