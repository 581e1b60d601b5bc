/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every slice of a parsed message or description, collected in one array: to
 * check that all lie in the input, and that two runs gave the same.
 */
#ifndef EARSHOT_TESTS_FUZZ_INSIDE_H
#define EARSHOT_TESTS_FUZZ_INSIDE_H

#include "dissect/sdp.h"
#include "dissect/signal.h"

#define INSIDE_MAX 4096

struct slices {
	struct slice s[INSIDE_MAX];
	size_t n;
};

static inline void slices_add(struct slices *all, struct slice s)
{
	if (all->n < INSIDE_MAX) {
		all->s[all->n++] = s;
	}
}

static inline void slices_of_uri(struct slices *all, const struct sip_uri *u)
{
	slices_add(all, u->text);
	slices_add(all, u->scheme);
	slices_add(all, u->user);
	slices_add(all, u->host);
	slices_add(all, u->params);
	slices_add(all, u->headers);
}

static inline void slices_of_address(
	struct slices *all, const struct sip_address *a)
{
	slices_add(all, a->display);
	slices_of_uri(all, &a->uri);
	slices_add(all, a->params);
	slices_add(all, a->tag);
}

static inline void slices_of_signal(struct slices *all, const struct signal *s)
{
	all->n = 0;
	slices_add(all, s->method_text);
	slices_add(all, s->reason);
	slices_add(all, s->request_uri_text);
	slices_of_uri(all, &s->request_uri);
	slices_add(all, s->call_id);
	slices_of_address(all, &s->from);
	slices_of_address(all, &s->to);
	slices_of_address(all, &s->contact);
	slices_add(all, s->via.transport);
	slices_add(all, s->via.host);
	slices_add(all, s->via.branch);
	slices_add(all, s->via.received);
	slices_add(all, s->via.rport);
	slices_add(all, s->cseq_method_text);
	for (size_t i = 0; i < SIP_HEADERS; i++) {
		slices_add(all, s->header[i]);
	}
	slices_add(all, s->body);
	slices_add(all, s->sdp);
	slices_add(all, s->message);
}

static inline void slices_of_media(
	struct slices *all, const struct sdp_media *m)
{
	slices_add(all, m->type_text);
	slices_add(all, m->proto);
	slices_add(all, m->address);
	slices_add(all, m->mid);
	slices_add(all, m->label);
	slices_add(all, m->content);
	for (size_t i = 0; i < m->format_count; i++) {
		slices_add(all, m->formats[i].token);
		slices_add(all, m->formats[i].encoding);
		slices_add(all, m->formats[i].fmtp);
	}
	for (size_t i = 0; i < m->crypto_count; i++) {
		slices_add(all, m->cryptos[i].tag);
		slices_add(all, m->cryptos[i].suite);
		slices_add(all, m->cryptos[i].key);
	}
	slices_add(all, m->fingerprint);
	slices_add(all, m->setup);
	slices_add(all, m->ice_ufrag);
	slices_add(all, m->ice_pwd);
	for (size_t i = 0; i < m->candidate_count; i++) {
		slices_add(all, m->candidates[i].type);
	}
	slices_add(all, m->zrtp_hash);
}

static inline void slices_of_sdp(struct slices *all, const struct sdp *d)
{
	all->n = 0;
	slices_add(all, d->origin);
	slices_add(all, d->origin_user);
	slices_add(all, d->session_id);
	slices_add(all, d->session_version);
	slices_add(all, d->origin_address);
	slices_add(all, d->session_name);
	slices_add(all, d->connection);
	slices_add(all, d->group);
	for (size_t i = 0; i < d->media_count; i++) {
		slices_of_media(all, &d->media[i]);
	}
}

/** slices_inside - every slice is absent or lies in the @n bytes at @p. */
static inline bool slices_inside(
	const struct slices *all, const void *p, size_t n)
{
	uintptr_t start = (uintptr_t)p;

	for (size_t i = 0; i < all->n; i++) {
		uintptr_t at = (uintptr_t)all->s[i].p;
		size_t length = all->s[i].n;
		if (!at ? length != 0
			: at < start || at - start > n ||
					length > n - (at - start)) {
			return false;
		}
	}
	return true;
}

/** slices_equal - the same slices, in place and length. */
static inline bool slices_equal(const struct slices *a, const struct slices *b)
{
	bool equal = a->n == b->n;

	for (size_t i = 0; equal && i < a->n; i++) {
		equal = a->s[i].p == b->s[i].p && a->s[i].n == b->s[i].n;
	}
	return equal;
}

#endif
