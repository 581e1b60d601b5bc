# SPDX-License-Identifier: GPL-3.0-or-later
UNIT_TESTS += tests/unit/ui_canvas
tests_unit_ui_canvas_SOURCES = tests/unit/ui_canvas.c
tests_unit_ui_canvas_LDADD = $(LAYER6) $(CMOCKA_LIBS) $(FOREIGN_LIBS)

UNIT_TESTS += tests/unit/ui_desk
tests_unit_ui_desk_SOURCES = tests/unit/ui_desk.c
tests_unit_ui_desk_LDADD = $(LAYER6) $(CMOCKA_LIBS) $(FOREIGN_LIBS)

UNIT_TESTS += tests/unit/ui_keys
tests_unit_ui_keys_SOURCES = tests/unit/ui_keys.c
tests_unit_ui_keys_LDADD = $(LAYER6) $(CMOCKA_LIBS) $(FOREIGN_LIBS)

UNIT_TESTS += tests/unit/ui_table
tests_unit_ui_table_SOURCES = tests/unit/ui_table.c
tests_unit_ui_table_LDADD = $(LAYER6) $(CMOCKA_LIBS) $(FOREIGN_LIBS)
