#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The committed samples are exactly what the generator makes of their
# scenarios today, and together they stay small.
set -u

: "${SRC:?run it by make check}" "${BUILD:?}"
gen=$BUILD/samples/gen
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT INT TERM
n=0
bad=0

# point STATUS NAME: one test point.
point()
{
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		bad=1
	fi
}

if [ ! -x "$gen" ]; then
	echo "1..0 # SKIP samples/gen is not built"
	exit 0
fi
for scenario in "$SRC"/samples/scenarios/*.scn; do
	name=$(basename "$scenario" .scn)
	"$gen" "$scenario" "$dir"
	point $? "$name can be made"
	for file in "$dir/$name".*; do
		cmp "$file" "$SRC/samples/${file##*/}"
		point $? "${file##*/} is the committed one"
	done
done
for file in "$SRC"/samples/*.pcap "$SRC"/samples/*.pcapng; do
	name=$(basename "$file")
	[ -f "$SRC/samples/scenarios/${name%.pcap*}.scn" ]
	point $? "$name has a scenario"
done
bytes=$(cat "$SRC"/samples/*.pcap "$SRC"/samples/*.pcapng | wc -c)
[ "$bytes" -lt 4000000 ]
point $? "the captures hold less than 4 MB"
echo 'this is no scenario' >"$dir/wrong.scn"
"$gen" "$dir/wrong.scn" "$dir" 2>"$dir/errors"
[ $? -eq 1 ] && grep -q "line 1: unknown statement 'this'" "$dir/errors"
point $? "a wrong line is named"
echo "1..$n"
exit $bad
