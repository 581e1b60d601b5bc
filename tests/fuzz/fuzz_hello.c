/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The marks of TLS, DTLS, QUIC and ZRTP on any bytes. Input: two bytes that the
 * wire was longer by, then the payload. Laws: a server's name lies inside and is
 * made of the letters of names, and no bytes are two protocols at once.
 */
#include "dissect/hello.h"

#include "tests/fuzz/fuzz.h"

static void check(const struct hello *hello, struct slice bytes)
{
	fuzz_inside(hello->server, bytes);
	fuzz_law(hello->server.n <= 255);
	fuzz_law(!hello->server.p || hello->server.n > 0);
	fuzz_law(hello->client || (!hello->server.p && !hello->srtp));
	for (size_t i = 0; i < hello->server.n; i++) {
		unsigned char c = (unsigned char)hello->server.p[i];
		fuzz_law(c > ' ' && c < 0x7f && c != '/' && c != '%');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hello hello = {0};

	if (size < 2) {
		return 0;
	}
	struct slice bytes = {(const char *)data + 2, size - 2};
	uint32_t wire = (uint32_t)bytes.n + ((uint32_t)data[0] << 8 | data[1]);
	bool tls = hello_tls(bytes, &hello);
	check(&hello, bytes);
	hello = (struct hello){0};
	bool dtls = hello_dtls(bytes, wire, &hello);
	check(&hello, bytes);
	bool quic = hello_quic(bytes);
	bool zrtp = hello_zrtp(bytes, wire);
	fuzz_law(tls + dtls + quic + zrtp <= 1);
	return 0;
}
