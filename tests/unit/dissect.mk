# SPDX-License-Identifier: GPL-3.0-or-later
UNIT_TESTS += tests/unit/arp
tests_unit_arp_SOURCES = tests/unit/arp.c tests/unit/hex.h
tests_unit_arp_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/dhcp
tests_unit_dhcp_SOURCES = tests/unit/dhcp.c tests/unit/hex.h
tests_unit_dhcp_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/dhcpv6
tests_unit_dhcpv6_SOURCES = tests/unit/dhcpv6.c tests/unit/hex.h
tests_unit_dhcpv6_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/dns
tests_unit_dns_SOURCES = tests/unit/dns.c
tests_unit_dns_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/hello
tests_unit_hello_SOURCES = tests/unit/hello.c tests/unit/hex.h
tests_unit_hello_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/hep
tests_unit_hep_SOURCES = tests/unit/hep.c tests/unit/hex.h
tests_unit_hep_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/hsrp
tests_unit_hsrp_SOURCES = tests/unit/hsrp.c tests/unit/hex.h
tests_unit_hsrp_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/icmp
tests_unit_icmp_SOURCES = tests/unit/icmp.c tests/unit/hex.h
tests_unit_icmp_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/jsonread
tests_unit_jsonread_SOURCES = tests/unit/jsonread.c tests/unit/hex.h
tests_unit_jsonread_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/link
tests_unit_link_SOURCES = tests/unit/link.c tests/unit/link_decode.h \
	tests/unit/link_frames.h
tests_unit_link_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/link_parts
tests_unit_link_parts_SOURCES = tests/unit/link_parts.c \
	tests/unit/link_decode.h tests/unit/link_frames.h
tests_unit_link_parts_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/link_plain
tests_unit_link_plain_SOURCES = tests/unit/link_plain.c \
	tests/unit/link_decode.h tests/unit/link_inside.h
tests_unit_link_plain_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/link_tunnel
tests_unit_link_tunnel_SOURCES = tests/unit/link_tunnel.c \
	tests/unit/link_decode.h tests/unit/link_inside.h
tests_unit_link_tunnel_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/lldp
tests_unit_lldp_SOURCES = tests/unit/lldp.c tests/unit/hex.h
tests_unit_lldp_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/ndp
tests_unit_ndp_SOURCES = tests/unit/ndp.c tests/unit/hex.h
tests_unit_ndp_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/ntp
tests_unit_ntp_SOURCES = tests/unit/ntp.c tests/unit/hex.h
tests_unit_ntp_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/passport
tests_unit_passport_SOURCES = tests/unit/passport.c
tests_unit_passport_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/ptp
tests_unit_ptp_SOURCES = tests/unit/ptp.c tests/unit/hex.h
tests_unit_ptp_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/rtcp
tests_unit_rtcp_SOURCES = tests/unit/rtcp.c
tests_unit_rtcp_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/rtp
tests_unit_rtp_SOURCES = tests/unit/rtp.c
tests_unit_rtp_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/stun
tests_unit_stun_SOURCES = tests/unit/stun.c tests/unit/hex.h
tests_unit_stun_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/tls
tests_unit_tls_SOURCES = tests/unit/tls.c tests/unit/hex.h
tests_unit_tls_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/vqreport
tests_unit_vqreport_SOURCES = tests/unit/vqreport.c
tests_unit_vqreport_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS) -lm

UNIT_TESTS += tests/unit/vrrp
tests_unit_vrrp_SOURCES = tests/unit/vrrp.c tests/unit/hex.h
tests_unit_vrrp_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS)

UNIT_TESTS += tests/unit/xr
tests_unit_xr_SOURCES = tests/unit/xr.c tests/unit/hex.h
tests_unit_xr_LDADD = libdissect.a $(LAYER0) $(CMOCKA_LIBS) -lm
