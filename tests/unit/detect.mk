# SPDX-License-Identifier: GPL-3.0-or-later
UNIT_TESTS += tests/unit/detect tests/unit/hours
tests_unit_detect_SOURCES = tests/unit/detect.c tests/unit/feed.h
tests_unit_detect_LDADD = $(LAYER4) $(CMOCKA_LIBS) -lm
tests_unit_hours_SOURCES = tests/unit/hours.c tests/unit/test.h
tests_unit_hours_LDADD = $(LAYER4) $(CMOCKA_LIBS) -lm
