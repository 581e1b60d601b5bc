# SPDX-License-Identifier: GPL-3.0-or-later
# Every parser has a target fuzz_<name>.c. `make check` replays its corpus and
# every old crash with a plain main (replay.c); `./configure --enable-fuzz
# CC=clang` links the same file with libFuzzer instead.
if FUZZ
FUZZ_MAIN =
FUZZING = -fsanitize=fuzzer
else
FUZZ_MAIN = tests/fuzz/replay.c
FUZZING =
endif
FUZZ_TARGETS =
check_PROGRAMS += $(FUZZ_TARGETS)

include tests/fuzz/audio.mk
include tests/fuzz/app.mk
include tests/fuzz/calls.mk
include tests/fuzz/capture.mk
include tests/fuzz/codecs.mk
include tests/fuzz/dissect.mk
include tests/fuzz/flow.mk
include tests/fuzz/reports.mk
include tests/fuzz/sip.mk

SCRIPT_TESTS += tests/fuzz/corpus.sh
EXTRA_DIST += \
	tests/fuzz/corpus \
	tests/fuzz/crashes \
	tests/fuzz/run.sh

fuzz:
	@SRC='$(abs_top_srcdir)' $(SHELL) $(top_srcdir)/tests/fuzz/run.sh
.PHONY: fuzz
