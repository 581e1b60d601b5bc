#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Lists that people extend line by line stay sorted, so that two people seldom
# touch the same line: the entries of *.def by their first argument (without
# case, "_" as "-"), the sources in each list of a *.mk, and the targets of a
# folder's tests.
. "$(dirname "$0")/lint.sh"

# ordered <"file key" lines: one complaint for each key before its forerunner.
ordered() {
	awk '
	$1 != file { file = $1; last = "" }
	{
		if (last != "" && $2 < last)
			print file ": " $2 " stands behind " last
		last = $2
	}'
}

{
	lint_find "$lint_product" '*.def' | while IFS= read -r file; do
		sed -n 's/^[A-Z_][A-Z0-9_]*(\([A-Za-z0-9_]*\).*/\1/p' "$file" |
			tr 'a-z_' 'A-Z-' | sed "s|^|$file |"
	done | ordered

	lint_find "$lint_product tests" '*.mk' | grep -v '^tests/lint/bad/' |
		while IFS= read -r file; do
			# Each list under a name of its own.
			awk -v file="$file" '
			/^[A-Za-z0-9_]+_SOURCES[ \t]*[+]?=.*\\$/ { list++; inside = 1; next }
			inside { print file "#" list " " $1 }
			!/\\$/ { inside = 0 }
			' "$file"
			sed -n 's/^[A-Z]*_T[A-Z]* += \([^ ]*\)$/\1/p' "$file" |
				sed "s|^|$file#targets |"
		done | ordered
} | lint_verdict 'sorted: lists are in order'
