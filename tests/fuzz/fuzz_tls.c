/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A record of TLS, and a certificate, of any bytes. Laws: names lie inside. */
#include "dissect/tls.h"

#include "tests/fuzz/fuzz.h"

static void check(const struct x509 *c, struct slice bytes)
{
	fuzz_inside(c->common_name, bytes);
	for (unsigned i = 0; i < c->name_count && i < X509_NAMES; i++) {
		fuzz_inside(c->names[i], bytes);
	}
	(void)x509_covers(c, SLICE("a.example.org"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = {(const char *)data, size};
	struct tls t;
	struct x509 c;

	(void)tls_record(bytes, &t);
	fuzz_inside(t.server, bytes);
	check(&t.cert, bytes);
	fuzz_law(!t.alert || t.alert_level == 1 || t.alert_level == 2);
	(void)x509_read(bytes, &c);
	check(&c, bytes);
	return 0;
}
