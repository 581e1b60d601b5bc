#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What an object file exports begins with the stem of its source file or of a
# header of the same folder (dissector_rtp in rtp.c), or with its plural (flows_
# in flow.c, capacities_ in capacity.c), so that a name tells where it lives. Two families of names are older friends of their file than that.
. "$(dirname "$0")/lint.sh"

friends='lib/endpoint addr_
dissect/packet undecoded_'

if [ -z "$BUILD" ] || ! command -v nm >/dev/null; then
	echo '1..0 # SKIP needs BUILD and nm'
	exit 0
fi

for folder in $lint_product; do
	[ "$folder" != app ] || continue
	stems=$(lint_find "$folder" '*.h' | sed 's|.*/||; s|\.h$||' | tr '\n' ' ')
	for object in "$BUILD/$folder"/*.o; do
		[ -f "$object" ] || continue
		stem=$(basename "$object" .o)
		stem=${stem##*-}
		friend=$(echo "$friends" | sed -n "s|^$folder/$stem ||p")
		nm -g --defined-only "$object" 2>/dev/null |
			awk -v stems="$stem $stems" -v friend="$friend" \
				-v file="$folder/$stem.c" '
			BEGIN { n = split(stems, stem, " ") }
			NF == 3 && $2 ~ /[TDBRVW]/ && $3 !~ /^(__|_Z)/ {
				known = friend != "" && index($3, friend) == 1
				for (i = 1; i <= n; i++) {
					many = stem[i] "s"
					sub(/ys$/, "ies", many)
					known = known || $3 == stem[i] ||
						index($3, stem[i] "_") == 1 ||
						index($3, many "_") == 1
				}
				if (!known) print file ": exports " $3
			}'
	done
done | lint_verdict 'symbols: names begin with their file or a header beside it'
