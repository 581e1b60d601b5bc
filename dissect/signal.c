/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of the things in a signalling message. */
#include "dissect/signal.h"

#include "lib/attr.h"

#include <string.h>

#define NAME(literal) {literal, sizeof(literal) - 1}

static const struct slice METHODS[METHOD_OTHER] = {
	[METHOD_ACK] = NAME("ACK"),
	[METHOD_BYE] = NAME("BYE"),
	[METHOD_CANCEL] = NAME("CANCEL"),
	[METHOD_INFO] = NAME("INFO"),
	[METHOD_INVITE] = NAME("INVITE"),
	[METHOD_MESSAGE] = NAME("MESSAGE"),
	[METHOD_NOTIFY] = NAME("NOTIFY"),
	[METHOD_OPTIONS] = NAME("OPTIONS"),
	[METHOD_PRACK] = NAME("PRACK"),
	[METHOD_PUBLISH] = NAME("PUBLISH"),
	[METHOD_REFER] = NAME("REFER"),
	[METHOD_REGISTER] = NAME("REGISTER"),
	[METHOD_SUBSCRIBE] = NAME("SUBSCRIBE"),
	[METHOD_UPDATE] = NAME("UPDATE"),
};

static const char *const HEADERS[SIP_HEADERS] = {
#define SIP_HEADER(symbol, name, compact) [SIP_##symbol] = name,
#include "dissect/sip_headers.def"
#undef SIP_HEADER
};

static const char *const FAULTS[] = {
	"start line breaks the grammar",
	"version is not SIP/2.0",
	"Via, From, To, Call-ID or CSeq is missing",
	"header line without name or colon",
	"header value breaks its grammar",
	"header that may stand only once is repeated",
	"Content-Length is missing where it is needed, or no number",
	"body is shorter than Content-Length",
	"method of CSeq is not the method of the request",
	"status code is not 100 to 699",
	"URI breaks the grammar",
	"number outside its range",
	"quote or bracket is never closed",
	"no empty line after the headers",
	"multipart body breaks the grammar",
	"bytes after the body",
	"line ends with LF or CR alone",
};

const char *signal_method_text(enum sip_method method)
{
	return method < METHOD_OTHER ? METHODS[method].p : "?";
}

enum sip_method signal_method_of(struct slice text)
{
	unsigned i = 0;

	while (i < METHOD_OTHER && !(METHODS[i].n == text.n &&
			memcmp(METHODS[i].p, text.p, text.n) == 0)) {
		i++;
	}
	return (enum sip_method)i;
}

const char *signal_header_name(enum sip_header header)
{
	return header < SIP_HEADERS ? HEADERS[header] : "?";
}

const char *signal_fault_text(uint32_t faults)
{
	for (size_t i = 0; i < COUNT_OF(FAULTS); i++) {
		if (faults & (UINT32_C(1) << i)) {
			return FAULTS[i];
		}
	}
	return NULL;
}
