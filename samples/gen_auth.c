/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags, branches, nonces: reproducible, and different for every use. */
#include "samples/gen_auth.h"

#include "samples/gen_md5.h"
#include "samples/gen_random.h"
#include "samples/gen_sip.h"

static const struct slice ABSENT = {NULL, 0};

struct slice gen_auth_identifier(struct gen *g, const struct gen_call *call,
	const char *what, unsigned nth, int digits)
{
	struct text t = {0};

	text_put(&t, call->name);
	text_printf(&t, "/%s/%u", what, nth);
	struct gen_random r = gen_random_of(g->seed, text_slice(&t));
	text_clear(&t);
	unsigned long long low = gen_random_u64(&r);
	unsigned long long high = gen_random_u64(&r);
	text_printf(&t, "%016llx%016llx", high, low);
	struct slice s = arena_copy(
		&g->arena, slice_sub(text_slice(&t), 0, (size_t)digits));
	text_finish(&t);
	return s;
}

struct slice gen_auth_keep(struct gen *g, struct text *t)
{
	struct slice s = arena_copy(&g->arena, text_slice(t));

	text_clear(t);
	return s;
}

/* MD5 of "a:b:c" (absent parts are left out). */
static void digest(
	char out[GEN_MD5_TEXT], struct slice a, struct slice b, struct slice c)
{
	struct text t = {0};

	text_put(&t, a);
	text_puts(&t, ":");
	text_put(&t, b);
	if (c.p) {
		text_puts(&t, ":");
		text_put(&t, c);
	}
	gen_md5(text_slice(&t), out);
	text_finish(&t);
}

struct slice gen_auth_answer(struct gen *g, struct gen_call *call,
	struct slice method, struct slice password)
{
	char ha1[GEN_MD5_TEXT];
	char ha2[GEN_MD5_TEXT];
	char response[GEN_MD5_TEXT];
	struct text t = {0};
	struct slice nonce = call->nonce;
	struct slice cnonce = gen_auth_identifier(g, call, "cnonce", 0, 8);

	if (slice_is(method, "REGISTER")) {
		gen_sip_uri(&t, SLICE(""), &call->callee->at);
	} else {
		gen_sip_target(&t, call, false, false);
	}
	struct slice uri = gen_auth_keep(g, &t);
	digest(ha1, call->from, call->realm, password);
	digest(ha2, method, uri, ABSENT);
	text_put(&t, nonce);
	if (call->qop) {
		text_printf(&t, ":00000001:%.*s:auth", (int)cnonce.n, cnonce.p);
	}
	struct slice middle = gen_auth_keep(g, &t);
	digest(response, slice_of(ha1), middle, slice_of(ha2));
	text_printf(&t, "Digest username=\"%.*s\", realm=\"%.*s\", ",
		(int)call->from.n, call->from.p, (int)call->realm.n,
		call->realm.p);
	text_printf(&t, "nonce=\"%.*s\", uri=\"%.*s\", response=\"%s\", ",
		(int)nonce.n, nonce.p, (int)uri.n, uri.p, response);
	text_puts(&t, "algorithm=MD5");
	if (call->qop) {
		text_printf(&t, ", cnonce=\"%.*s\", qop=auth, nc=00000001",
			(int)cnonce.n, cnonce.p);
	}
	struct slice value = gen_auth_keep(g, &t);
	text_finish(&t);
	return value;
}

struct slice gen_auth_challenge(struct gen *g, struct gen_call *call)
{
	struct text t = {0};

	text_puts(&t, "414d535c");
	text_put(&t, gen_auth_identifier(g, call, "time", call->challenges, 8));
	text_puts(&t, ":");
	text_put(&t,
		gen_auth_identifier(g, call, "nonce", call->challenges, 32));
	call->nonce = gen_auth_keep(g, &t);
	call->challenges++;
	text_printf(&t, "Digest nonce=\"%.*s\",algorithm=MD5,realm=\"%.*s\"",
		(int)call->nonce.n, call->nonce.p, (int)call->realm.n,
		call->realm.p);
	if (call->qop) {
		text_puts(&t, ",qop=\"auth\"");
	}
	struct slice value = gen_auth_keep(g, &t);
	text_finish(&t);
	return value;
}
