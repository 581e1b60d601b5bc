# SPDX-License-Identifier: GPL-3.0-or-later
UNIT_TESTS += tests/unit/classify
tests_unit_classify_SOURCES = tests/unit/classify.c tests/unit/hex.h
tests_unit_classify_LDADD = $(LAYER2) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/flow
tests_unit_flow_SOURCES = tests/unit/flow.c
tests_unit_flow_LDADD = $(LAYER2) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/framing
tests_unit_framing_SOURCES = tests/unit/framing.c
tests_unit_framing_LDADD = $(LAYER2) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/gather
tests_unit_gather_SOURCES = tests/unit/gather.c
tests_unit_gather_LDADD = $(LAYER2) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/ipfrag
tests_unit_ipfrag_SOURCES = tests/unit/ipfrag.c
tests_unit_ipfrag_LDADD = $(LAYER2) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/prints
tests_unit_prints_SOURCES = tests/unit/prints.c
tests_unit_prints_LDADD = $(LAYER2) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/sctp
tests_unit_sctp_SOURCES = tests/unit/sctp.c
tests_unit_sctp_LDADD = $(LAYER2) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/tcp
tests_unit_tcp_SOURCES = tests/unit/tcp.c
tests_unit_tcp_LDADD = $(LAYER2) $(CMOCKA_LIBS) -lm
EXTRA_DIST += tests/unit/tcp_feed.h

UNIT_TESTS += tests/unit/tcp_any_order
tests_unit_tcp_any_order_SOURCES = tests/unit/tcp_any_order.c
tests_unit_tcp_any_order_LDADD = $(LAYER2) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/unhep
tests_unit_unhep_SOURCES = tests/unit/unhep.c tests/unit/hex.h
tests_unit_unhep_LDADD = $(LAYER2) $(CMOCKA_LIBS) -lm
