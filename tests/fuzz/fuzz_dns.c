/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dns_parse on any bytes. Laws: a whole message is one to both ways of reading;
 * names lie in the text, hold no byte that could move a cursor or fake a label,
 * and none is longer than RFC 1035 allows; with the last byte gone it is no
 * whole message any more.
 */
#include "dissect/dns.h"

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice message = {(const char *)data, size};
	struct dns dns;
	enum verdict verdict = dns_parse(message, &dns);

	fuzz_law(dns_is(message) == (verdict == V_OK));
	fuzz_law(dns.count <= DNS_FACTS && dns.text_n <= DNS_TEXT);
	for (uint32_t i = 0; i < dns.count; i++) {
		struct slice name = dns_name(&dns, i);
		fuzz_inside(name, (struct slice){dns.text, dns.text_n});
		fuzz_law(name.n > 0 && name.n <= 253);
		for (size_t k = 0; k < name.n; k++) {
			unsigned char c = (unsigned char)name.p[k];
			fuzz_law(c > ' ' && c != 0x7f);
		}
	}
	fuzz_law(dns.service_count <= DNS_SERVICES &&
		 dns.question_n < DNS_NAME);
	for (uint32_t i = 0; i < dns.service_count; i++) {
		fuzz_inside(dns_target(&dns, i),
			(struct slice){dns.text, dns.text_n});
	}
	if (verdict == V_OK) {
		fuzz_law(size > 12);
		fuzz_law(!dns_is(slice_sub(message, 0, size - 1)));
	}
	return 0;
}
