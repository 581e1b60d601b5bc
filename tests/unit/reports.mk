# SPDX-License-Identifier: GPL-3.0-or-later
# The merging of files needs no layer above quality/, but sources.
UNIT_TESTS += tests/unit/merge
tests_unit_merge_SOURCES = tests/unit/merge.c tests/unit/capture_build.h \
	app/merge.c app/merge.h
tests_unit_merge_LDADD = $(LAYER5) $(CMOCKA_LIBS) $(FOREIGN_LIBS)

UNIT_TESTS += tests/unit/reports_applications
tests_unit_reports_applications_SOURCES = tests/unit/reports_applications.c \
	tests/unit/feed.h
tests_unit_reports_applications_LDADD = $(LAYER5) $(CMOCKA_LIBS) $(FOREIGN_LIBS)

UNIT_TESTS += tests/unit/reports_facts
tests_unit_reports_facts_SOURCES = tests/unit/reports_facts.c
tests_unit_reports_facts_LDADD = $(LAYER5) $(CMOCKA_LIBS) $(FOREIGN_LIBS)

UNIT_TESTS += tests/unit/reports_format
tests_unit_reports_format_SOURCES = tests/unit/reports_format.c
tests_unit_reports_format_LDADD = $(LAYER5) $(CMOCKA_LIBS) $(FOREIGN_LIBS)

UNIT_TESTS += tests/unit/reports_json
tests_unit_reports_json_SOURCES = tests/unit/reports_json.c
tests_unit_reports_json_LDADD = $(LAYER5) $(CMOCKA_LIBS) $(FOREIGN_LIBS)

UNIT_TESTS += tests/unit/reports_ladder
tests_unit_reports_ladder_SOURCES = tests/unit/reports_ladder.c
tests_unit_reports_ladder_LDADD = $(LAYER5) $(CMOCKA_LIBS) $(FOREIGN_LIBS)

UNIT_TESTS += tests/unit/reports_packets
tests_unit_reports_packets_SOURCES = tests/unit/reports_packets.c
tests_unit_reports_packets_LDADD = $(LAYER5) $(CMOCKA_LIBS) $(FOREIGN_LIBS)

UNIT_TESTS += tests/unit/reports_tale
tests_unit_reports_tale_SOURCES = tests/unit/reports_tale.c
tests_unit_reports_tale_LDADD = $(LAYER5) $(CMOCKA_LIBS) $(FOREIGN_LIBS)

UNIT_TESTS += tests/unit/reports_tunnels
tests_unit_reports_tunnels_SOURCES = tests/unit/reports_tunnels.c
tests_unit_reports_tunnels_LDADD = $(LAYER5) $(CMOCKA_LIBS) $(FOREIGN_LIBS)

UNIT_TESTS += tests/unit/source
tests_unit_source_SOURCES = tests/unit/source.c tests/unit/feed.h
tests_unit_source_LDADD = $(LAYER5) $(CMOCKA_LIBS) $(FOREIGN_LIBS)

UNIT_TESTS += tests/unit/switches
tests_unit_switches_SOURCES = tests/unit/switches.c tests/unit/feed.h
tests_unit_switches_LDADD = $(LAYER5) $(CMOCKA_LIBS) $(FOREIGN_LIBS)

UNIT_TESTS += tests/unit/vendors
tests_unit_vendors_SOURCES = tests/unit/vendors.c
tests_unit_vendors_LDADD = $(LAYER5) $(CMOCKA_LIBS) $(FOREIGN_LIBS)

UNIT_TESTS += tests/unit/where
tests_unit_where_SOURCES = tests/unit/where.c tests/unit/feed.h
tests_unit_where_LDADD = $(LAYER5) $(CMOCKA_LIBS) $(FOREIGN_LIBS)
