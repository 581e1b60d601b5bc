# SPDX-License-Identifier: GPL-3.0-or-later
# The parts of the sample generator that published vectors can test.
UNIT_TESTS += tests/unit/gen
tests_unit_gen_SOURCES = \
	samples/gen_args.c \
	samples/gen_audio.c \
	samples/gen_md5.c \
	tests/unit/gen.c
tests_unit_gen_LDADD = $(LAYER0) $(CMOCKA_LIBS)
