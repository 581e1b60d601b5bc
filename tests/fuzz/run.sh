#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Fuzzes every target with libFuzzer under AddressSanitizer and UBSan, in a
# build of its own (build-fuzz/), and prints one line a target: executions,
# executions per second, coverage. Inputs that a run found stay in
# build-fuzz/found/NAME and serve the next run; the seeds are not touched.
#
#   make fuzz [FUZZ_RUNS=N] [FUZZ_SECONDS=N] [FUZZ=NAME] [FUZZ_CC=clang]
#
# A crash is left in build-fuzz/crash-NAME-*; put it into
# tests/fuzz/crashes/NAME together with the fix.
set -u

src=${SRC:-$(cd "$(dirname "$0")/../.." && pwd)}
FUZZ_RUNS=${FUZZ_RUNS:-100000}
FUZZ_SECONDS=${FUZZ_SECONDS:-0}
FUZZ=${FUZZ:-}
FUZZ_CC=${FUZZ_CC:-clang}
build=${FUZZ_BUILD:-$src/build-fuzz}

command -v "$FUZZ_CC" >/dev/null || {
	echo "fuzz: needs clang (FUZZ_CC names another)" >&2
	exit 1
}
mkdir -p "$build" && cd "$build" || exit 1
if [ ! -f Makefile ]; then
	echo "fuzz: configuring $build"
	"$src/configure" -q CC="$FUZZ_CC" CFLAGS='-g -O1' --enable-fuzz \
		--enable-sanitize=address,undefined >configure.log 2>&1 || {
		tail -n 20 configure.log >&2
		exit 1
	}
fi

failed=0
printf '%-12s %12s %9s %9s %9s  %s\n' target executions per-s edges \
	features result
for source in "$src"/tests/fuzz/fuzz_*"$FUZZ"*.c; do
	[ -e "$source" ] || break
	name=$(basename "$source" .c)
	name=${name#fuzz_}
	target=tests/fuzz/fuzz_$name
	make -s "$target" >make.log 2>&1 || {
		tail -n 20 make.log >&2
		exit 1
	}
	mkdir -p "found/$name"
	set -- "found/$name" "$src/tests/fuzz/corpus/$name"
	[ -d "$src/tests/fuzz/crashes/$name" ] &&
		set -- "$@" "$src/tests/fuzz/crashes/$name"
	result=ok
	"$target" -runs="$FUZZ_RUNS" -max_total_time="$FUZZ_SECONDS" \
		-max_len=8192 -timeout=10 -print_final_stats=1 \
		-artifact_prefix="crash-$name-" "$@" >"$name.log" 2>&1 || {
		result="FAILED, see $build/$name.log"
		failed=1
	}
	awk -v name="$name" -v result="$result" '
		{ for (i = 1; i < NF; i++) {
			if ($i == "cov:") cov = $(i + 1)
			if ($i == "ft:") ft = $(i + 1) } }
		/number_of_executed_units/ { runs = $2 }
		/average_exec_per_sec/ { rate = $2 }
		END { printf "%-12s %12d %9d %9d %9d  %s\n", name, runs, rate,
			cov, ft, result }' "$name.log"
done
exit "$failed"
