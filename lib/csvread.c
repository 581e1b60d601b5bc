/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pass over the bytes; what is in quotes is copied without them. */
#include "lib/csvread.h"

static size_t count_in_line(struct slice text, char c)
{
	bool quoted = false;
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (!quoted && (text.p[i] == '\n' || text.p[i] == '\r')) {
			break;
		}
		quoted = quoted != (text.p[i] == '"');
		n += !quoted && text.p[i] == c;
	}
	return n;
}

void csvread_start(struct csvread *ret, struct slice text)
{
	static const char bom[] = {'\xef', '\xbb', '\xbf'};

	ret->text = text;
	if (text.n >= 3 &&
		slice_eq(slice_sub(text, 0, 3), (struct slice){bom, 3})) {
		ret->text = slice_sub(text, 3, text.n);
	}
	size_t commas = count_in_line(ret->text, ',');
	size_t semicolons = count_in_line(ret->text, ';');
	size_t tabs = count_in_line(ret->text, '\t');
	ret->separator = ',';
	if (semicolons > commas) {
		ret->separator = ';';
	} else if (tabs > commas) {
		ret->separator = '\t';
	}
	ret->line = 0;
	ret->next_line = 1;
	ret->count = 0;
	ret->fault = NULL;
}

/* Where the cell at @i ends: behind it is a separator, a line end, nothing. */
static bool ends_cell(const struct csvread *r, size_t i)
{
	return i >= r->text.n || r->text.p[i] == r->separator ||
	       r->text.p[i] == '\n' || r->text.p[i] == '\r';
}

static void keep(struct csvread *r, size_t *used, char c)
{
	if (*used < CSVREAD_BYTES) {
		r->buffer[(*used)++] = c;
	} else {
		r->fault = "the row is too long";
	}
}

/* Copies the quoted part that begins behind @i. Returns where it ends. */
static size_t read_quoted(struct csvread *r, size_t i, size_t *used)
{
	for (; i < r->text.n; i++) {
		char c = r->text.p[i];
		if (c == '"') {
			if (i + 1 == r->text.n || r->text.p[i + 1] != '"') {
				return i + 1;
			}
			i++;
		}
		r->next_line += c == '\n';
		keep(r, used, c);
	}
	r->fault = "a quote is not closed";
	return i;
}

/* Reads one cell at @i. Returns where it ends. */
static size_t read_cell(struct csvread *r, size_t i, size_t *used)
{
	size_t begin = *used;

	if (i < r->text.n && r->text.p[i] == '"') {
		i = read_quoted(r, i + 1, used);
	}
	while (!ends_cell(r, i)) {
		keep(r, used, r->text.p[i++]);
	}
	if (r->count == CSVREAD_CELLS) {
		r->fault = "the row has too many cells";
	} else {
		r->cell[r->count++] = slice_trim(
			(struct slice){r->buffer + begin, *used - begin});
	}
	return i;
}

static size_t read_line_end(struct csvread *r, size_t i)
{
	if (i < r->text.n && r->text.p[i] == '\r') {
		i++;
		if (i == r->text.n || r->text.p[i] != '\n') {
			r->next_line++; /* old Macintosh: CR alone */
			return i;
		}
	}
	if (i < r->text.n) {
		i++;
		r->next_line++;
	}
	return i;
}

static bool anything(const struct csvread *r)
{
	if (r->fault) {
		return true;
	}
	for (unsigned i = 0; i < r->count; i++) {
		if (r->cell[i].n) {
			return true;
		}
	}
	return false;
}

bool csvread_row(struct csvread *r)
{
	while (r->text.n) {
		size_t used = 0;
		r->line = r->next_line;
		r->count = 0;
		r->fault = NULL;
		size_t i = read_cell(r, 0, &used);
		while (i < r->text.n && r->text.p[i] == r->separator) {
			i = read_cell(r, i + 1, &used);
		}
		i = read_line_end(r, i);
		r->text = slice_sub(r->text, i, r->text.n);
		if (r->fault) {
			r->count = 0;
		}
		if (anything(r)) {
			return true;
		}
	}
	return false;
}
