/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Load for the benchmark: many calls at once, written as they happen, with
 * memory for the calls in progress only.
 */
#ifndef EARSHOT_SAMPLES_GEN_LOAD_H
#define EARSHOT_SAMPLES_GEN_LOAD_H

#include <stdbool.h>
#include <stdint.h>

struct gen_load {
	uint32_t calls;
	uint32_t concurrent; /* calls in progress at once, on average */
	uint32_t seconds;    /* of talk in each call */
	uint32_t seed;
	bool media; /* RTP and RTCP too, else signalling alone */
	const char *path;
};

/**
 * gen_load_run - write the capture to @load->path and what it holds, as one
 * JSON object, to standard output. Returns the exit status.
 */
int gen_load_run(const struct gen_load *load);

#endif
