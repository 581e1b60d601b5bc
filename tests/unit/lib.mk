# SPDX-License-Identifier: GPL-3.0-or-later
# A unit test of layer N links with layers 0..N only.
UNIT_TESTS += tests/unit/slice
tests_unit_slice_SOURCES = tests/unit/slice.c
tests_unit_slice_LDADD = $(LAYER0) $(CMOCKA_LIBS)
