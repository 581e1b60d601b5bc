# SPDX-License-Identifier: GPL-3.0-or-later
UNIT_TESTS += tests/unit/flow
tests_unit_flow_SOURCES = tests/unit/flow.c
tests_unit_flow_LDADD = $(LAYER2) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/prints
tests_unit_prints_SOURCES = tests/unit/prints.c
tests_unit_prints_LDADD = $(LAYER2) $(CMOCKA_LIBS) -lm
