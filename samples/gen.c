/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The generator of the sample captures.
 *
 *   gen SCENARIO OUTDIR                 NAME.pcap[ng], NAME.truth.json, NAME.md
 *   gen --load -n CALLS -c CONCURRENT -s SECONDS [--no-media] -o FILE
 *
 * gen.h is the map of its parts.
 */
#include "samples/gen.h"

#include "lib/text.h"
#include "samples/gen_load.h"
#include "samples/gen_script.h"
#include "samples/gen_truth.h"

#include <getopt.h>

static int usage(FILE *to, int status)
{
	(void)fputs("usage: gen SCENARIO OUTDIR\n"
		    "       gen --load -n CALLS -c CONCURRENT -s SECONDS "
		    "[--no-media] [-S SEED] -o FILE\n",
		to);
	return status;
}

static int read_file(const char *path, struct text *ret, struct err *err)
{
	char b[4096];
	size_t n;
	FILE *f = fopen(path, "rb");

	if (!f) {
		return err_set(err, "%s: cannot be opened", path);
	}
	while ((n = fread(b, 1, sizeof(b), f)) > 0) {
		text_put(ret, (struct slice){b, n});
	}
	bool bad = ferror(f);
	(void)fclose(f);
	return bad ? err_set(err, "%s: cannot be read", path) : 0;
}

/* "dir/name.scn" -> "name" */
static struct slice stem(const char *path)
{
	const char *slash = strrchr(path, '/');
	struct slice rest = slice_of(slash ? slash + 1 : path);

	return slice_cut(&rest, '.');
}

static FILE *output(
	const char *dir, struct slice name, const char *ext, struct err *err)
{
	struct text path = {0};

	text_printf(&path, "%s/%.*s.%s", dir, (int)name.n, name.p, ext);
	FILE *f = path.p ? fopen(path.p, "wb") : NULL;
	if (!f) {
		(void)err_set(err, "%s: cannot be written", path.p);
	}
	text_finish(&path);
	return f;
}

static int save(struct gen *g, const char *dir, const char *ext,
	void (*make)(struct text *t, const struct gen *g))
{
	struct text t = {0};
	FILE *f = output(dir, g->sample, ext, &g->err);
	int bad = f ? 0 : -1;

	if (f) {
		make(&t, g);
		bad = fwrite(t.p, 1, t.n, f) == t.n ? 0 : -1;
		bad = fclose(f) || bad ? err_set(&g->err, "write failed") : 0;
	}
	text_finish(&t);
	return bad;
}

static int scenario(struct gen *g, const char *path, const char *dir)
{
	struct text text = {0};
	int bad = read_file(path, &text, &g->err) ||
		  gen_script_read(g, text_slice(&text));

	text_finish(&text);
	g->sample = stem(path);
	if (bad) {
		return -1;
	}
	g->out = output(dir, g->sample,
		g->format == GEN_PCAPNG ? "pcapng" : "pcap", &g->err);
	if (!g->out) {
		return -1;
	}
	bad = gen_run(g);
	if (fclose(g->out) && !bad) {
		bad = err_set(&g->err, "cannot close the capture");
	}
	return bad || save(g, dir, "truth.json", gen_truth_json) ||
			       save(g, dir, "md", gen_truth_md)
		       ? -1
		       : 0;
}

static int make_sample(const char *path, const char *dir)
{
	struct gen *g = calloc(1, sizeof(*g));

	if (!g) {
		return 1;
	}
	arena_init(&g->arena, 0);
	g->seed = 1;
	int bad = scenario(g, path, dir);
	if (bad) {
		(void)fprintf(stderr, "gen: %s: %s\n", path, g->err.text);
	}
	arena_finish(&g->arena);
	free(g);
	return bad ? 1 : 0;
}

static bool number(const char *text, uint64_t max, uint32_t *ret)
{
	uint64_t v = 0;

	if (!slice_u64(slice_of(text), max, &v)) {
		return false;
	}
	*ret = (uint32_t)v;
	return true;
}

int main(int argc, char **argv)
{
	static const struct option LONG[] = {
		{"help", no_argument, NULL, 'h'},
		{"load", no_argument, NULL, 'L'},
		{"no-media", no_argument, NULL, 'x'},
		{0},
	};
	struct gen_load load = {.calls = 100,
		.concurrent = 50,
		.seconds = 10,
		.seed = 1,
		.media = true};
	bool loading = false;
	bool good = true;
	int c;

	while ((c = getopt_long(argc, argv, "hn:c:s:S:o:", LONG, NULL)) != -1) {
		switch (c) {
		case 'L':
			loading = true;
			break;
		case 'x':
			load.media = false;
			break;
		case 'n':
			good &= number(optarg, 10000000, &load.calls);
			break;
		case 'c':
			good &= number(optarg, 1000000, &load.concurrent);
			break;
		case 's':
			good &= number(optarg, 3600, &load.seconds);
			break;
		case 'S':
			good &= number(optarg, UINT32_MAX, &load.seed);
			break;
		case 'o':
			load.path = optarg;
			break;
		case 'h':
			return usage(stdout, 0);
		default:
			return usage(stderr, 2);
		}
	}
	if (loading && good && load.path && load.concurrent && optind == argc) {
		return gen_load_run(&load);
	}
	return !loading && optind + 2 == argc
		       ? make_sample(argv[optind], argv[optind + 1])
		       : usage(stderr, 2);
}
