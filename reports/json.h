/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * JSON, written as it is said: each value goes into the text at once and nothing
 * is kept but what is open, so a record costs no memory of its own. What it adds
 * to printing is the report's house rules: unknown values are left out, packet
 * bytes are cleaned, numbers keep only the decimals they mean.
 *
 * A value in an object or array closes what was opened inside of it before.
 * So members come in order, and one object or array is filled at a time.
 */
#ifndef EARSHOT_REPORTS_JSON_H
#define EARSHOT_REPORTS_JSON_H

#include "lib/maybe.h"
#include "lib/ns.h"
#include "lib/text.h"

/* Most objects and arrays inside each other. */
#define JSON_DEPTH 16

/* A record being written, and what is open in it, outermost first. */
struct json_record {
	struct text *out;
	struct text clean; /* of one string */
	struct {
		size_t begin; /* where it opens in out, which tells it apart */
		char close;   /* the bracket that ends it */
	} open[JSON_DEPTH];
	unsigned depth;
	bool empty;  /* what is open innermost has no value yet */
	bool failed; /* a value came too late for where it belongs, or too deep */
};

/* An object or array of a record. */
struct json {
	struct json_record *record;
	unsigned depth; /* of it in record->open, from 1; 0: could not be opened */
	size_t begin;
};

/** json_begin - a new object at the end of @out, which nobody else writes into
 * until json_end, for which @record is kept; its content does not matter. */
struct json json_begin(struct json_record *record, struct text *out);

/**
 * json_end - close the object of @record and all that is open in it.
 * Returns 0, or -1 when memory ran out or a value came too late.
 */
int json_end(struct json_record *record);

/** json_object - an object as member @key of @parent (NULL key: array item).
 * Here and below, @key is a constant of ours and needs no escape. */
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
