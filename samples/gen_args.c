/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words of a scenario line, and looking names up. */
#include "samples/gen_args.h"

static bool blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The word at the start of @rest, its quotes taken out; cut off @rest. */
static struct slice next_word(struct gen *g, struct slice *rest)
{
	bool quoted = false;
	size_t i = 0;
	size_t n = 0;
	char *out = arena_get(&g->arena, rest->n + 1);

	if (!out) {
		return (struct slice){NULL, 0};
	}
	for (; i < rest->n && (quoted || !blank(rest->p[i])); i++) {
		if (rest->p[i] == '"') {
			quoted = !quoted;
		} else if (quoted && rest->p[i] == '\\' && i + 1 < rest->n) {
			i++; /* \0 is the byte 0, any other stands for itself */
			out[n++] = (char)(rest->p[i] == '0' ? 0 : rest->p[i]);
		} else {
			out[n++] = rest->p[i];
		}
	}
	*rest = slice_sub(*rest, i, rest->n);
	return (struct slice){out, n};
}

struct gen_args *gen_args_split(struct gen *g, struct slice line, unsigned nr)
{
	struct gen_args *a = arena_get(&g->arena, sizeof(*a));

	if (!a) {
		(void)err_set(&g->err, "out of memory");
		return NULL;
	}
	a->line = nr;
	line = slice_trim(line);
	while (line.n && line.p[0] != '#') {
		if (a->n == GEN_WORDS) {
			(void)err_set(&g->err, "line %u: too many words", nr);
			return NULL;
		}
		a->word[a->n++] = next_word(g, &line);
		while (line.n && blank(line.p[0])) {
			line = slice_sub(line, 1, line.n);
		}
	}
	return a;
}

struct slice gen_args_get(struct gen_args *a, const char *key)
{
	for (size_t i = 0; i < a->n; i++) {
		struct slice rest = a->word[i];
		size_t eq = slice_find(rest, '=');
		if (!a->used[i] && eq < rest.n &&
			slice_is(slice_sub(rest, 0, eq), key)) {
			a->used[i] = true;
			return slice_sub(rest, eq + 1, rest.n);
		}
	}
	return (struct slice){NULL, 0};
}

bool gen_args_flag(struct gen_args *a, const char *word)
{
	for (size_t i = 0; i < a->n; i++) {
		if (!a->used[i] && slice_is(a->word[i], word)) {
			a->used[i] = true;
			return true;
		}
	}
	return false;
}

struct slice gen_args_word(struct gen_args *a, size_t i)
{
	if (i >= a->n) {
		return (struct slice){NULL, 0};
	}
	a->used[i] = true;
	return a->word[i];
}

bool gen_args_scale(struct slice s, int64_t unit, int64_t *ret)
{
	bool negative = s.n && s.p[0] == '-';
	struct slice rest = slice_sub(s, negative ? 1 : 0, s.n);
	struct slice whole = slice_cut(&rest, '.');
	uint64_t v = 0;

	if (!slice_u64(whole, UINT32_MAX, &v)) {
		return false;
	}
	int64_t sum = (int64_t)v * unit;
	for (size_t i = 0; rest.p && i < rest.n; i++) {
		if (rest.p[i] < '0' || rest.p[i] > '9') {
			return false;
		}
		unit /= 10;
		sum += (rest.p[i] - '0') * unit;
	}
	*ret = negative ? -sum : sum;
	return true;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9') {
		return c - '0';
	}
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool gen_args_number(struct slice s, uint64_t max, uint64_t *ret)
{
	uint64_t v = 0;

	if (!slice_istarts(s, "0x")) {
		return slice_u64(s, max, ret);
	}
	if (s.n < 3 || s.n > 18) {
		return false;
	}
	for (size_t i = 2; i < s.n; i++) {
		int d = hex_digit(s.p[i]);
		if (d < 0) {
			return false;
		}
		v = v << 4 | (uint64_t)d;
	}
	if (v > max) {
		return false;
	}
	*ret = v;
	return true;
}

int gen_args_u64(struct gen *g, struct gen_args *a, const char *key,
	uint64_t otherwise, uint64_t max, uint64_t *ret)
{
	struct slice v = gen_args_get(a, key);

	if (!v.p) {
		*ret = otherwise;
		return 0;
	}
	if (!gen_args_number(v, max, ret)) {
		return gen_args_fail(g, a, "no such number", v);
	}
	return 0;
}

int gen_args_done(struct gen *g, const struct gen_args *a)
{
	for (size_t i = 0; i < a->n; i++) {
		if (!a->used[i]) {
			return gen_args_fail(g, a, "unknown", a->word[i]);
		}
	}
	return 0;
}

int gen_args_fail(struct gen *g, const struct gen_args *a, const char *what,
	struct slice w)
{
	return err_set(&g->err, "line %u: %s '%.*s'", a->line, what, (int)w.n,
		w.p ? w.p : "");
}

struct gen_node *gen_find_node(
	struct gen *g, const struct gen_args *a, struct slice name)
{
	for (size_t i = 0; i < g->nodes; i++) {
		if (slice_eq(g->node[i].name, name)) {
			return &g->node[i];
		}
	}
	(void)gen_args_fail(g, a, "no node", name);
	return NULL;
}

struct gen_call *gen_find_call(struct gen *g, struct slice name)
{
	for (size_t i = 0; i < g->calls; i++) {
		if (slice_eq(g->call[i].name, name)) {
			return &g->call[i];
		}
	}
	return NULL;
}

struct gen_stream *gen_find_stream(
	struct gen *g, const struct gen_args *a, struct slice name)
{
	for (size_t i = 0; i < g->streams; i++) {
		if (slice_eq(g->stream[i].name, name)) {
			return &g->stream[i];
		}
	}
	(void)gen_args_fail(g, a, "no stream", name);
	return NULL;
}

struct gen_sdp *gen_find_sdp(
	struct gen *g, const struct gen_args *a, struct slice name)
{
	for (size_t i = 0; i < g->sdps; i++) {
		if (slice_eq(g->sdp[i].name, name)) {
			return &g->sdp[i];
		}
	}
	(void)gen_args_fail(g, a, "no sdp", name);
	return NULL;
}
