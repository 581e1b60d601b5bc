# SPDX-License-Identifier: GPL-3.0-or-later
UNIT_TESTS += tests/unit/dialog tests/unit/track
tests_unit_dialog_SOURCES = tests/unit/dialog.c tests/unit/feed.h
tests_unit_dialog_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm
tests_unit_track_SOURCES = tests/unit/track.c tests/unit/feed.h
tests_unit_track_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm
