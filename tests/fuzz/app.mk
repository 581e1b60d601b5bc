# SPDX-License-Identifier: GPL-3.0-or-later
FUZZ_TARGETS += tests/fuzz/fuzz_config
tests_fuzz_fuzz_config_SOURCES = tests/fuzz/fuzz_config.c app/config.c \
	app/config.h app/naming.c app/naming.h $(FUZZ_MAIN)
tests_fuzz_fuzz_config_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_config_LDADD = $(LAYER4) -lm
