# SPDX-License-Identifier: GPL-3.0-or-later
UNIT_TESTS += tests/unit/detect
tests_unit_detect_SOURCES = tests/unit/detect.c tests/unit/feed.h
tests_unit_detect_LDADD = $(LAYER4) $(CMOCKA_LIBS) -lm
