# SPDX-License-Identifier: GPL-3.0-or-later
UNIT_TESTS += tests/unit/agent
tests_unit_agent_SOURCES = tests/unit/agent.c
tests_unit_agent_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/book_walk
tests_unit_book_walk_SOURCES = tests/unit/book_walk.c tests/unit/feed.h
tests_unit_book_walk_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/claim
tests_unit_claim_SOURCES = tests/unit/claim.c tests/unit/feed.h
tests_unit_claim_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/conduct
tests_unit_conduct_SOURCES = tests/unit/conduct.c tests/unit/feed.h
tests_unit_conduct_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/copies
tests_unit_copies_SOURCES = tests/unit/copies.c tests/unit/feed.h
tests_unit_copies_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/dialog
tests_unit_dialog_SOURCES = tests/unit/dialog.c tests/unit/feed.h
tests_unit_dialog_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/dialog_odd
tests_unit_dialog_odd_SOURCES = tests/unit/dialog_odd.c tests/unit/feed.h
tests_unit_dialog_odd_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/farend
tests_unit_farend_SOURCES = tests/unit/farend.c tests/unit/feed.h
tests_unit_farend_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/interval
tests_unit_interval_SOURCES = tests/unit/interval.c tests/unit/feed.h \
	tests/unit/near.h
tests_unit_interval_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/join
tests_unit_join_SOURCES = tests/unit/join.c tests/unit/feed.h
tests_unit_join_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/kpi
tests_unit_kpi_SOURCES = tests/unit/kpi.c tests/unit/feed.h
tests_unit_kpi_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/ledger
tests_unit_ledger_SOURCES = tests/unit/ledger.c tests/unit/feed.h
tests_unit_ledger_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/legs
tests_unit_legs_SOURCES = tests/unit/legs.c
tests_unit_legs_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/losses
tests_unit_losses_SOURCES = tests/unit/losses.c tests/unit/feed.h
tests_unit_losses_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/names
tests_unit_names_SOURCES = tests/unit/names.c
tests_unit_names_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/nat
tests_unit_nat_SOURCES = tests/unit/nat.c tests/unit/feed.h
tests_unit_nat_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/owner
tests_unit_owner_SOURCES = tests/unit/owner.c tests/unit/feed.h
tests_unit_owner_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/passage
tests_unit_passage_SOURCES = tests/unit/passage.c tests/unit/feed.h
tests_unit_passage_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/path
tests_unit_path_SOURCES = tests/unit/path.c tests/unit/feed.h
tests_unit_path_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/recent
tests_unit_recent_SOURCES = tests/unit/recent.c
tests_unit_recent_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/registration
tests_unit_registration_SOURCES = tests/unit/registration.c tests/unit/feed.h
tests_unit_registration_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/relay
tests_unit_relay_SOURCES = tests/unit/relay.c tests/unit/feed.h
tests_unit_relay_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/role
tests_unit_role_SOURCES = tests/unit/role.c tests/unit/feed.h
tests_unit_role_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/secret
tests_unit_secret_SOURCES = tests/unit/secret.c
tests_unit_secret_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/secure
tests_unit_secure_SOURCES = tests/unit/secure.c tests/unit/hex.h
tests_unit_secure_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/story
tests_unit_story_SOURCES = tests/unit/story.c tests/unit/feed.h
tests_unit_story_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/story_branch
tests_unit_story_branch_SOURCES = tests/unit/story_branch.c tests/unit/feed.h
tests_unit_story_branch_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/timing
tests_unit_timing_SOURCES = tests/unit/timing.c tests/unit/feed.h
tests_unit_timing_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/track
tests_unit_track_SOURCES = tests/unit/track.c tests/unit/feed.h
tests_unit_track_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/track_odd
tests_unit_track_odd_SOURCES = tests/unit/track_odd.c tests/unit/feed.h
tests_unit_track_odd_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/traffic
tests_unit_traffic_SOURCES = tests/unit/traffic.c tests/unit/feed.h
tests_unit_traffic_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/turn
tests_unit_turn_SOURCES = tests/unit/turn.c tests/unit/feed.h
tests_unit_turn_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/watch
tests_unit_watch_SOURCES = tests/unit/watch.c tests/unit/feed.h
tests_unit_watch_LDADD = $(LAYER3) $(CMOCKA_LIBS) -lm
