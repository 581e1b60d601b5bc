/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A B2BUA that makes the Call-ID of its second leg from the first one: with a
 * prefix or a suffix put to it ("b2b-ID", "ID-2"), or another host behind the
 * '@'. What is cut off must end at a separator, and what is left must be long:
 * "1" and "1-2" say nothing.
 */
#include "calls/join.h"

#define LONG_ENOUGH 12

static bool is_separator(char c)
{
	return c == '-' || c == '_' || c == '.' || c == '~' || c == '@' ||
	       c == ':' || c == '/' || c == '+' || c == ';';
}

static struct slice local_part(struct slice id)
{
	return slice_cut(&id, '@');
}

static void keys(const struct call *call, struct join_keys *ret)
{
	struct slice id = call->call_id;
	struct slice local = local_part(id);

	join_key(ret, id);
	if (local.n >= LONG_ENOUGH) {
		join_key(ret, local);
	}
	for (size_t i = 1; i + 1 < id.n && ret->count + 2 < JOIN_KEYS; i++) {
		if (!is_separator(id.p[i])) {
			continue;
		}
		if (i >= LONG_ENOUGH) {
			join_key(ret, slice_sub(id, 0, i));
		}
		if (id.n - i - 1 >= LONG_ENOUGH) {
			join_key(ret, slice_sub(id, i + 1, id.n));
		}
	}
}

/* @whole is @part with something before or behind it, told off. */
static bool extends(struct slice whole, struct slice part)
{
	size_t more = whole.n - part.n;

	if (part.n < LONG_ENOUGH || whole.n <= part.n) {
		return false;
	}
	bool before = slice_eq(slice_sub(whole, more, part.n), part) &&
		      is_separator(whole.p[more - 1]);
	bool behind = slice_eq(slice_sub(whole, 0, part.n), part) &&
		      is_separator(whole.p[part.n]);
	return before || behind;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/*
 * Two hosts that count their calls write the same before the '@' by chance. A
 * heuristic: what is made by chance has letters and digits in one long word.
 */
static bool is_random(struct slice s)
{
	unsigned letters = 0;
	unsigned digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool letter = is_letter(s.p[i]);
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';
		letters = letter ? letters + 1 : digit ? letters : 0;
		digits = digit ? digits + 1 : letter ? digits : 0;
		if (letters && digits && letters + digits >= LONG_ENOUGH) {
			return true;
		}
	}
	return false;
}

static void judge(
	const struct call *a, const struct call *b, struct join_proof *ret)
{
	struct slice x = local_part(a->call_id);
	struct slice y = local_part(b->call_id);

	if (!join_overlap(a, b)) {
		return;
	}
	if (extends(b->call_id, a->call_id) ||
		extends(a->call_id, b->call_id) || extends(x, y) ||
		extends(y, x)) {
		*ret = (struct join_proof){85,
			"one Call-ID is made of the other", b->call_id, 0, 0, 0,
			0};
	} else if (slice_eq(x, y) && x.n >= LONG_ENOUGH && join_chained(a, b)) {
		*ret = (struct join_proof){is_random(x) ? 80U : 40U,
			"the Call-IDs differ in the host only", x, 0, 0, 0, 0};
	}
}

const struct join_rule join_rule_call_id = {
	.name = "call-id",
	.title = "The Call-ID of one leg is made of the other's.",
	.source = "habits of B2BUAs",
	.lone = true,
	.keys = keys,
	.judge = judge,
};
