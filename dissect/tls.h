/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the two sides of TLS say before they encrypt: versions, the cipher that
 * was chosen, the server's certificate where TLS 1.2 and older show it, and
 * alerts. Source: RFC 8446 clause 4.1, 5.1, 6; RFC 5246 clause 7.
 */
#ifndef EARSHOT_DISSECT_TLS_H
#define EARSHOT_DISSECT_TLS_H

#include "dissect/x509.h"

#define TLS_12 0x0303

struct tls {
	bool client_hello, server_hello, certificate, alert;
	uint16_t version; /* the highest offered, or the one chosen */
	uint16_t cipher;  /* chosen */
	struct slice server; /* name the client asks for; absent: none */
	struct x509 cert;    /* of the server, first of the chain */
	uint8_t alert_level, alert_code; /* level 2: fatal */
};

/** tls_record - read @record, a whole one; false when nothing is known of it.
 * @ret: filled. Allocates: no. */
bool tls_record(struct slice record, struct tls *ret);

/** tls_version_text - "TLS 1.2"; "an unknown version". */
const char *tls_version_text(uint16_t version);

/** tls_alert_text - what alert @code says: "certificate expired"; NULL. */
const char *tls_alert_text(unsigned code);

/** tls_cipher_weak - why the suite @cipher is weak: "RC4"; NULL: it is not. */
const char *tls_cipher_weak(uint16_t cipher);

#endif
