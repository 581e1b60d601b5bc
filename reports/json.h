/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON values under construction. This wraps the library, so that records.c
 * says what a record holds and nothing else: unknown values are left out,
 * packet bytes are cleaned, numbers keep only the decimals they mean.
 */
#ifndef EARSHOT_REPORTS_JSON_H
#define EARSHOT_REPORTS_JSON_H

#include "lib/maybe.h"
#include "lib/ns.h"
#include "lib/text.h"

struct cJSON;

/* An object or array being built. Children point into their parent. */
struct json {
	struct cJSON *at; /* NULL once memory ran out: puts do nothing */
	bool *failed;
};

/** json_begin - a new object; @failed is set when memory runs out. */
struct json json_begin(bool *failed);

/** json_end - append @root as one line of JSON to @out, and free it. */
void json_end(struct json root, struct text *out);

/** json_object - an object as member @key of @parent (NULL key: array item). Here
 * and below, @key must live until json_end: a constant, not a buffer. */
struct json json_object(struct json parent, const char *key);

/** json_array - an array as member @key of @parent. */
struct json json_array(struct json parent, const char *key);

/** json_string - @key: bytes of a packet, cleaned; absent when @value is. */
void json_string(struct json j, const char *key, struct slice value);

/** json_word - @key: our own @word; absent when NULL. */
void json_word(struct json j, const char *key, const char *word);

/** json_count - @key: @n, a count or an identity. */
void json_count(struct json j, const char *key, uint64_t n);

/** json_flag - @key: @value, true or false. */
void json_flag(struct json j, const char *key, bool value);

/** json_number - @key: @value rounded to @decimals; absent when unknown. */
void json_number(
	struct json j, const char *key, struct maybe value, int decimals);

/** json_time - @key: @ts in ISO 8601, UTC. */
void json_time(struct json j, const char *key, ns_t ts);

#endif
