# SPDX-License-Identifier: GPL-3.0-or-later
# A unit test of layer N links with layers 0..N only.
UNIT_TESTS += tests/unit/csvread
tests_unit_csvread_SOURCES = tests/unit/csvread.c
tests_unit_csvread_LDADD = $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/cursor
tests_unit_cursor_SOURCES = tests/unit/cursor.c
tests_unit_cursor_LDADD = $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/endpoint
tests_unit_endpoint_SOURCES = tests/unit/endpoint.c
tests_unit_endpoint_LDADD = $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/map
tests_unit_map_SOURCES = tests/unit/map.c
tests_unit_map_LDADD = $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/memory
tests_unit_memory_SOURCES = tests/unit/memory.c
tests_unit_memory_LDADD = $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/slice
tests_unit_slice_SOURCES = tests/unit/slice.c tests/unit/test.h
tests_unit_slice_LDADD = $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/text
tests_unit_text_SOURCES = tests/unit/text.c tests/unit/hex.h
tests_unit_text_LDADD = $(LAYER0) $(CMOCKA_LIBS)
