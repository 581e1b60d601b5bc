# SPDX-License-Identifier: GPL-3.0-or-later
UNIT_TESTS += tests/unit/hello
tests_unit_hello_SOURCES = tests/unit/hello.c tests/unit/hex.h
tests_unit_hello_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/link
tests_unit_link_SOURCES = tests/unit/link.c
tests_unit_link_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/rtcp
tests_unit_rtcp_SOURCES = tests/unit/rtcp.c
tests_unit_rtcp_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/rtp
tests_unit_rtp_SOURCES = tests/unit/rtp.c
tests_unit_rtp_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/stun
tests_unit_stun_SOURCES = tests/unit/stun.c tests/unit/hex.h
tests_unit_stun_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)
