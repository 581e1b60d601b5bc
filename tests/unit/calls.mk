# SPDX-License-Identifier: GPL-3.0-or-later
UNIT_TESTS += tests/unit/book_walk tests/unit/dialog tests/unit/dialog_odd \
	tests/unit/track tests/unit/track_odd
tests_unit_book_walk_SOURCES = tests/unit/book_walk.c tests/unit/feed.h
tests_unit_book_walk_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm
tests_unit_dialog_SOURCES = tests/unit/dialog.c tests/unit/feed.h
tests_unit_dialog_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm
tests_unit_dialog_odd_SOURCES = tests/unit/dialog_odd.c tests/unit/feed.h
tests_unit_dialog_odd_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm
tests_unit_track_SOURCES = tests/unit/track.c tests/unit/feed.h
tests_unit_track_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm
tests_unit_track_odd_SOURCES = tests/unit/track_odd.c tests/unit/feed.h
tests_unit_track_odd_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm
UNIT_TESTS += tests/unit/traffic
tests_unit_traffic_SOURCES = tests/unit/traffic.c tests/unit/feed.h
tests_unit_traffic_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm
