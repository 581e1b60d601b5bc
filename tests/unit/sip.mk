# SPDX-License-Identifier: GPL-3.0-or-later
# Layer 1: the SIP and SDP parsers.
UNIT_TESTS += tests/unit/sdp
tests_unit_sdp_SOURCES = tests/unit/sdp.c tests/fuzz/inside.h
tests_unit_sdp_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/sip
tests_unit_sip_SOURCES = tests/unit/sip.c tests/unit/sip_message.h \
	tests/fuzz/inside.h
tests_unit_sip_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/sip_body
tests_unit_sip_body_SOURCES = tests/unit/sip_body.c tests/unit/sip_message.h
tests_unit_sip_body_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/sip_parts
tests_unit_sip_parts_SOURCES = tests/unit/sip_parts.c tests/unit/sip_message.h
tests_unit_sip_parts_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)
UNIT_TESTS += tests/unit/sip_torture
tests_unit_sip_torture_SOURCES = tests/unit/sip_torture.c \
	tests/unit/sip_message.h
tests_unit_sip_torture_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)
