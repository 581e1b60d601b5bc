/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The one file that knows cJSON. A record is built, printed on one line and
 * freed, so that a report of a million calls needs the memory of one.
 */
#include "reports/json.h"

#include "reports/format.h"

#include <cjson/cJSON.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* Adds @item, which may be NULL when memory ran out; true when it is in. Keys
 * are constants and not copied: half of what a record allocates would be keys. */
static bool add(struct json j, const char *key, cJSON *item)
{
	bool done = item && j.at &&
		    (key ? cJSON_AddItemToObjectCS(j.at, key, item)
			 : cJSON_AddItemToArray(j.at, item));

	if (!done) {
		*j.failed = true;
		cJSON_Delete(item);
	}
	return done;
}

struct json json_begin(bool *failed)
{
	struct json root = {cJSON_CreateObject(), failed};

	*failed = *failed || !root.at;
	return root;
}

void json_end(struct json root, struct text *out)
{
	char *line = root.at ? cJSON_PrintUnformatted(root.at) : NULL;

	if (line) {
		text_puts(out, line);
	} else {
		*root.failed = true;
	}
	cJSON_free(line);
	cJSON_Delete(root.at);
}

static struct json nest(struct json parent, const char *key, cJSON *item)
{
	bool done = add(parent, key, item);

	return (struct json){done ? item : NULL, parent.failed};
}

struct json json_object(struct json parent, const char *key)
{
	return nest(parent, key, cJSON_CreateObject());
}

struct json json_array(struct json parent, const char *key)
{
	return nest(parent, key, cJSON_CreateArray());
}

void json_string(struct json j, const char *key, struct slice value)
{
	struct text clean = {0};

	if (!value.p) {
		return;
	}
	text_clean(&clean, value);
	add(j, key,
		clean.failed ? NULL
			     : cJSON_CreateString(clean.p ? clean.p : ""));
	text_finish(&clean);
}

void json_word(struct json j, const char *key, const char *word)
{
	if (word) {
		add(j, key, cJSON_CreateString(word));
	}
}

/*
 * Numbers go in as text of our own: cJSON holds a double, which has no room for
 * a large count, and spends most of its time finding its shortest form.
 */
void json_count(struct json j, const char *key, uint64_t n)
{
	char number[24];
	char *digit = number + sizeof(number);

	*--digit = '\0';
	do {
		*--digit = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	add(j, key, cJSON_CreateRaw(digit));
}

void json_flag(struct json j, const char *key, bool value)
{
	add(j, key, cJSON_CreateBool(value));
}

void json_number(
	struct json j, const char *key, struct maybe value, int decimals)
{
	char text[DBL_MAX_10_EXP + 32]; /* the largest double, 20 decimals */

	if (!value.known || !isfinite(value.v)) {
		return;
	}
	decimals = decimals < 20 ? decimals : 20;
	int n = snprintf(text, sizeof(text), "%.*f", decimals, value.v);
	while (decimals > 0 && n > 0 && text[n - 1] == '0') {
		text[--n] = '\0';
		decimals--;
	}
	if (decimals == 0 && n > 0 && text[n - 1] == '.') {
		text[--n] = '\0';
	}
	add(j, key, cJSON_CreateRaw(strcmp(text, "-0") == 0 ? "0" : text));
}

void json_time(struct json j, const char *key, ns_t ts)
{
	struct text t = {0};

	format_iso(&t, ts);
	json_word(j, key, t.p);
	text_finish(&t);
}
