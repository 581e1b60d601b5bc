/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Classic pcap records are read in place, not by libpcap; so libpcap is the
 * witness. Seeded files of every magic, byte order and old version, many of them
 * damaged in one place or cut, are read by both: the same frames with the same
 * times, lengths and bytes, and an end that both call an error or neither.
 */
#include "tests/unit/capture_build.h"

#include <pcap/pcap.h>

#include <stdio.h>

#define FILES 4000

static unsigned pick(uint64_t *seed, unsigned below)
{
	*seed = *seed * 6364136223846793005U + 1442695040888963407U;
	return (unsigned)(*seed >> 33) % below;
}

/* A file of up to 6 frames, as the draft says, then one change at random. */
static void make(struct build *b, uint64_t *seed)
{
	static const uint32_t magics[] = {0xa1b2c3d4, 0xa1b23c4d};
	static const uint16_t minors[] = {4, 4, 4, 3, 2, 9};
	uint32_t magic = magics[pick(seed, 2)];
	unsigned frames = pick(seed, 7);

	b->big = pick(seed, 2);
	u32(b, magic);
	u16(b, 2);
	u16(b, minors[pick(seed, COUNT_OF(minors))]);
	u32(b, 0);
	u32(b, 0);
	u32(b, pick(seed, 4) ? 65535 : pick(seed, 40));
	u32(b, 1);
	for (unsigned i = 0; i < frames; i++) {
		unsigned n = pick(seed, 60);
		u32(b, 1711091706 + i);
		u32(b, pick(seed, 1000000));
		u32(b, n);
		u32(b, n + pick(seed, 3));
		for (unsigned k = 0; k < n; k++) {
			put_int(b, pick(seed, 256), 1);
		}
	}
	if (pick(seed, 3) == 0) {
		b->n -= pick(seed, (unsigned)b->n + 1);
	} else if (pick(seed, 3) == 0 && b->n > 24) {
		/* not in the header: what libpcap says of it is used as it is */
		b->p[24 + pick(seed, (unsigned)b->n - 24)] =
			(uint8_t)pick(seed, 256);
	}
}

/* A time as this program states it: unsigned seconds, a fraction below 1 s. */
static ns_t time_of(const struct pcap_pkthdr *h)
{
	int64_t fraction = (int64_t)h->ts.tv_usec;

	if (fraction < 0 || fraction >= NS_PER_S) {
		fraction = NS_PER_S - 1;
	}
	return (ns_t)(uint32_t)h->ts.tv_sec * NS_PER_S + fraction;
}

static void compare(struct build *b, pcap_t *pcap, struct source *source)
{
	struct pcap_pkthdr *h;
	const u_char *data;
	struct frame frame;
	struct err err;
	int theirs;

	(void)b;
	while ((theirs = pcap_next_ex(pcap, &h, &data)) == 1) {
		if (h->caplen > 262144) {
			break; /* we refuse it; see capture_pcap.c */
		}
		assert_int_equal(source_next(source, &frame, &err), 1);
		assert_int_equal(frame.caplen, h->caplen);
		assert_int_equal(frame.len,
			h->len > h->caplen ? h->len : h->caplen);
		assert_memory_equal(frame.data, data, h->caplen);
		/* A fraction of a microsecond file that is out of range may
		 * not survive libpcap's multiplication; ours is clamped. */
		if (h->ts.tv_usec >= 0 && h->ts.tv_usec < NS_PER_S) {
			assert_int_equal(frame.ts, time_of(h));
		}
	}
	int ours = source_next(source, &frame, &err);
	assert_int_equal(ours < 0, theirs == PCAP_ERROR || theirs == 1);
	assert_true(ours <= 0);
}

static void same_as_libpcap(void **state)
{
	unsigned refused = 0;
	unsigned read = 0;

	(void)state;
	for (uint64_t n = 1; n <= FILES; n++) {
		struct build b = {0};
		uint64_t seed = n;
		char text[PCAP_ERRBUF_SIZE];
		struct source *source = NULL;
		struct err err;
		make(&b, &seed);
		FILE *in = b.n ? fmemopen(b.p, b.n, "rb") : NULL;
		pcap_t *pcap = in ? pcap_fopen_offline_with_tstamp_precision(in,
						PCAP_TSTAMP_PRECISION_NANO, text)
				  : NULL;
		struct slice bytes = {(const char *)b.p, b.n};
		int opened = source_open_memory(&source, bytes, &err);
		assert_int_equal(opened == 0, pcap != NULL);
		if (pcap) {
			compare(&b, pcap, source);
			pcap_close(pcap);
			read++;
		} else {
			if (in) {
				(void)fclose(in);
			}
			refused++;
		}
		source_close(source);
		free(b.p);
	}
	assert_true(read > FILES / 2);
	assert_true(refused > FILES / 50);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_as_libpcap),
	};

	return RUN_TESTS(tests);
}
