# SPDX-License-Identifier: GPL-3.0-or-later
UNIT_TESTS += tests/unit/codec
tests_unit_codec_SOURCES = tests/unit/codec.c tests/unit/near.h
tests_unit_codec_LDADD = libcodecs.a $(LAYER0) $(CMOCKA_LIBS) -lm
