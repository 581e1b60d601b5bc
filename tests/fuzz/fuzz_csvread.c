/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table of any bytes. Laws: the reading ends, lines never go back, cells are
 * inside the row's buffer and trimmed, a faulty row has none.
 */
#include "lib/csvread.h"

#include "tests/fuzz/fuzz.h"

static struct csvread reader;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t rows = 0;
	size_t line = 0;

	csvread_start(&reader, (struct slice){(const char *)data, size});
	while (csvread_row(&reader)) {
		fuzz_law(++rows <= size);
		fuzz_law(reader.line > line && reader.next_line >= reader.line);
		line = reader.line;
		fuzz_law(reader.count <= CSVREAD_CELLS);
		fuzz_law(!reader.fault || reader.count == 0);
		for (unsigned i = 0; i < reader.count; i++) {
			struct slice c = reader.cell[i];
			fuzz_law(c.p >= reader.buffer &&
				 c.p + c.n <= reader.buffer + CSVREAD_BYTES);
			fuzz_law(slice_trim(c).n == c.n);
		}
	}
	fuzz_law(reader.text.n == 0);
	return 0;
}
