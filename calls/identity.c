/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headers of an INVITE, and claims inside of one. */
#include "calls/identity.h"

#include "dissect/passport.h"
#include "dissect/sip.h"

#define TEXT_MAX 64

static struct slice keep(struct call *call, struct slice s)
{
	return arena_copy(&call->arena, slice_sub(s, 0, TEXT_MAX));
}

static void note_passport(struct call *call, struct identity *id,
	const struct packet *packet, struct slice value)
{
	char room[PASSPORT_ROOM];
	struct passport p;

	id->passport_at = moment_of(packet);
	id->unreadable = !passport_parse(value, room, &p);
	if (id->unreadable) {
		return;
	}
	id->orig = keep(call, p.orig);
	id->dest = keep(call, p.dest);
	id->attest = keep(call, p.attest);
	id->iat = p.iat;
	id->has_iat = p.has_iat;
	id->compact = p.compact;
}

static void note_asserted(struct call *call, struct identity *id,
	const struct packet *packet, struct slice list)
{
	struct sip_address at = {0};

	while (list.p && !id->asserted.n) {
		if (sip_address_parse(sip_value_next(&list), &at) == V_OK) {
			id->asserted = keep(call, at.uri.user);
			id->asserted_at = moment_of(packet);
		}
	}
}

static void note_privacy(
	struct call *call, struct identity *id, const struct packet *packet,
	struct slice value)
{
	if (value.n && !id->privacy_at.frame) {
		id->privacy = keep(call, value);
		id->privacy_at = moment_of(packet);
	}
}

static void note_remote(struct call *call, struct identity *id,
	const struct packet *packet, struct slice list)
{
	struct slice first = sip_value_next(&list);
	struct sip_address at = {0};

	if (id->remote.n || sip_address_parse(first, &at) != V_OK) {
		return;
	}
	id->remote = keep(call, at.uri.user);
	/* ...;party=calling;privacy=full */
	while (first.p) {
		struct slice part = slice_trim(slice_cut(&first, ';'));
		if (slice_iis(part, "privacy=full") ||
			slice_iis(part, "privacy=uri")) {
			note_privacy(call, id, packet, SLICE("full"));
		}
	}
}

bool identity_private(const struct identity *id)
{
	struct slice rest = id ? id->privacy : (struct slice){0};

	while (rest.p) {
		struct slice word = slice_trim(slice_cut(&rest, ';'));
		if (slice_iis(word, "id") || slice_iis(word, "user") ||
			slice_iis(word, "header") || slice_iis(word, "full")) {
			return true;
		}
	}
	return false;
}

void identity_note(struct call *call, const struct packet *packet,
	const struct signal *signal)
{
	struct slice asserted = signal->header[SIP_P_ASSERTED_IDENTITY];
	struct slice passport = signal->header[SIP_IDENTITY];
	struct slice privacy = signal->header[SIP_PRIVACY];
	struct slice remote = signal->header[SIP_REMOTE_PARTY_ID];

	if (!signal->request || signal->method != METHOD_INVITE ||
		signal->to.tag.n ||
		(!asserted.n && !passport.n && !privacy.n && !remote.n)) {
		return;
	}
	if (!call->identity) {
		call->identity =
			arena_get(&call->arena, sizeof(*call->identity));
	}
	struct identity *id = call->identity;
	if (!id) {
		return;
	}
	id->diverted = id->diverted || signal->header[SIP_DIVERSION].n ||
		       signal->header[SIP_HISTORY_INFO].n;
	if (asserted.n && !id->asserted_at.frame) {
		note_asserted(call, id, packet, asserted);
	}
	note_privacy(call, id, packet, privacy);
	if (remote.n) {
		note_remote(call, id, packet, remote);
	}
	if (passport.n && !id->passport_at.frame) {
		note_passport(call, id, packet, passport);
	}
}
