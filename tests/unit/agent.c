/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * User-Agent and Server as devices write them. Every row says where the string
 * was seen; what is expected of it was read by eye.
 */
#include "calls/agent.h"

#include "lib/attr.h"
#include "tests/unit/test.h"

static const struct row {
	const char *text, *vendor, *model, *firmware, *mac;
	enum agent_kind kind;
} ROWS[] = {
	/* captures of this project's samples and recordings */
	{"Yealink SIP-T54W 96.86.0.77 805ec0cb6fc7", "Yealink", "SIP-T54W",
		"96.86.0.77", "805ec0cb6fc7", AGENT_PHONE},
	{"Yealink W70B 146.85.0.30 5821eacd3d8a", "Yealink", "W70B",
		"146.85.0.30", "5821eacd3d8a", AGENT_PHONE},
	{"3CXPhoneSystem 18.0.9.20 (20)", "3CX", "3CXPhoneSystem", "18.0.9.20",
		NULL, AGENT_PBX},
	{"baresip v1.0.0 (x86_64/linux)", "baresip", "baresip", "1.0.0", NULL,
		AGENT_SOFTPHONE},
	{"Linphonec/5.1.65", "Linphone", "Linphonec", "5.1.65", NULL,
		AGENT_SOFTPHONE},
	{"Softphone/2.4 (Bob)", NULL, "Softphone", "2.4", NULL, AGENT_UNKNOWN},
	{"VQ-PBX 1.0", NULL, "VQ-PBX", "1.0", NULL, AGENT_PBX},
	{"friendly-scanner", "SIPVicious", "SIPVicious", NULL, NULL,
		AGENT_TOOL},
	{"Media Gateway", NULL, "Media Gateway", NULL, NULL, AGENT_GATEWAY},
	{"SIPp trunk", "SIPp", "SIPp", NULL, NULL, AGENT_UNKNOWN},
	/* public traces of SIP, in tests and reports of other projects */
	{"Nero SIPPS IP Phone Version 2.0.51.16", "Nero", "SIPPS", "2.0.51.16",
		NULL, AGENT_SOFTPHONE},
	{"Ekiga/3.2.0", "Ekiga", "Ekiga", "3.2.0", NULL, AGENT_SOFTPHONE},
	{"Sip EXpress router (0.8.12 (i386/linux))", "SER", "SER", "0.8.12",
		NULL, AGENT_PBX},
	{"ser (3.2.0-dev2 (i386/linux))", "SER", "SER", "3.2.0-dev2", NULL,
		AGENT_PBX},
	{"Cirpack/v4.38e (gw_sip)", "Cirpack", "Cirpack", "4.38e", NULL,
		AGENT_PBX},
	{"GW/v.6.20A.027.012", NULL, "GW", "6.20A.027.012", NULL,
		AGENT_GATEWAY},
	{"yealink SIP-T28P 2.50.0.40 00:15:65:11:4c:33", "Yealink", "SIP-T28P",
		"2.50.0.40", "001565114c33", AGENT_PHONE},
	{"Yealink SIP-T21P_E2 52.83.0.35", "Yealink", "SIP-T21P_E2",
		"52.83.0.35", NULL, AGENT_PHONE},
	{"Yealink SIP-T26P", "Yealink", "SIP-T26P", NULL, NULL, AGENT_PHONE},
	{"snomD785/10.1.84.12", "Snom", "D785", "10.1.84.12", NULL,
		AGENT_PHONE},
	{"snom105-3.56p", "Snom", "105", "3.56p", NULL, AGENT_PHONE},
	{"snom360/7.3.30", "Snom", "360", "7.3.30", NULL, AGENT_PHONE},
	{"Grandstream HT802 1.0.29.8", "Grandstream", "HT802", "1.0.29.8", NULL,
		AGENT_GATEWAY},
	{"Grandstream HT-503  V1.1B 1.0.10.9  chip V2.2", "Grandstream",
		"HT-503", "1.0.10.9", NULL, AGENT_GATEWAY},
	{"Grandstream GXP2170 1.0.9.135", "Grandstream", "GXP2170", "1.0.9.135",
		NULL, AGENT_PHONE},
	{"PolycomSoundPointIP-SPIP_450-UA/4.0.10.0689_000025CC0001", "Polycom",
		"SPIP_450", "4.0.10.0689", "000025cc0001", AGENT_PHONE},
	{"PolycomSoundPointIP-SPIP_650-UA/3.1.3.0439", "Polycom", "SPIP_650",
		"3.1.3.0439", NULL, AGENT_PHONE},
	{"Linksys/SPA942-6.1.5(a)", "Linksys", "SPA942", "6.1.5(a)", NULL,
		AGENT_PHONE},
	{"Linksys/PAP2T-3.1.15(LS)", "Linksys", "PAP2T", "3.1.15(LS)", NULL,
		AGENT_GATEWAY},
	{"Cisco-CP7960G/8.0", "Cisco", "CP7960G", "8.0", NULL, AGENT_PHONE},
	{"Cisco-CP-8841-3PCC/11.0 (00562b043615)", "Cisco", "CP-8841-3PCC",
		"11.0", "00562b043615", AGENT_PHONE},
	{"Aastra 51i/2.5.1.41", "Aastra", "51i", "2.5.1.41", NULL, AGENT_PHONE},
	{"Aastra6731i MAC:00-11-22-33-44-55 V:3.2.2.1136-SIP", "Aastra",
		"6731i", "3.2.2.1136-SIP", "001122334455", AGENT_PHONE},
	{"Aastra Intelligate", "Aastra", "Intelligate", NULL, NULL, AGENT_PBX},
	{"Audiocodes-Sip-Gateway-Mediant 1000/v.5.80A.055.002", "AudioCodes",
		"Mediant 1000", "5.80A.055.002", NULL, AGENT_GATEWAY},
	{"Fanvil X303 2.12.18.9 0c383e63963b", "Fanvil", "X303", "2.12.18.9",
		"0c383e63963b", AGENT_PHONE},
	{"Asterisk PBX 18.10.0", "Asterisk", "Asterisk PBX", "18.10.0", NULL,
		AGENT_PBX},
	/* RFC 3261 clause 20.41 and 20.35 */
	{"Softphone Beta1.5", NULL, "Softphone Beta1.5", NULL, NULL,
		AGENT_UNKNOWN},
	{"HomeServer v2", NULL, "HomeServer v2", NULL, NULL, AGENT_UNKNOWN},
	/* nothing that is one: multicast, all zero, too long, too short */
	{"Phone 010203040506", NULL, "Phone", NULL, NULL, AGENT_UNKNOWN},
	{"Phone 000000000000", NULL, "Phone", NULL, NULL, AGENT_UNKNOWN},
	{"Phone 00156511223344", NULL, "Phone 00156511223344", NULL, NULL,
		AGENT_UNKNOWN},
	{"", NULL, NULL, NULL, NULL, AGENT_UNKNOWN},
	{"/", NULL, NULL, NULL, NULL, AGENT_UNKNOWN},
};

static void same(struct slice got, const char *want, const char *text)
{
	struct slice w = slice_of(want);

	if (got.n != w.n || (w.n && memcmp(got.p, w.p, w.n) != 0)) {
		fail_msg("'%s': '%.*s', want '%s'", text, (int)got.n,
			got.p ? got.p : "", want ? want : "nothing");
	}
}

static void forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		const struct row *r = &ROWS[i];
		struct agent a;
		char mac[13] = "";
		agent_read(slice_of(r->text), &a);
		for (size_t k = 0; k < 6 && a.has_mac; k++) {
			(void)snprintf(mac + 2 * k, 3, "%02x", a.mac[k]);
		}
		same(slice_of(a.vendor), r->vendor, r->text);
		same(a.model, r->model, r->text);
		same(a.firmware, r->firmware, r->text);
		same(slice_of(mac), r->mac, r->text);
		assert_int_equal(a.kind, r->kind);
	}
}

/* Only what is listed makes a server of SIP: a word in a name does not. */
static void pbxs(void **state)
{
	static const char *const yes[] = {"3CXPhoneSystem 18.0.9.20 (20)",
		"Asterisk PBX 18.10.0", "asterisk", "Cisco-CUCM11.5",
		"FPBX-16.0.40(18.10.0)", "FPBX", "FreeSWITCH-mod_sofia/1.10.7",
		"kamailio (5.5.4 (x86_64/linux))", "OpenSER (1.3.4)",
		"OpenSIPS (3.2.2)", "Grandstream UCM6202V1.6A 1.0.20.20"};
	static const char *const no[] = {"", "3CXPhone 6.0", "VQ-PBX 1.0",
		"Cisco-CP7940G/8.0", "Grandstream GXP1625 1.0.4.128",
		"Yealink SIP-T46G 28.83.0.50"};
	struct agent a;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(yes); i++) {
		agent_read(slice_of(yes[i]), &a);
		assert_true(agent_is_pbx(&a));
	}
	for (size_t i = 0; i < COUNT_OF(no); i++) {
		agent_read(slice_of(no[i]), &a);
		assert_false(agent_is_pbx(&a));
	}
	agent_read((struct slice){NULL, 0}, &a);
	assert_false(agent_is_pbx(&a));
	assert_false(agent_is_pbx(NULL));
	agent_read(slice_of("FPBX-16.0.40(18.10.0)"), &a);
	same(a.firmware, "16.0.40(18.10.0)", "FPBX");
}

/* No prefix reads behind its end: each is in memory of its own length. */
static void prefixes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ROWS); i++) {
		size_t n = strlen(ROWS[i].text);
		for (size_t k = 0; k <= n; k++) {
			char *copy = malloc(k ? k : 1);
			struct agent a;
			assert_non_null(copy);
			memcpy(copy, ROWS[i].text, k);
			agent_read((struct slice){copy, k}, &a);
			assert_true(a.firmware.n <= k);
			assert_true(a.model.n <= 16 || a.model.n <= k);
			free(copy);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms),
		cmocka_unit_test(pbxs),
		cmocka_unit_test(prefixes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
