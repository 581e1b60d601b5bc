UNIT_TESTS += tests/unit/one
tests_unit_one_SOURCES = tests/unit/one.c
tests_unit_two_SOURCES = tests/unit/two.c
UNIT_TESTS += tests/unit/one
