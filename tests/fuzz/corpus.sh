#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Replays the seed corpus and every old crash of each fuzz target: one test
# point a target, and one more for each input that fails. A target without a
# program or without seeds is a failure too, so that none is forgotten.
: "${SRC:?run it by make check}" "${BUILD:?}"
n=0
failed=0

point()
{
	n=$((n + 1))
	[ "$1" = ok ] || failed=1
	echo "$1 $n - $2"
}

for source in "$SRC"/tests/fuzz/fuzz_*.c; do
	[ -e "$source" ] || break
	name=$(basename "$source" .c)
	name=${name#fuzz_}
	target=$BUILD/tests/fuzz/fuzz_$name
	if [ ! -x "$target" ]; then
		point 'not ok' "$name: not built (is it in a .mk file?)"
		continue
	fi
	set --
	for input in "$SRC/tests/fuzz/corpus/$name"/* \
		"$SRC/tests/fuzz/crashes/$name"/*; do
		[ -f "$input" ] && set -- "$@" "$input"
	done
	if [ $# = 0 ]; then
		point 'not ok' "$name: no seeds in tests/fuzz/corpus/$name"
	elif "$target" "$@" >/dev/null 2>&1; then
		point ok "$name: $# inputs"
	else
		bad=0
		for input; do
			"$target" "$input" >/dev/null 2>&1 && continue
			point 'not ok' "$name: ${input#"$SRC"/}"
			bad=1
		done
		[ "$bad" = 1 ] || point 'not ok' "$name: only all in one run"
	fi
done
[ "$n" != 0 ] || { echo "1..0 # SKIP no fuzz targets"; exit 0; }
echo "1..$n"
exit "$failed"
