/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first byte decides who is asked (RFC 7983 clause 7), as in flow/demux.c.
 */
#include "flow/classify_own.h"

#include "dissect/hello.h"
#include "dissect/sip.h"
#include "dissect/stun.h"
#include "lib/attr.h"
#include "lib/cursor.h"

static struct classify_sight stun_sight(const struct packet *packet)
{
	struct stun stun;

	if (stun_parse(packet->payload, packet->payload_wire, &stun) != V_OK) {
		return (struct classify_sight){0};
	}
	return (struct classify_sight){
		.marks = OWN_STUN | (stun.turn ? OWN_TURN : 0) |
			 (stun.ice ? OWN_ICE : 0) |
			 (stun.microsoft ? OWN_MICROSOFT : 0),
		.user = stun.ice ? stun.username : (struct slice){NULL, 0},
	};
}

/* Two apps whose datagrams open with words of their own. Source: Discord's
 * developer documentation, "IP Discovery" (type 1 or 2, length 70, 74 bytes in
 * all), and its keep-alive as observed; TeamSpeak 3 as observed. */
static unsigned word_marks(struct slice bytes)
{
	struct cursor c = cursor_of(bytes.p, bytes.n);

	uint32_t word = cursor_u32(&c);
	bool discovery =
		(word == 0x00010046 || word == 0x00020046) && bytes.n == 74;
	if (discovery || (word == 0x1337cafe && bytes.n == 8)) {
		return OWN_DISCORD;
	}
	return slice_eq(slice_sub(bytes, 0, 8), SLICE("TS3INIT1"))
		       ? OWN_TEAMSPEAK
		       : 0;
}

static struct classify_sight datagram_sight(const struct packet *packet)
{
	const struct slice bytes = packet->payload;
	struct classify_sight sight = {.marks = word_marks(bytes)};
	struct hello hello;

	if (sight.marks) {
		return sight;
	}
	if ((uint8_t)bytes.p[0] <= 3) {
		return stun_sight(packet);
	}
	if (hello_zrtp(bytes, packet->payload_wire)) {
		sight.marks = OWN_ZRTP;
	} else if (hello_dtls(bytes, packet->payload_wire, &hello)) {
		sight.marks = OWN_DTLS | (hello.srtp ? OWN_SRTP : 0);
		sight.server = hello.server;
	} else if (hello_quic(bytes)) {
		sight.marks = OWN_QUIC;
	}
	return sight;
}

/* TPKT (RFC 1006 clause 6) around a Q.931 message, as H.225.0 wants it. */
static bool is_h225(const struct packet *packet)
{
	struct cursor c = cursor_of(packet->payload.p, packet->payload.n);

	uint8_t version = cursor_u8(&c);
	uint8_t reserved = cursor_u8(&c);
	uint16_t length = cursor_u16(&c);
	uint8_t discriminator = cursor_u8(&c);
	bool port = packet->src.port == 1720 || packet->dst.port == 1720;
	return !c.bad && version == 3 && reserved == 0 && length > 4 &&
	       (discriminator == 8 || (port && length < 4096));
}

static struct classify_sight segment_sight(const struct packet *packet)
{
	struct classify_sight sight = {0};
	struct hello hello;

	if (hello_tls(packet->payload, &hello)) {
		sight.marks = OWN_TLS;
		sight.server = hello.server;
	} else if (sip_probe(packet->payload)) {
		sight.marks = OWN_SIP;
	} else if (is_h225(packet)) {
		sight.marks = OWN_H323;
	} else {
		return stun_sight(packet);
	}
	return sight;
}

struct classify_sight classify_own_sight(const struct packet *packet)
{
	if (packet->payload.n == 0) {
		return (struct classify_sight){0};
	}
	return packet->kind == PACKET_SEGMENT ? segment_sight(packet)
					      : datagram_sight(packet);
}

const struct app *classify_own_app(unsigned marks)
{
	/* The first that fits: from the certain to the general. */
	static const struct {
		unsigned marks;
		const struct app *app;
	} rows[] = {
		{OWN_SIP, &app_sip},
		{OWN_H323, &app_h323},
		{OWN_ZRTP, &app_zrtp},
		{OWN_DISCORD, &app_discord},
		{OWN_TEAMSPEAK, &app_teamspeak},
		{OWN_MICROSOFT, &app_microsoft},
		{OWN_ICE, &app_ice},
		{OWN_SRTP, &app_dtls_srtp},
		{OWN_DTLS, &app_dtls},
		{OWN_TURN, &app_turn},
		{OWN_STUN, &app_stun},
		{OWN_QUIC, &app_quic},
		{OWN_TLS, &app_tls},
	};

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (marks & rows[i].marks) {
			return rows[i].app;
		}
	}
	return NULL;
}

const struct app *classify_own_believe(unsigned marks, const struct app *theirs)
{
	/* It goes by port 19302: of public servers that everybody asks. */
	bool public_stun = theirs == &app_google_meet && marks & OWN_STUN;

	return public_stun ? NULL : theirs;
}

bool classify_own_general(const struct app *app)
{
	return !app || app == &app_stun || app == &app_turn ||
	       app == &app_tls || app == &app_dtls || app == &app_quic ||
	       app == &app_ice || app == &app_dtls_srtp;
}
