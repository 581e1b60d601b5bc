/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of codes.def, and reading the Reason header. */
#include "detect/code.h"

#include "lib/attr.h"
#include "lib/i18n.h"

static const struct code sip[] = {
#define SIP_CODE(number, severity, words, remedy)                              \
	{number, SEVERITY_##severity, words, remedy},
#define Q850_CAUSE(number, words)
#include "detect/codes.def"
#undef SIP_CODE
#undef Q850_CAUSE
};

static const struct {
	unsigned number;
	const char *words;
} q850[] = {
#define SIP_CODE(number, severity, words, remedy)
#define Q850_CAUSE(number, words) {number, words},
#include "detect/codes.def"
#undef SIP_CODE
#undef Q850_CAUSE
};

/* RFC 3261 clause 8.1.3.2: an unknown code is treated as x00 of its class. */
static const struct code classes[] = {
	{400, SEVERITY_WARNING, N_("the request was refused"),
		N_("Read the reason phrase and the Warning header of the "
		   "answer, then the log of the host that gave it")},
	{500, SEVERITY_ERROR, N_("the server failed"),
		N_("Read the log of the host that answered; it failed, not the "
		   "caller")},
	{600, SEVERITY_WARNING, N_("refused everywhere"),
		N_("Read the reason phrase and the Warning header of the "
		   "answer, then the log of the host that gave it")},
};

const struct code *code_sip(unsigned number)
{
	for (size_t i = 0; i < COUNT_OF(sip); i++) {
		if (sip[i].number == number) {
			return &sip[i];
		}
	}
	return &classes[number >= 600 ? 2 : number >= 500 ? 1 : 0];
}

const char *code_q850(unsigned number)
{
	for (size_t i = 0; i < COUNT_OF(q850); i++) {
		if (q850[i].number == number) {
			return q850[i].words;
		}
	}
	return NULL;
}

/* The cause in the parameters of one value. */
static bool cause_of(struct slice params, unsigned *ret)
{
	uint64_t number;

	while (params.p) {
		struct slice value = slice_cut(&params, ';');
		struct slice name = slice_trim(slice_cut(&value, '='));
		if (slice_iis(name, "cause") &&
			slice_u64(slice_trim(value), 999, &number)) {
			*ret = (unsigned)number;
			return true;
		}
	}
	return false;
}

bool code_reason(struct slice reason, const char *protocol, unsigned *ret)
{
	/* Values are parted by commas; one inside the quoted text makes a value
	 * without a protocol that we know. */
	for (unsigned i = 0; reason.p && i < 8; i++) {
		struct slice params = slice_cut(&reason, ',');
		struct slice name = slice_trim(slice_cut(&params, ';'));
		if (slice_iis(name, protocol) && cause_of(params, ret)) {
			return true;
		}
	}
	return false;
}
