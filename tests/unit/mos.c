/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * `earshot mos` from the outside: arguments in, output and exit status out.
 * Figures come from an independent E-model.
 */
#include "app/mos.h"

#include "tests/unit/near.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static char out[8192], err[8192];

static void read_back(FILE *f, char *buffer, size_t size)
{
	rewind(f);
	buffer[fread(buffer, 1, size - 1, f)] = '\0';
	fclose(f);
}

/* Run the command over blank-separated @words; fills out and err. */
static int run(const char *words)
{
	static char copy[512];
	char *argv[32] = {copy};
	int argc = 1;
	FILE *to_out = tmpfile(), *to_err = tmpfile();

	assert_non_null(to_out);
	assert_non_null(to_err);
	(void)snprintf(copy, sizeof(copy), "mos %s", words);
	for (char *p = copy; (p = strchr(p, ' ')) != NULL;) {
		*p++ = '\0';
		if (*p) {
			argv[argc++] = p;
		}
	}
	fflush(stdout);
	fflush(stderr);
	int keep_out = dup(1), keep_err = dup(2);
	dup2(fileno(to_out), 1);
	dup2(fileno(to_err), 2);
	int status = mos_main(argc, argv);
	fflush(stdout);
	fflush(stderr);
	dup2(keep_out, 1);
	dup2(keep_err, 2);
	close(keep_out);
	close(keep_err);
	read_back(to_out, out, sizeof(out));
	read_back(to_err, err, sizeof(err));
	return status;
}

/* The number behind "key": in the JSON output. */
static double value(const char *key)
{
	char quoted[64];

	(void)snprintf(quoted, sizeof(quoted), "\"%s\": ", key);
	const char *at = strstr(out, quoted);
	assert_non_null(at);
	return strtod(at + strlen(quoted), NULL);
}

static void figures(void **state)
{
	static const struct {
		const char *words;
		double ie_eff, idd, r, mos;
	} rows[] = {
		{"-F json", 0, 0, 93.2062, 4.4094},
		{"-F json --codec G.711", 0, 0, 93.2062, 4.4094},
		{"-F json --codec g.711a --loss 5", 15.7807, 0, 77.4255,
			3.9231},
		{"-F json --codec PCMU --loss 5 --no-concealment", 51.0753, 0,
			42.1309, 2.1696},
		{"-F json --codec G.729 --loss 2 --delay 150", 19, 0.164,
			74.0427, 3.7807},
		{"--format=json --ie 15 --bpl 16.1 --loss 3 --burst-r 1",
			27.5654, 0, 65.6408, 3.3865},
		{"-F json --codec GSM", 20, 0, 73.2062, 3.7435},
		{"-F json --codec iLBC --ie 11 --bpl 19", 11, 0, 82.2062,
			4.1046},
		{"-F json --delay 400", 0, 24.070, 69.136, 3.556},
		{"-F json --delay 200 --delay-class 0.55 --delay-least 120", 0,
			2.253, 90.953, 4.3616},
		{"-F json --codec AMR/7.4", 10, 0, 83.2062, 4.1391},
		{"-F json --codec G.723.1/5.3", 19, 0, 74.2062, 3.7876},
		{"-F json --codec AMR-WB/12.65 --loss 2", 43.8095, 0, 85.1905,
			3.4062},
		{"-F json --scale wb --ie 13 --delay 400", 13, 31.0504,
			84.9496, 3.3970},
		{"-F json --scale WB --ie 20 --bpl 4.3 --loss 2 --delay 200",
			43.8095, 3.9273, 81.2632, 3.2537},
		{"-F json --codec EVS/24.4 --loss 10", 65.5178, 0, 82.4822,
			2.8769},
		{"-F json --scale fb", 0, 0, 148, 4.5},
		{"-F json --codec G722 --loss 100", 91.3943, 0, 0, 1},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		print_message("# %s\n", rows[i].words);
		assert_int_equal(run(rows[i].words), 0);
		assert_string_equal(err, "");
		assert_near(value("ie_eff"), rows[i].ie_eff, 6e-4);
		assert_near(value("idd"), rows[i].idd, 6e-4);
		assert_near(value("r_factor"), rows[i].r, 6e-4);
		assert_near(value("mos"), rows[i].mos, 6e-4);
	}
}

/* The printed terms add up to the printed R. */
static void adds_up(void **state)
{
	(void)state;
	assert_int_equal(run("-F json --codec G729 --loss 3 --delay 220 "
			     "--echo-delay 40 --telr 50 --advantage 5"),
		0);
	assert_near(
		value("is"), value("iolr") + value("ist") + value("iq"), 1e-5);
	assert_near(value("id"), value("idte") + value("idle") + value("idd"),
		1e-5);
	assert_true(value("idte") > 1);
	assert_near(value("r_factor"),
		value("ro") - value("is") - value("id") - value("ie_eff") +
			value("a"),
		1e-5);
	assert_near(value("a"), 5, 0);
}

/* Every input reaches the model, and is shown. */
static void inputs(void **state)
{
	/* R of the independent E-model with this one input changed. */
	static const struct {
		const char *option, *key;
		double v, r;
	} rows[] = {
		{"slr", "slr", 2, 92.53866},
		{"rlr", "rlr", 8, 85.49743},
		{"stmr", "stmr", 12, 93.20025},
		{"lstr", "lstr", 13, 93.19475},
		{"dr", "dr", -3, 93.19034},
		{"ds", "ds", -3, 92.48267},
		{"qdu", "qdu", 4, 88.20315},
		{"nc", "nc", -50, 76.35079},
		{"nfor", "nfor", -55, 81.05142},
		{"ps", "ps", 60, 71.55033},
		{"pr", "pr", 60, 80.44328},
		{"wepl", "wepl", 10, 91.38333},
		{"round-trip", "round_trip_ms", 300, 92.51451},
		{"echo-delay", "echo_delay_ms", 80, 91.08194},
		{"advantage", "advantage", 5, 98.20621},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char words[64];
		(void)snprintf(words, sizeof(words), "-F json --%s %g",
			rows[i].option, rows[i].v);
		print_message("# %s\n", words);
		assert_int_equal(run(words), 0);
		assert_near(value(rows[i].key), rows[i].v, 0);
		assert_near(value("r_factor"), rows[i].r, 6e-4);
	}
	assert_int_equal(run("-F json --loss 25 --ps 90"), 0);
	assert_non_null(strstr(out, "\"extrapolated\": [\"loss_percent\", \"ps\"]"));
	assert_int_equal(run("-F json"), 0);
	assert_non_null(strstr(out, "\"extrapolated\": []"));
}

/* A term that the question has nothing for is left out, not 0. */
static void echo_terms(void **state)
{
	static const char *const terms[] = {"\"terv\"", "\"re\""};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(terms); i++) {
		assert_int_equal(run("-F json"), 0);
		assert_null(strstr(out, terms[i]));
		assert_int_equal(run("-F json --scale wb"), 0);
		assert_null(strstr(out, terms[i]));
		assert_null(strstr(out, "\"rle\""));
		assert_int_equal(run("-F json --echo-delay 20"), 0);
		assert_non_null(strstr(out, terms[i]));
		assert_int_equal(run("-F json --scale wb --echo-delay 20"), 0);
		assert_non_null(strstr(out, terms[i]));
		assert_non_null(strstr(out, "\"rle\""));
	}
	assert_int_equal(run("-F json --scale fb --echo-delay 20"), 0);
	assert_null(strstr(out, "\"terv\""));
	assert_null(strstr(out, "\"iolr\""));
}

static void pessimistic(void **state)
{
	(void)state;
	assert_int_equal(run("-F json --codec G.711 --loss 5 --burst-r 2"), 0);
	assert_near(value("r_factor"), 75.9961, 6e-4);
	assert_near(value("r_factor_unconcealed"), 42.1309, 6e-4);
	assert_near(value("mos_unconcealed"), 2.1696, 6e-4);
	assert_int_equal(run("-F json --codec G.729 --loss 5"), 0);
	assert_null(strstr(out, "mos_unconcealed"));
}

static void warnings(void **state)
{
	static const struct {
		const char *words, *note;
	} rows[] = {
		{"--loss 25", "loss 25 % is outside 0 to 20: extrapolated"},
		{"--delay 600", "delay 600 ms is outside 0 to 500"},
		{"--bpl 3", "bpl 3 is outside 4.3 to 40"},
		{"--codec AMR", "are estimates"},
		{"--loss 3 --burst-r 3 --bpl 20", "burst ratio above 2"},
		{"--loss 1 --burst-r 2", "Bpl of 16 and more only"},
		{"--stmr 30", "stmr 30 dB is outside 10 to 20: extrapolated"},
		{"--codec AMR-WB", "no rate was named: 12.65 kbit/s is taken"},
		{"--scale wb --slr 9", "slr is no part of the wideband model"},
		{"--scale fb --loss 1 --burst-r 2",
			"burst-r is no part of the fullband model"},
		{"--loss 100", "nothing arrives: MOS is 1"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char json[128];
		assert_int_equal(run(rows[i].words), 0);
		assert_non_null(strstr(out, rows[i].note));
		(void)snprintf(json, sizeof(json), "%s -F json", rows[i].words);
		assert_int_equal(run(json), 0);
		assert_non_null(strstr(out, rows[i].note));
	}
	assert_int_equal(run("--loss 20 --delay 500"), 0);
	assert_null(strstr(out, "Note"));
}

/* No line is wider than a terminal, whatever the codec. */
static void fits(void **state)
{
	static const char *const words[] = {"--help",
		"--codec G.729 --loss 25 --delay 777 --burst-r 9",
		"--codec AMR", "--codec G723", "--codec AMR-WB/15.85 --loss 1",
		"--codec EVS --slr 9", "--codec GSM --loss 1", "--codec PCMA --loss 12.345678"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(words); i++) {
		assert_int_equal(run(words[i]), 0);
		assert_true(strlen(out) > 200);
		for (const char *p = out; *p; p += strcspn(p, "\n") + 1) {
			assert_in_range(strcspn(p, "\n"), 0, 80);
		}
	}
}

static void refusals(void **state)
{
	static const struct {
		const char *words;
		int status;
		const char *says;
	} rows[] = {
		{"--codec opus", 1, "no published Ie"},
		{"--codec G722 --scale nb", 1, "on the wideband scale"},
		{"--codec PCMA --scale wb", 1, "on the narrowband scale"},
		{"--codec G722/56", 1, "no figures at this rate"},
		{"--codec G722/x", 2, "kbit/s behind the slash"},
		{"--codec /64", 2, "Codecs: "},
		{"--scale swb", 2, "nb, wb or fb"},
		{"--codec telephone-event", 1, "no audio codec"},
		{"--codec iLBC", 1, "no published Ie"},
		{"--codec G726-32 --loss 1", 1, "no published Bpl"},
		{"--codec nonsense", 2, "Codecs: "},
		{"--loss", 2, "lacks its value"},
		{"--loss 101", 2, "from 0 to 100"},
		{"--loss -1", 2, "from 0 to 100"},
		{"--loss 2x", 2, "from 0 to 100"},
		{"--loss nan", 2, "from 0 to 100"},
		{"--delay inf", 2, "from 0 to 100000"},
		{"--burst-r 0.5", 2, "from 1 to 1000"},
		{"--bpl 0", 2, "from 0.1 to 1000"},
		{"--unknown", 2, "not known"},
		{"-F xml", 2, "text or json"},
		{"2", 2, "options only"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		print_message("# %s\n", rows[i].words);
		assert_int_equal(run(rows[i].words), rows[i].status);
		assert_string_equal(out, "");
		assert_non_null(strstr(err, rows[i].says));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures),
		cmocka_unit_test(adds_up),
		cmocka_unit_test(inputs),
		cmocka_unit_test(echo_terms),
		cmocka_unit_test(pessimistic),
		cmocka_unit_test(warnings),
		cmocka_unit_test(fits),
		cmocka_unit_test(refusals),
	};

	return RUN_TESTS(tests);
}
