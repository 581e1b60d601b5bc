/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a capture carries beside its frames: comments, names, keys, losses. Each
 * list is bounded in number and all of them together in bytes; what does not
 * fit is counted as left out. A block of this kind that cannot be read costs
 * its own content and is counted, nothing more.
 */
#include "capture/pcapng.h"

#define NAME_END  0
#define NAME_IPV4 1
#define NAME_IPV6 2

#define ISB_IFDROP 5
#define ISB_OSDROP 7

#define DROPS_MAX ((uint64_t)1 << 47)

#define SECRETS_TLS_KEY_LOG 0x544c534bU /* "TLSK" */

/* A list of PCAPNG_KEPT_MAX entries comes into being with its first one. */
static bool have_list(struct pcapng *s, void *list, uint32_t count)
{
	if (!list || count >= PCAPNG_KEPT_MAX) {
		s->left_out++;
		return false;
	}
	return true;
}

/* Absent: no room, and it is counted. */
static struct slice keep(struct pcapng *s, struct slice text)
{
	struct slice kept = arena_copy(&s->texts, text);

	s->left_out += kept.p == NULL;
	return kept;
}

void pcapng_comment(struct pcapng *s, struct slice text, uint64_t frame)
{
	if (!s->comments) {
		s->comments = arena_get(
			&s->tables, PCAPNG_KEPT_MAX * sizeof(*s->comments));
		s->comment_frames = arena_get(&s->tables,
			PCAPNG_KEPT_MAX * sizeof(*s->comment_frames));
	}
	if (!s->comment_frames ||
		!have_list(s, s->comments, s->comment_count)) {
		return;
	}

	struct slice kept = keep(s, text);

	if (kept.p) {
		s->comments[s->comment_count] = kept;
		s->comment_frames[s->comment_count] = frame;
		s->comment_count++;
	}
}

static void keep_name(struct pcapng *s, struct slice address, struct slice name)
{
	if (!s->names) {
		s->names = arena_get(
			&s->tables, PCAPNG_KEPT_MAX * sizeof(*s->names));
	}
	if (!have_list(s, s->names, s->name_count)) {
		return;
	}

	struct slice kept_address = keep(s, address);
	struct slice kept_name = kept_address.p ? keep(s, name) : kept_address;

	if (kept_name.p) {
		s->names[s->name_count++] =
			(struct source_name){kept_address, kept_name};
	}
}

/* One record: an address, then its names, each ended by a zero byte. */
static void read_names(struct pcapng *s, struct slice record, size_t address_n)
{
	struct slice address = slice_sub(record, 0, address_n);
	struct slice rest = slice_sub(record, address_n, record.n);

	while (rest.n > 0) {
		struct slice name = slice_cut(&rest, '\0');

		if (name.n > 0) {
			keep_name(s, address, name);
		}
	}
}

void pcapng_names(struct pcapng *s, struct pcapng_block *b)
{
	struct pcapng_option record; /* records have the form of options */

	while (pcapng_option(&b->body, s->big, &record)) {
		size_t address_n = record.code == NAME_IPV4   ? 4
				   : record.code == NAME_IPV6 ? 16
							      : 0;

		if (address_n && record.value.n < address_n) {
			s->bad_options++;
		} else if (address_n) {
			read_names(s, record.value, address_n);
		}
	}
	s->bad_options += b->body.bad;
}

void pcapng_secrets(struct pcapng *s, struct pcapng_block *b)
{
	uint32_t type = pcapng_u32(&b->body, s->big);
	uint32_t length = pcapng_u32(&b->body, s->big);
	struct slice text = cursor_take(&b->body, length);

	if (b->body.bad) {
		s->bad_options++;
		return;
	}
	if (type != SECRETS_TLS_KEY_LOG) {
		s->skipped_blocks++;
		return;
	}
	if (!s->secrets) {
		s->secrets = arena_get(
			&s->tables, PCAPNG_KEPT_MAX * sizeof(*s->secrets));
	}
	if (!have_list(s, s->secrets, s->secret_count)) {
		return;
	}

	struct slice kept = keep(s, text);

	if (kept.p) {
		s->secrets[s->secret_count++] = kept;
	}
}

/* Larger counts are taken for damage; sums over all interfaces then fit. */
static uint64_t plus(uint64_t a, uint64_t b)
{
	return b < DROPS_MAX && a + b < DROPS_MAX ? a + b : DROPS_MAX;
}

/* Statistics and sums tell of the same losses, so the larger one counts. */
static uint64_t drops_of(const struct pcapng_iface *iface)
{
	return iface->drops_stated > iface->drops_summed ? iface->drops_stated
							 : iface->drops_summed;
}

void pcapng_dropped(
	struct pcapng *s, struct pcapng_iface *iface, uint64_t count)
{
	uint64_t before = drops_of(iface);

	iface->drops_summed = plus(iface->drops_summed, count);
	s->dropped += drops_of(iface) - before;
	s->dropped_known = true;
}

static void state_drops(
	struct pcapng *s, struct pcapng_iface *iface, uint64_t count)
{
	uint64_t before = drops_of(iface);

	iface->drops_stated = count;
	s->dropped = s->dropped - before + drops_of(iface);
	s->dropped_known = true;
}

void pcapng_statistics(struct pcapng *s, struct pcapng_block *b)
{
	uint32_t id = pcapng_u32(&b->body, s->big);
	struct pcapng_option o;
	uint64_t drops = 0;
	bool stated = false;

	cursor_skip(&b->body, 8); /* the time they were taken */
	if (b->body.bad || id >= s->iface_count - s->section_first) {
		s->bad_options++;
		return;
	}
	while (pcapng_option(&b->body, s->big, &o)) {
		uint64_t v;

		if (o.code != ISB_IFDROP && o.code != ISB_OSDROP) {
			continue;
		}
		if (pcapng_option_u64(&o, s->big, &v)) {
			drops = plus(drops, v);
			stated = true;
		} else {
			s->bad_options++;
		}
	}
	s->bad_options += b->body.bad;
	if (stated) {
		state_drops(s, &s->clocks[s->section_first + id], drops);
	}
}
