/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Behind the maker's name, the firmware is the first word that looks like a
 * version with two dots, else with one; the model is what stands before the
 * first version:
 *
 *    Grandstream HT-503  V1.1B 1.0.10.9  chip V2.2
 *                ^model  ^     ^firmware
 *                        first version: of the hardware
 */
#include "calls/agent.h"

#include "lib/attr.h"

#include <string.h>

static const struct maker {
	const char *prefix, *vendor, *model;
	size_t skip;
	enum agent_kind kind;
} MAKERS[] = {
#define AGENT(prefix, skip, vendor, model, kind)                               \
	{prefix, vendor, model, skip, AGENT_##kind},
#include "calls/agents.def"
#undef AGENT
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A MAC that begins at @s. Returns how many characters it fills, or 0. */
static size_t mac_at(struct slice s, uint8_t ret[6])
{
	size_t step = s.n > 2 && (s.p[2] == ':' || s.p[2] == '-') ? 3 : 2;
	size_t length = 6 * step - (step - 2);

	if (s.n < length) {
		return 0;
	}
	for (size_t i = 0; i < 6; i++) {
		const char *p = s.p + i * step;
		if (slice_hex(p[0]) < 0 || slice_hex(p[1]) < 0 ||
			(step == 3 && i < 5 && p[2] != s.p[2])) {
			return 0;
		}
		ret[i] = (uint8_t)(slice_hex(p[0]) << 4 | slice_hex(p[1]));
	}
	char after = length < s.n ? s.p[length] : ' ';
	return is_digit(after) || is_letter(after) ? 0 : length;
}

bool agent_mac(struct slice text, uint8_t ret[6])
{
	static const uint8_t none[6];
	uint8_t mac[6];
	bool inside = false; /* the middle of a word */

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		struct slice rest = slice_sub(text, i, text.n);
		size_t n = inside ? 0 : mac_at(rest, mac);
		if (n && !(mac[0] & 1) && memcmp(mac, none, 6) != 0) {
			memcpy(ret, mac, 6);
			return true;
		}
		inside = is_digit(c) || is_letter(c);
	}
	return false;
}

/* What may stand between model and firmware. */
static bool is_gap(char c)
{
	return c == ' ' || c == '/' || c == '(' || c == ',' || c == ';' ||
	       c == '-' || c == ':' || c == '_';
}

/* Length of the version at @s, "v.7.20A.258" or "10.0"; 0: none is there.
 * @ret_dots: dots between its parts; @ret_skip: the "v." before it */
static size_t version_at(struct slice s, size_t *ret_dots, size_t *ret_skip)
{
	size_t i = 0;
	size_t dots = 0;

	if (s.n > 1 && (s.p[0] == 'r' || s.p[0] == 'R')) {
		i++; /* Zoiper's "rv2.8" */
	}
	if (i < s.n && (s.p[i] == 'v' || s.p[i] == 'V')) {
		i++;
		i += i < s.n && (s.p[i] == '.' || s.p[i] == ':') ? 1 : 0;
	} else {
		i = 0;
	}
	*ret_skip = i;
	if (i == s.n || !is_digit(s.p[i])) {
		return 0;
	}
	for (; i < s.n && s.p[i] != ' ' && s.p[i] != '/' && s.p[i] != ',' &&
		s.p[i] != ';' && s.p[i] != '_';
		i++) {
		dots += s.p[i] == '.' && i + 1 < s.n && is_digit(s.p[i + 1]);
		if (s.p[i] == '-' && dots == 0) {
			return 0; /* "105-3.56p" begins with a model */
		}
	}
	*ret_dots = dots;
	return dots ? i : 0;
}

/* A bracket that is closed and was not opened, or the other way round. */
static struct slice balance(struct slice s)
{
	size_t open = slice_find(s, '(');
	size_t close = slice_find(s, ')');

	if ((open < s.n) != (close < s.n)) {
		s.n = open < close ? open : close;
	}
	return s;
}

static struct slice trim_model(struct slice s)
{
	static const char OWN[] = "-UA"; /* how Polycom ends it */

	while (s.n && (is_gap(s.p[0]))) {
		s = slice_sub(s, 1, s.n);
	}
	while (s.n && (is_gap(s.p[s.n - 1]) || s.p[s.n - 1] == ')')) {
		s.n--;
	}
	if (s.n > 3 && memcmp(s.p + s.n - 3, OWN, 3) == 0) {
		s.n -= 3;
	}
	return s;
}

/* Where @s has the first word "MAC" or a MAC itself, else its end. */
static size_t before_mac(struct slice s)
{
	uint8_t mac[6];

	for (size_t i = 0; i < s.n; i++) {
		struct slice rest = slice_sub(s, i, s.n);
		bool begins = i == 0 || is_gap(s.p[i - 1]);
		if (begins && (slice_istarts(rest, "MAC") ||
				      mac_at(rest, mac) != 0)) {
			return i;
		}
	}
	return s.n;
}

/* Model and firmware in @rest, which stands behind the maker's name. */
static void read_parts(struct slice rest, struct agent *ret)
{
	size_t model_end = before_mac(rest);
	size_t best = 0; /* dots of the firmware */

	for (size_t i = 0; i < rest.n && best < 2; i++) {
		size_t dots = 0;
		size_t skip = 0;
		if (i > 0 && !is_gap(rest.p[i - 1])) {
			continue;
		}
		size_t n = version_at(slice_sub(rest, i, rest.n), &dots, &skip);
		if (n == 0) {
			continue;
		}
		model_end = i < model_end ? i : model_end;
		if (dots > best) {
			best = dots;
			ret->firmware =
				balance(slice_sub(rest, i + skip, n - skip));
		}
		i += n - 1;
	}
	/* Without a version: "X/1", "Name (comment)". */
	size_t slash = slice_find(rest, '/');
	size_t open = slice_find(rest, '(');
	model_end = slash < model_end ? slash : model_end;
	model_end = open > 0 && open < model_end ? open : model_end;
	ret->model = trim_model(slice_sub(rest, 0, model_end));
	if (!ret->model.n) {
		ret->model = (struct slice){NULL, 0};
	}
}

/* What the name of something unknown says it is. */
static enum agent_kind kind_by_word(struct slice text)
{
	static const struct {
		const char *word;
		enum agent_kind kind;
	} WORDS[] = {{"gateway", AGENT_GATEWAY}, {"pbx", AGENT_PBX},
		{"sbc", AGENT_SBC}};

	for (size_t i = 0; i < text.n; i++) {
		struct slice rest = slice_sub(text, i, text.n);
		for (size_t w = 0; w < COUNT_OF(WORDS); w++) {
			if (slice_istarts(rest, WORDS[w].word)) {
				return WORDS[w].kind;
			}
		}
	}
	return AGENT_UNKNOWN;
}

/* Whose name @text begins with; NULL: nobody's that is listed. */
static const struct maker *maker_of(struct slice text)
{
	for (size_t i = 0; i < COUNT_OF(MAKERS); i++) {
		if (slice_istarts(text, MAKERS[i].prefix)) {
			return &MAKERS[i];
		}
	}
	return NULL;
}

void agent_read(struct slice text, struct agent *ret)
{
	struct slice rest = slice_trim(text);
	const struct maker *m = maker_of(rest);

	*ret = (struct agent){
		.text = text,
		.listed = m != NULL,
		.vendor = m ? m->vendor : NULL,
		.kind = m ? m->kind : kind_by_word(rest),
	};
	read_parts(slice_sub(rest, m ? m->skip : 0, rest.n), ret);
	if (m && m->model) {
		ret->model = slice_of(m->model);
	}
	ret->has_mac = agent_mac(rest, ret->mac);
}
