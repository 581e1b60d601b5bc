/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims as they come, and whose they are. */
#include "calls/claim.h"

#include "calls/parts.h"
#include "lib/attr.h"
#include "lib/hash.h"

/* Streams of one call looked at for each claim. */
#define LOOKED_AT 64

/* Said before: on the hop before, or again with credentials. */
static bool said(const struct claims *all, const struct claim *now)
{
	for (unsigned i = 0; i < CLAIMS_RECENT && all->recent[i]; i++) {
		const struct claim *c = all->recent[i];
		bool same = c->kind == now->kind &&
			    c->call_hash == now->call_hash;
		if (same && c->kind == CLAIM_HEADER &&
			slice_ieq(c->name, now->name) &&
			slice_eq(c->header.text, now->header.text)) {
			return true;
		}
		if (same && c->kind == CLAIM_REPORT &&
			c->digest == now->digest) {
			return true;
		}
	}
	return false;
}

/* Take back the newest one, if it says nothing new. */
static void settle(struct claims *all, struct claim *before)
{
	struct claim *c = all->last;

	if (!said(all, c)) {
		all->recent[(all->count - 1) % CLAIMS_RECENT] = c;
		return;
	}
	all->last = before;
	if (before) {
		before->next = NULL;
	} else {
		all->first = NULL;
	}
	all->count--;
	pool_put(&all->pool, c);
}

static struct claim *claim_new(struct book *book, const struct packet *packet,
	enum claim_kind kind, struct slice call_id)
{
	struct claims *all = &book->claims;

	if (all->pool.cap == 0) {
		pool_init(&all->pool, sizeof(struct claim), CLAIMS_MOST);
	}
	struct claim *c = pool_get(&all->pool);
	if (!c) {
		all->left_out++;
		return NULL;
	}
	c->kind = kind;
	c->frame = packet->frame;
	c->capture = packet->capture;
	c->point = packet->point;
	c->by = packet->src;
	c->call_hash = hash_slice(call_id, book->key);
	if (all->last) {
		all->last->next = c;
	} else {
		all->first = c;
	}
	all->last = c;
	all->count++;
	return c;
}

static void take_report(struct book *book, const struct packet *packet,
	const struct signal *signal)
{
	struct vqreport r;

	if (vqreport_parse(signal->report, &r) != V_OK) {
		book->claims.unread++;
		return;
	}
	struct claim *before = book->claims.last;
	struct claim *c = claim_new(book, packet, CLAIM_REPORT,
		r.call_id.n ? r.call_id : signal->call_id);
	if (c) {
		c->report = r.kind;
		c->local = r.local;
		c->remote = r.remote;
		c->heard = r.heard;
		c->told = r.told;
		c->digest = hash_slice(signal->report, book->key);
		settle(&book->claims, before);
	}
}

/* The part of @text that holds @s, copied to the end of what is kept. */
static struct slice keep(struct claim *c, size_t *used, struct slice s)
{
	size_t n = s.n < CLAIM_TEXT - *used ? s.n : CLAIM_TEXT - *used;
	char *to = c->text + *used;

	if (n) {
		memcpy(to, s.p, n);
	}
	*used += n;
	return (struct slice){to, n};
}

static void take_header(struct book *book, const struct packet *packet,
	const struct signal *signal, const struct signal_extension *e)
{
	struct mediastat m;
	size_t used = 0;

	if (!mediastat_read(e->name, e->value, &m)) {
		return;
	}
	struct claim *before = book->claims.last;
	struct claim *c = claim_new(
		book, packet, CLAIM_HEADER, signal->call_id);
	if (c) {
		c->name = keep(c, &used, slice_sub(e->name, 0, 32));
		c->header = m;
		c->header.text = keep(c, &used, m.text);
		c->local.at = m.local;
		/* Some name no address of their own. */
		c->local.has_at = m.has_ends && !addr_is_any(&m.local.ip);
		c->remote.at = m.remote;
		c->remote.has_at = m.has_ends;
		settle(&book->claims, before);
	}
}

void claim_signal(struct book *book, const struct packet *packet,
	const struct signal *signal)
{
	if (signal->report.n) {
		take_report(book, packet, signal);
	}
	for (unsigned i = 0; i < signal->extension_count; i++) {
		if (mediastat_is(signal->extension[i].name)) {
			take_header(
				book, packet, signal, &signal->extension[i]);
		}
	}
}

static bool same_hash(const void *key, const void *value)
{
	const struct call *call = value;
	const uint64_t *hash = key;

	return call->hash == *hash;
}

/* How well @s goes from @from to @to; 0: not at all. An address that was
 * translated on the way does not fit, an SSRC does. */
static unsigned fit(const struct stream *s, const struct vqreport_end *from,
	const struct vqreport_end *to)
{
	unsigned n = 0;

	if (from->has_ssrc && from->ssrc) {
		n += s->ssrc == from->ssrc ? 8 : 0;
	}
	if (to->has_at) {
		n += endpoint_eq(&to->at, &s->dst) ? 4
		     : addr_eq(&to->at.ip, &s->dst.ip) ? 1
						       : 0;
	}
	if (from->has_at) {
		n += endpoint_eq(&from->at, &s->src) ? 4
		     : addr_eq(&from->at.ip, &s->src.ip) ? 1
							 : 0;
	}
	return n;
}

/* Without any address in it, a header is about what its sender's host hears. */
static unsigned fit_host(
	const struct stream *s, const struct claim *c, bool heard)
{
	const struct endpoint *own = heard ? &s->dst : &s->src;

	return c->kind == CLAIM_HEADER && !c->local.has_at &&
			       addr_eq(&own->ip, &c->by.ip)
		       ? 2
		       : 0;
}

static struct stream *in_call(const struct claim *c, bool heard)
{
	const struct vqreport_end *from = heard ? &c->remote : &c->local;
	const struct vqreport_end *to = heard ? &c->local : &c->remote;
	struct stream *best = NULL;
	unsigned best_fit = 1, looked = 0; /* one host alone is no sign */

	for (struct stream *s = c->call ? c->call->streams : NULL;
		s && looked < LOOKED_AT; s = s->next_in_call, looked++) {
		unsigned n = fit(s, from, to) + fit_host(s, c, heard);
		if (n > best_fit ||
			(best && n == best_fit &&
				s->stat.packets > best->stat.packets)) {
			best = s;
			best_fit = n;
		}
	}
	return best;
}

/* The stream without its call: by SSRC and both addresses. */
static struct stream *by_ssrc(
	struct book *book, const struct claim *c, bool heard)
{
	const struct vqreport_end *from = heard ? &c->remote : &c->local;
	const struct vqreport_end *to = heard ? &c->local : &c->remote;

	if (!from->has_ssrc || !from->has_at || !to->has_at) {
		return NULL;
	}
	return ssrc_find(book, from->ssrc, c->point, &from->at, &to->at);
}

void claims_finish(struct book *book)
{
	for (struct claim *c = book->claims.first; c; c = c->next) {
		c->call = map_find(
			&book->call_map, c->call_hash, same_hash,
			&c->call_hash);
		c->stream = in_call(c, true);
		c->sent_as = in_call(c, false);
		c->stream = c->stream ? c->stream : by_ssrc(book, c, true);
		c->sent_as = c->sent_as ? c->sent_as : by_ssrc(book, c, false);
		book->claims.unbound += !c->call && !c->stream && !c->sent_as;
		if (c->stream) {
			struct claim **at = &c->stream->claims;
			while (*at) {
				at = &(*at)->next_of_heard;
			}
			*at = c;
		}
	}
}

void claims_destroy(struct claims *claims)
{
	pool_finish(&claims->pool);
}
