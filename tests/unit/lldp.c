/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames by the pictures of IEEE 802.1AB clause 8.5 and TIA-1057 clause 10.2, of
 * CDP by Cisco's list of its fields, and such that lie about their lengths. */
#include "dissect/dissector.h"

#include "tests/unit/hex.h"

#define PHONE                                                                  \
	"0207 04 001565000022" /* chassis: MAC */                              \
	"0407 03 001565000022" /* port: MAC */                                 \
	"0602 0078"

#define TIA "0012bb"

static struct event e;

static enum verdict read_bytes(
	const struct dissector *d, struct slice bytes, size_t wire)
{
	struct packet packet = {
		.kind = d == &dissector_lldp ? PACKET_FRAME : PACKET_LLC,
		.payload = bytes,
		.payload_wire = (uint32_t)wire,
		.anomalies = bytes.n < wire ? PACKET_SNAPPED : 0,
	};
	struct cursor c = cursor_of(bytes.p, bytes.n);

	if (d == &dissector_lldp) {
		packet.protocol = 0x88cc;
	}
	if (!d->probe(&packet)) {
		return V_NOT_MINE;
	}
	enum verdict v = d->parse(&c, &packet, &e);
	assert_true(v != V_OK || cursor_left(&c) == 0);
	assert_true(v != V_OK || e.network.kind == NETWORK_LLDP);
	return v;
}

static enum verdict read_hex(const struct dissector *d, const char *text)
{
	struct slice bytes = hex_bytes(text);
	enum verdict v = read_bytes(d, bytes, bytes.n);

	hex_free(bytes);
	return v;
}

static void test_policy(void **state)
{
	/* TIA-1057 clause 10.2.3: U, T, X; VLAN 12 bits; 3 bits; 6 bits */
	static const struct {
		const char *bits;
		bool unknown, tagged;
		unsigned vlan, priority, dscp;
	} rows[] = {
		{"40296e", false, true, 20, 5, 46},
		{"000000", false, false, 0, 0, 0},
		{"800000", true, false, 0, 0, 0},
		{"5fffff", false, true, 4095, 7, 63},
		{"4001c0", false, true, 0, 7, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[200];
		(void)snprintf(text, sizeof(text), PHONE "fe08 " TIA "02 01 %s 0000",
			rows[i].bits);
		assert_int_equal(read_hex(&dissector_lldp, text), V_OK);
		const struct lldp_policy *p = &e.network.lldp.policies[0];
		assert_int_equal(e.network.lldp.policy_count, 1);
		assert_int_equal(p->application, LLDP_FOR_VOICE);
		assert_int_equal(p->unknown, rows[i].unknown);
		assert_int_equal(p->tagged, rows[i].tagged);
		assert_int_equal(p->vlan, rows[i].vlan);
		assert_int_equal(p->priority, rows[i].priority);
		assert_int_equal(p->dscp, rows[i].dscp);
		assert_true(p->marks);
	}
}

static void test_lldp(void **state)
{
	static const char text[] =
		PHONE "0802 7033"			  /* port: p3 */
		"0e04 0024 0020"			  /* it is: telephone */
		"fe07 " TIA "01 000f 03"		  /* class III */
		"fe07 " TIA "04 5000 41"		  /* takes 6.5 W */
		"fe06 " TIA "0a 5434"			  /* model T4 */
		"fe06 0080c2 01 000a"			  /* VLAN 10 */
		"100c 05 01 0a000016 02 00000001 00"	  /* managed at 10.0.0.22 */
		"0000 0000000000";
	struct slice bytes = hex_bytes(text);

	(void)state;
	assert_int_equal(read_bytes(&dissector_lldp, bytes, bytes.n), V_OK);
	const struct lldp *l = &e.network.lldp;
	assert_int_equal(l->chassis, LLDP_ID_MAC);
	assert_int_equal(l->texts[LLDP_PORT].n, 6);
	assert_int_equal(l->ttl_s, 120);
	assert_true(slice_is(l->texts[LLDP_PORT_ABOUT], "p3"));
	assert_int_equal(l->capabilities, LLDP_CAN_TELEPHONE);
	assert_int_equal(l->device_class, 3);
	assert_true(l->fed && !l->feeds);
	assert_int_equal(l->power_mw, 6500);
	assert_true(slice_is(l->texts[LLDP_MODEL], "T4"));
	assert_int_equal(l->vlan, 10);
	assert_int_equal(l->address_count, 1);
	assert_false(l->cdp);
	/* A prefix is cut, or lacks elements at its end only. */
	for (size_t k = 0; k < bytes.n; k++) {
		struct slice cut = hex_prefix(bytes, k);
		enum verdict v = read_bytes(&dissector_lldp, cut, bytes.n);
		assert_true(v == V_OK || v == V_TRUNCATED);
		assert_true(k >= 18 || v == V_TRUNCATED);
		hex_free(cut);
	}
	hex_free(bytes);
}

static void test_lldp_lies(void **state)
{
	static const struct {
		const char *name, *bytes;
		enum verdict verdict;
	} rows[] = {
		{"an element passes the end", PHONE "0aff 70", V_MALFORMED},
		{"half an element", PHONE "0a", V_MALFORMED},
		{"no chassis", "0407 03 001565000022 0602 0078", V_MALFORMED},
		{"an empty chassis", "0200 0407 03 001565000022", V_MALFORMED},
		{"a chassis of a kind alone", "0201 04 0402 0561", V_MALFORMED},
		{"a port that passes the end", "0207 04 001565000022 04ff 03",
			V_MALFORMED},
		{"a MAC of five bytes is a text",
			"0206 04 0015650000 0402 0561", V_OK},
		{"an address of no family", "0206 05 0901020304 0402 0561",
			V_OK},
		{"no end", PHONE, V_OK},
		{"a short policy", PHONE "fe07 " TIA "02 01 4029", V_OK},
		{"a short organisation", PHONE "fe03 " TIA, V_OK},
		{"an organisation of nothing", PHONE "fe00", V_OK},
		{"short power", PHONE "fe05 " TIA "04 50", V_OK},
		{"short capabilities", PHONE "0e03 0024 00", V_OK},
		{"a management address that passes its element",
			PHONE "1003 20 01 0a", V_OK},
		{"a VLAN of one byte", PHONE "fe05 0080c2 01 0a", V_OK},
		{"power of 802.3, short", PHONE "fe06 00120f 02 0101", V_OK},
		{"a short lifetime", "0207 04 001565000022 0402 0561 0601 78",
			V_OK},
		{"nothing", "", V_MALFORMED},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum verdict v = read_hex(&dissector_lldp, rows[i].bytes);
		if (v != rows[i].verdict) {
			fail_msg("%s: %d", rows[i].name, (int)v);
		}
		if (v == V_OK) {
			const struct lldp *l = &e.network.lldp;
			assert_int_equal(l->policy_count, 0);
			assert_int_equal(l->address_count, 0);
			assert_int_equal(l->power_mw, 0);
			assert_int_equal(l->vlan, 0);
			assert_false(l->has_capabilities);
		}
	}
	/* More policies and addresses than are kept. */
	assert_int_equal(read_hex(&dissector_lldp, PHONE
				 "fe08 " TIA "02 01 40296e fe08 " TIA
				 "02 02 40296e fe08 " TIA "02 03 40296e fe08 "
				 TIA "02 04 40296e fe08 " TIA
				 "02 05 40296e 1006 05 01 0a000001"
				 "1006 05 01 0a000002 1006 05 01 0a000003"),
		V_OK);
	assert_int_equal(e.network.lldp.policy_count, LLDP_POLICIES);
	assert_int_equal(e.network.lldp.address_count, LLDP_ADDRESSES);
}

#define CISCO "aaaa03 00000c 2000 02 b4 0000"

static void test_cdp(void **state)
{
	static const char text[] = CISCO
		"0001 0008 73772d32"		/* sw-2 */
		"0003 0007 476931"		/* port Gi1 */
		"0004 0008 00000028"		/* switch, IGMP */
		"000a 0006 000a"		/* native VLAN 10 */
		"000e 0007 01 0014"		/* voice VLAN 20 */
		"001a 000c 00010002 00003c28"	/* 15.4 W */
		"0002 0011 00000001 01 01 cc 0004 0a000002";
	struct slice bytes = hex_bytes(text);

	(void)state;
	assert_int_equal(read_bytes(&dissector_cdp, bytes, bytes.n), V_OK);
	const struct lldp *l = &e.network.lldp;
	assert_true(l->cdp);
	assert_true(slice_is(l->texts[LLDP_NAME], "sw-2"));
	assert_true(slice_is(l->texts[LLDP_PORT], "Gi1"));
	assert_int_equal(l->capabilities, LLDP_CAN_BRIDGE);
	assert_int_equal(l->vlan, 10);
	assert_int_equal(l->policy_count, 1);
	assert_int_equal(l->policies[0].vlan, 20);
	assert_false(l->policies[0].marks);
	assert_true(l->feeds);
	assert_int_equal(l->power_mw, 15400);
	assert_int_equal(l->address_count, 1);
	for (size_t k = 0; k < bytes.n; k++) {
		struct slice cut = hex_prefix(bytes, k);
		enum verdict v = read_bytes(&dissector_cdp, cut, bytes.n);
		assert_true(v == V_OK || v == V_TRUNCATED ||
			    (v == V_NOT_MINE && k < 8));
		hex_free(cut);
	}
	hex_free(bytes);
}

static void test_cdp_lies(void **state)
{
	static const struct {
		const char *name, *bytes;
		enum verdict verdict;
	} rows[] = {
		{"VTP, which has another number", "aaaa03 00000c 2003 0202 0000",
			V_NOT_MINE},
		{"version 3", "aaaa03 00000c 2000 03 b4 0000", V_NOT_MINE},
		{"no more than a version", "aaaa03 00000c 2000 02",
			V_MALFORMED},
		{"an element of three bytes", CISCO "0001 0003", V_MALFORMED},
		{"an element of no bytes", CISCO "0001 0000", V_MALFORMED},
		{"it passes the end", CISCO "0001 0009 73772d32", V_MALFORMED},
		{"empty elements", CISCO "0001 0004 0002 0004 0004 0004 000a"
					 "0004 000e 0004 0010 0004 0019 0004",
			V_OK},
		{"more addresses counted than there are",
			CISCO "0002 0008 ffffffff", V_OK},
		{"an address that passes its element",
			CISCO "0002 000d ffffffff 01 01 cc 00ff", V_OK},
		{"a query without a VLAN", CISCO "000f 0005 01", V_OK},
		{"voice VLAN 4095 is none", CISCO "000e 0007 01 0fff", V_OK},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum verdict v = read_hex(&dissector_cdp, rows[i].bytes);
		if (v != rows[i].verdict) {
			fail_msg("%s: %d", rows[i].name, (int)v);
		}
		if (v == V_OK) {
			assert_int_equal(e.network.lldp.policy_count, 0);
			assert_int_equal(e.network.lldp.address_count, 0);
			assert_int_equal(e.network.lldp.power_mw, 0);
		}
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_policy),
		cmocka_unit_test(test_lldp),
		cmocka_unit_test(test_lldp_lies),
		cmocka_unit_test(test_cdp),
		cmocka_unit_test(test_cdp_lies),
	};

	return RUN_TESTS(tests);
}
