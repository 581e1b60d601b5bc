/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One line of a scenario as words: positional ones, and key=value ones that are
 * asked for by key. A word that nobody asked for is an error, so a misspelt
 * option never passes in silence.
 */
#ifndef EARSHOT_SAMPLES_GEN_ARGS_H
#define EARSHOT_SAMPLES_GEN_ARGS_H

#include "samples/gen.h"

/**
 * gen_args_split - cut @line into words; quotes keep blanks, # starts a
 * comment. Returns the words (in @g's arena), or NULL with @g->err set.
 */
struct gen_args *gen_args_split(struct gen *g, struct slice line, unsigned nr);

/** gen_args_get - the value of key=value; absent when there is none. */
struct slice gen_args_get(struct gen_args *a, const char *key);

/** gen_args_flag - true when the bare word @word stands on the line. */
bool gen_args_flag(struct gen_args *a, const char *word);

/** gen_args_word - positional word @i; absent when the line is shorter. */
struct slice gen_args_word(struct gen_args *a, size_t i);

/** gen_args_u64 - a number, decimal or 0x...; @otherwise when absent. */
int gen_args_u64(struct gen *g, struct gen_args *a, const char *key,
	uint64_t otherwise, uint64_t max, uint64_t *ret);

/**
 * gen_args_scale - a decimal number such as -1.25, times @unit, as an integer.
 * Returns true when all of @s is such a number.
 */
bool gen_args_scale(struct slice s, int64_t unit, int64_t *ret);

/** gen_args_number - a decimal or 0x number that fills @s. */
bool gen_args_number(struct slice s, uint64_t max, uint64_t *ret);

/** gen_args_done - 0, or -1 naming the first word that nobody asked for. */
int gen_args_done(struct gen *g, const struct gen_args *a);

/** gen_args_fail - set @g->err to "line N: what 'word'"; returns -1. */
int gen_args_fail(struct gen *g, const struct gen_args *a, const char *what,
	struct slice w);

/** gen_find_node - by name, or NULL with the error set. */
struct gen_node *gen_find_node(
	struct gen *g, const struct gen_args *a, struct slice name);

/** gen_find_call - by name, or NULL (no error set: the caller may look on). */
struct gen_call *gen_find_call(struct gen *g, struct slice name);

/** gen_find_stream - by name, or NULL with the error set. */
struct gen_stream *gen_find_stream(
	struct gen *g, const struct gen_args *a, struct slice name);

/** gen_find_sdp - by name, or NULL with the error set. */
struct gen_sdp *gen_find_sdp(
	struct gen *g, const struct gen_args *a, struct slice name);

#endif
