# SPDX-License-Identifier: GPL-3.0-or-later
UNIT_TESTS += tests/unit/classify
tests_unit_classify_SOURCES = tests/unit/classify.c tests/unit/hex.h
tests_unit_classify_LDADD = $(LAYER2) $(CMOCKA_LIBS) -lm
UNIT_TESTS += tests/unit/flow
tests_unit_flow_SOURCES = tests/unit/flow.c
tests_unit_flow_LDADD = $(LAYER2) $(CMOCKA_LIBS) -lm
