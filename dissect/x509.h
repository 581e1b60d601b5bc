/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a certificate says to whom it belongs, and until when. Nothing is
 * verified: that takes the issuers a telephone trusts, which are not on the
 * wire. Source: RFC 5280 clause 4.1, 4.2.1.6; ITU-T X.690 (DER).
 */
#ifndef EARSHOT_DISSECT_X509_H
#define EARSHOT_DISSECT_X509_H

#include "lib/slice.h"

#define X509_NAMES 8 /* names of hosts kept; more are counted */

struct x509 {
	int64_t not_before, not_after; /* s since 1970 */
	bool has_dates;
	bool self_signed;    /* issuer and subject are the same */
	bool weak_signature; /* with MD5 or SHA-1 */
	unsigned rsa_bits;   /* of the key; 0: another kind */
	struct slice common_name;
	struct slice names[X509_NAMES]; /* subjectAltName: DNS names */
	unsigned name_count;
};

/** x509_read - read the DER certificate @der into @ret; false: none. */
bool x509_read(struct slice der, struct x509 *ret);

/** x509_covers - true when @cert is for the host @name (RFC 6125 clause 6.4). */
bool x509_covers(const struct x509 *cert, struct slice name);

#endif
