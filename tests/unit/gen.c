/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sample generator: MD5, G.711, and the words of a scenario line. */
#include "samples/gen_args.h"
#include "samples/gen_audio.h"
#include "samples/gen_md5.h"

#include "tests/unit/test.h"

static void digests(void **state)
{
	static const struct {
		const char *text;
		const char *digest;
	} ROWS[] = {
		/* RFC 1321 A.5 */
		{"", "d41d8cd98f00b204e9800998ecf8427e"},
		{"a", "0cc175b9c0f1b6a831c399e269772661"},
		{"abc", "900150983cd24fb0d6963f7d28e17f72"},
		{"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
		{"abcdefghijklmnopqrstuvwxyz",
			"c3fcd3d76192e4007dfb496cca67e13b"},
		{"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
		 "0123456789",
			"d174ab98d277d9f5a5611c2c9f419d9f"},
		{"1234567890123456789012345678901234567890123456789012345678"
		 "9012345678901234567890",
			"57edf4a22be3c955ac49da2e2107b67a"},
		/* RFC 2617 3.5: HA1 and HA2 of the example */
		{"Mufasa:testrealm@host.com:Circle Of Life",
			"939e7578ed9e3c518a452acee763bce9"},
		{"GET:/dir/index.html", "39aff3a2bab6126f332b942af96d3366"},
	};
	char out[GEN_MD5_TEXT];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		gen_md5(slice_of(ROWS[i].text), out);
		assert_string_equal(out, ROWS[i].digest);
	}
}

/* The value that an A-law byte stands for: ITU-T G.711 table 1a, 13 bits. */
static int from_alaw(uint8_t code)
{
	int v = code ^ 0x55;
	int segment = v >> 4 & 7;
	int step = (v & 15) * 2 + 1;

	step = segment ? (step + 32) << (segment - 1) : step;
	return v & 0x80 ? step : -step;
}

/* The value that a mu-law byte stands for: ITU-T G.711 table 2a, 14 bits. */
static int from_ulaw(uint8_t code)
{
	int v = code ^ 0xff;
	int size = ((((v & 15) << 1) + 33) << (v >> 4 & 7)) - 33;

	return v & 0x80 ? -size : size;
}

static const struct gen_codec PCMA = {
	.name = "PCMA", .pt = 8, .bytes = 160, .step = 160};
static const struct gen_codec PCMU = {
	.name = "PCMU", .pt = 0, .bytes = 160, .step = 160};
static const struct gen_codec G729 = {
	.name = "G729", .pt = 18, .bytes = 20, .step = 160};

/* Both laws carry the same samples, each within its own half step. */
static void laws_agree(void **state)
{
	uint8_t a[160];
	uint8_t u[160];
	int loudest = 0;

	(void)state;
	for (uint32_t n = 0; n < 200; n++) {
		gen_audio_payload(&PCMA, 0x1234567, n, false, a);
		gen_audio_payload(&PCMU, 0x1234567, n, false, u);
		for (size_t i = 0; i < sizeof(a); i++) {
			int x = from_alaw(a[i]) * 8;
			int y = from_ulaw(u[i]) * 4;
			int size = abs(x) > abs(y) ? abs(x) : abs(y);
			assert_in_range(abs(x - y), 0, 16 + size / 16);
			loudest = size > loudest ? size : loudest;
		}
	}
	assert_in_range(loudest, 3000, 9000); /* heard, and not clipped */
}

static void silence_is_silent(void **state)
{
	uint8_t b[160];

	(void)state;
	gen_audio_payload(&PCMA, 1, 5, true, b);
	assert_int_equal(b[0], 0xd5); /* table 1a: the smallest positive */
	assert_int_equal(b[159], 0xd5);
	gen_audio_payload(&PCMU, 1, 5, true, b);
	assert_int_equal(b[0], 0xff); /* table 2a: +0 */
}

static void noise_repeats(void **state)
{
	uint8_t a[20];
	uint8_t b[20];

	(void)state;
	gen_audio_payload(&G729, 7, 3, false, a);
	gen_audio_payload(&G729, 7, 3, false, b);
	assert_memory_equal(a, b, sizeof(a));
	gen_audio_payload(&G729, 7, 4, false, b);
	assert_memory_not_equal(a, b, sizeof(a));
}

static void numbers(void **state)
{
	int64_t v = 7;
	uint64_t n = 7;

	(void)state;
	assert_true(gen_args_scale(SLICE("-1.25"), 1000, &v));
	assert_int_equal(v, -1250);
	assert_true(gen_args_scale(SLICE("5.172814"), 1000000000, &v));
	assert_int_equal(v, 5172814000);
	assert_false(gen_args_scale(SLICE("1.2x"), 1000, &v));
	assert_false(gen_args_scale(SLICE(""), 1000, &v));
	assert_int_equal(v, 5172814000);
	assert_true(gen_args_number(SLICE("0x7F8D3257"), UINT32_MAX, &n));
	assert_int_equal(n, 0x7f8d3257);
	assert_false(gen_args_number(SLICE("0x100000000"), UINT32_MAX, &n));
	assert_false(gen_args_number(SLICE("0x"), 9, &n));
	assert_false(gen_args_number(SLICE("0xg1"), 999, &n));
}

static void words(void **state)
{
	static struct gen g;
	struct gen_args *a;

	(void)state;
	arena_init(&g.arena, 0);
	a = gen_args_split(&g,
		SLICE("1.5 call name=\"Place 2 \\\"A\\0B\" flag # rest"), 3);
	assert_non_null(a);
	assert_int_equal(a->n, 4);
	assert_true(slice_eq(
		gen_args_get(a, "name"), SLICE("Place 2 \"A\0B")));
	assert_null(gen_args_get(a, "name").p); /* each is taken once */
	assert_true(gen_args_flag(a, "flag"));
	assert_false(gen_args_flag(a, "flag"));
	assert_int_equal(gen_args_done(&g, a), -1);
	assert_string_equal(g.err.text, "line 3: unknown '1.5'");
	(void)gen_args_word(a, 0);
	(void)gen_args_word(a, 1);
	assert_int_equal(gen_args_done(&g, a), 0);
	arena_finish(&g.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digests),
		cmocka_unit_test(laws_agree),
		cmocka_unit_test(silence_is_silent),
		cmocka_unit_test(noise_repeats),
		cmocka_unit_test(numbers),
		cmocka_unit_test(words),
	};

	return RUN_TESTS(tests);
}
