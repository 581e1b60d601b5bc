/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Feeds files to a fuzz target without libFuzzer: a regression test on any
 * compiler. Arguments are files; a file that cannot be read is an error.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
	FILE *f = fopen(path, "rb");
	int done = -1;

	if (!f) {
		perror(path);
		return -1;
	}
	if (fseek(f, 0, SEEK_END) == 0) {
		long size = ftell(f);
		uint8_t *data = size >= 0 ? malloc((size_t)size + 1) : NULL;
		rewind(f);
		if (data && fread(data, 1, (size_t)size, f) == (size_t)size) {
			/* An exact-size copy lets ASan see a read past the end. */
			uint8_t *exact = malloc(size ? (size_t)size : 1);
			if (exact) {
				for (long i = 0; i < size; i++) {
					exact[i] = data[i];
				}
				done = LLVMFuzzerTestOneInput(exact, (size_t)size);
			}
			free(exact);
		}
		free(data);
	}
	(void)fclose(f);
	return done;
}

int main(int argc, char **argv)
{
	int failed = 0;

	for (int i = 1; i < argc; i++) {
		failed += replay(argv[i]) != 0;
	}
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
