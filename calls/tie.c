/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One reader per header; each hands its value to add(), which drops repeats:
 * every request of a dialog repeats them.
 */
#include "calls/tie.h"

#include "calls/call.h"
#include "dissect/mediastat.h"
#include "dissect/sip.h"

/* A value shorter than this is no identifier: "1", "true", "external". */
#define IDENTIFIER_MIN 8
#define VALUE_MAX      256

static void add(struct call *call, const struct packet *packet,
	enum tie_kind kind, struct slice header, struct slice value)
{
	value = slice_sub(slice_trim(value), 0, VALUE_MAX);
	if (value.n == 0 || call->tie_count >= CALL_TIES) {
		return;
	}
	for (const struct tie *t = call->ties; t; t = t->next) {
		if (t->kind == kind && slice_eq(t->value, value)) {
			return;
		}
	}
	struct tie *tie = arena_get(&call->arena, sizeof(*tie));
	if (!tie) {
		return;
	}
	tie->kind = kind;
	tie->header = arena_copy(&call->arena, slice_sub(header, 0, 64));
	tie->value = arena_copy(&call->arena, value);
	tie->frame = packet->frame;
	tie->ts = packet->ts;
	tie->capture = packet->capture;
	tie->next = call->ties;
	call->ties = tie;
	call->tie_count++;
}

/* "0000...": nobody yet (RFC 7989 clause 4.1). */
static bool is_nil(struct slice uuid)
{
	for (size_t i = 0; i < uuid.n; i++) {
		if (uuid.p[i] != '0') {
			return false;
		}
	}
	return true;
}

/* local-uuid *(;remote=uuid): both name the same session on every leg. */
static void session_id(struct call *call, const struct packet *packet,
	const struct signal *signal)
{
	struct slice rest = signal->header[SIP_SESSION_ID];
	struct slice name = slice_of("Session-ID");

	if (!rest.p) {
		return;
	}
	struct slice local = slice_trim(slice_cut(&rest, ';'));
	struct slice remote = sip_param(rest, "remote");
	if (local.n >= IDENTIFIER_MIN && !is_nil(local)) {
		add(call, packet, TIE_SESSION_ID, name, local);
	}
	if (remote.n >= IDENTIFIER_MIN && !is_nil(remote)) {
		add(call, packet, TIE_SESSION_ID, name, remote);
	}
}

static void cross(struct call *call, const struct packet *packet,
	const char *name, struct slice value)
{
	if (value.n >= IDENTIFIER_MIN) {
		add(call, packet, TIE_CROSS, slice_of(name), value);
	}
}

static void extensions(struct call *call, const struct packet *packet,
	const struct signal *signal)
{
	cross(call, packet, "X-CID", signal->header[SIP_X_CID]);
	cross(call, packet, "X-Call-ID", signal->header[SIP_X_CALL_ID]);
	for (unsigned i = 0; i < signal->extension_count; i++) {
		const struct signal_extension *e = &signal->extension[i];
		/* Two devices that heard nothing count alike. */
		if (e->value.n >= IDENTIFIER_MIN && !mediastat_is(e->name)) {
			add(call, packet, TIE_CROSS, e->name, e->value);
		}
	}
}

static void charging(struct call *call, const struct packet *packet,
	const struct signal *signal)
{
	struct slice vector = signal->header[SIP_P_CHARGING_VECTOR];
	struct slice icid = sip_param(vector, "icid-value");

	if (icid.n >= IDENTIFIER_MIN) {
		add(call, packet, TIE_CHARGING,
			slice_of("P-Charging-Vector"), icid);
	}
}

/* callid *(;to-tag=...;from-tag=...) */
static void replaces(struct call *call, const struct packet *packet,
	const struct signal *signal)
{
	struct slice rest = signal->header[SIP_REPLACES];

	if (rest.p) {
		add(call, packet, TIE_REPLACES, slice_of("Replaces"),
			slice_cut(&rest, ';'));
	}
}

/* @s without its %XX escapes (RFC 3261 clause 25.1), at most @most bytes. */
static struct slice unescape(struct slice s, char *out, size_t most)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < most; i++) {
		int high = -1;
		int low = -1;
		if (s.p[i] == '%' && i + 2 < s.n) {
			high = slice_hex(s.p[i + 1]);
			low = slice_hex(s.p[i + 2]);
		}
		if (high >= 0 && low >= 0) {
			out[n++] = (char)(high << 4 | low);
			i += 2;
		} else {
			out[n++] = s.p[i];
		}
	}
	return (struct slice){out, n};
}

/* Refer-To: <sip:6014@pbx?Replaces=callid%3Bto-tag%3D...> */
static void refer_to(struct call *call, const struct packet *packet,
	const struct signal *signal)
{
	struct slice name = slice_of("Refer-To");
	struct slice text = signal->header[SIP_REFER_TO];
	struct sip_address to = {0};
	char plain[VALUE_MAX];

	if (!text.p || sip_address_parse(text, &to) != V_OK) {
		return;
	}
	add(call, packet, TIE_REFER_TO, name, to.uri.user);
	struct slice rest = to.uri.headers;
	while (rest.p) {
		struct slice value = slice_cut(&rest, '&');
		struct slice field = slice_cut(&value, '=');
		if (slice_iis(field, "Replaces") && value.p) {
			struct slice id =
				unescape(value, plain, sizeof(plain));
			add(call, packet, TIE_REFER_REPLACES, name,
				slice_cut(&id, ';'));
		}
	}
}

static void referred_by(struct call *call, const struct packet *packet,
	const struct signal *signal)
{
	struct slice list = signal->header[SIP_REFERRED_BY];

	for (unsigned i = 0; list.p && i < 8; i++) {
		struct sip_address a = {0};
		struct slice value = sip_value_next(&list);
		if (sip_address_parse(value, &a) == V_OK) {
			add(call, packet, TIE_REFERRED_BY,
				slice_of("Referred-By"), a.uri.user);
		}
	}
}

void tie_note(struct call *call, const struct packet *packet,
	const struct signal *signal)
{
	session_id(call, packet, signal);
	if (!signal->request || (signal->method != METHOD_INVITE &&
					signal->method != METHOD_REFER)) {
		return;
	}
	extensions(call, packet, signal);
	charging(call, packet, signal);
	replaces(call, packet, signal);
	refer_to(call, packet, signal);
	referred_by(call, packet, signal);
}

const struct tie *tie_naming(
	const struct call *call, unsigned kinds, struct slice value)
{
	for (const struct tie *t = call->ties; t; t = t->next) {
		if (kinds >> t->kind & 1 && slice_eq(t->value, value)) {
			return t;
		}
	}
	return NULL;
}

const struct tie *tie_shared(const struct call *a, const struct call *b,
	enum tie_kind kind, const struct tie **ret_a)
{
	for (const struct tie *y = b->ties; y; y = y->next) {
		for (const struct tie *x = a->ties; x; x = x->next) {
			if (x->kind == kind && y->kind == kind &&
				slice_eq(x->value, y->value)) {
				*ret_a = x;
				return y;
			}
		}
	}
	return NULL;
}
