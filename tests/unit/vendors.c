/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Makers by MAC. The assignments are those of the IEEE's public list, written
 * here in the two forms in which it is installed.
 */
#include "calls/vendors.h"

#include "lib/attr.h"
#include "tests/unit/test.h"

struct mac {
	uint8_t b[6];
};

static void kinds(void **state)
{
	static const struct {
		struct mac mac;
		enum vendors_kind kind;
	} ROWS[] = {
		{{{0x00, 0x15, 0x65, 1, 2, 3}}, VENDORS_GLOBAL},
		/* IEEE 802: the second lowest bit of the first byte */
		{{{0x52, 0x54, 0x00, 1, 2, 3}}, VENDORS_LOCAL},
		{{{0xda, 0xa1, 0x19, 1, 2, 3}}, VENDORS_LOCAL},
		/* its lowest bit */
		{{{0x01, 0x00, 0x5e, 1, 2, 3}}, VENDORS_GROUP},
		{{{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}}, VENDORS_GROUP},
		/* RFC 9568 clause 7.3 */
		{{{0x00, 0x00, 0x5e, 0x00, 0x01, 7}}, VENDORS_VRRP},
		{{{0x00, 0x00, 0x5e, 0x00, 0x02, 7}}, VENDORS_VRRP},
		{{{0x00, 0x00, 0x5e, 0x00, 0x03, 7}}, VENDORS_GLOBAL},
		/* Cisco: HSRP version 1 and 2 */
		{{{0x00, 0x00, 0x0c, 0x07, 0xac, 1}}, VENDORS_HSRP},
		{{{0x00, 0x00, 0x0c, 0x9f, 0xf0, 1}}, VENDORS_HSRP},
		/* HSRP of IPv6; GLBP group 1, forwarder 2 */
		{{{0x00, 0x05, 0x73, 0xa0, 0x0f, 0xff}}, VENDORS_HSRP},
		{{{0x00, 0x05, 0x73, 0xa0, 0x10, 0}}, VENDORS_GLOBAL},
		{{{0x00, 0x07, 0xb4, 0x00, 0x01, 0x02}}, VENDORS_GLBP},
		{{{0x00, 0x07, 0xb4, 0x03, 0xff, 0x04}}, VENDORS_GLBP},
		{{{0x00, 0x07, 0xb4, 0x04, 0x00, 0x01}}, VENDORS_GLOBAL},
		{{{0, 0, 0, 0, 0, 0}}, VENDORS_NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		enum vendors_kind kind = vendors_kind(ROWS[i].mac.b);
		assert_int_equal(kind, ROWS[i].kind);
		assert_int_equal(vendors_kind_text(kind) == NULL,
			kind == VENDORS_GLOBAL);
	}
}

#define TEXT_IEEE                                                              \
	"OUI/MA-L   Organization\n\n"                                          \
	"00-22-72   (hex)\t\tAmerican Micro-Fuel Device Corp.\r\n"             \
	"002272     (base 16)\t\tAmerican Micro-Fuel Device Corp.\n"           \
	"08-61-95   (hex)\t\tRockwell Automation\n"
#define TEXT_MANUF                                                             \
	"# comment\n"                                                          \
	"00:22:72\tAmerican\tAmerican Micro-Fuel Device Corp.\n"               \
	"00:50:C2\tIEEERegi\tIEEE Registration Authority\n"                    \
	"00:50:C2:EB:40:00/36\tWishtekT\tWishtek Technology, Inc.\n"           \
	"08:61:95\tRockwell\tRockwell Automation"

static const struct mac MACS[] = {
	{{0x08, 0x61, 0x95, 0, 0, 1}}, {{0x00, 0x22, 0x72, 0, 0, 1}},
	{{0x00, 0x50, 0xc2, 0xeb, 0x4f, 1}},
	{{0x00, 0x50, 0xc2, 0xeb, 0x5f, 1}}, {{0x08, 0x61, 0x96, 0, 0, 1}},
	{{0x00, 0x15, 0x65, 0, 0, 1}}, /* built in */
};

static void same(const struct vendors *v, size_t i, const char *want)
{
	struct slice got = vendors_find(v, MACS[i].b);

	if (!want) {
		assert_null(got.p);
		return;
	}
	assert_int_equal(got.n, strlen(want));
	assert_memory_equal(got.p, want, got.n);
}

static void lists(void **state)
{
	static const char *const TEXTS[] = {TEXT_IEEE, TEXT_MANUF};

	(void)state;
	for (size_t t = 0; t < COUNT_OF(TEXTS); t++) {
		struct vendors v = {0};
		for (size_t i = 0; i < COUNT_OF(MACS); i++) {
			assert_int_equal(vendors_want(&v, MACS[i].b), 0);
		}
		assert_int_equal(v.count, 5);
		vendors_read(&v, slice_of(TEXTS[t]));
		same(&v, 0, "Rockwell Automation");
		same(&v, 1, "American Micro-Fuel Device Corp.");
		same(&v, 2, t == 1 ? "Wishtek Technology, Inc." : NULL);
		same(&v, 3, NULL);
		same(&v, 4, NULL);
		same(&v, 5, "Yealink");
		vendors_finish(&v);
	}
	same(NULL, 0, NULL);
	same(NULL, 5, "Yealink");
}

/* Every prefix of the lists, in memory of its own length, and no wanted one
 * twice: nothing is read behind the end. */
static void prefixes(void **state)
{
	(void)state;
	for (size_t n = 0; n <= strlen(TEXT_MANUF); n++) {
		struct vendors v = {0};
		char *copy = malloc(n ? n : 1);
		assert_non_null(copy);
		memcpy(copy, TEXT_MANUF, n);
		for (size_t i = 0; i < COUNT_OF(MACS); i++) {
			assert_int_equal(vendors_want(&v, MACS[i].b), 0);
		}
		vendors_read(&v, (struct slice){copy, n});
		free(copy);
		/* Names are copies: they outlive the text. */
		struct slice name = vendors_find(&v, MACS[1].b);
		assert_true(name.n <= 64);
		vendors_finish(&v);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds),
		cmocka_unit_test(lists),
		cmocka_unit_test(prefixes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
