#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Budgets: a function at most 80 lines between its braces, a .c file 500 lines, a
# header 200. Tests hold long tables, so only their functions are measured.
. "$(dirname "$0")/lint.sh"

{
	lint_find "$lint_product" '*.c' '*.h' | while IFS= read -r file; do
		lines=$(wc -l <"$file")
		case $file in
		*.c) most=500 ;;
		*) most=200 ;;
		esac
		[ "$lines" -le "$most" ] || echo "$file: $((lines)) lines, at most $most"
	done
	# In this style only a function opens with a brace alone in column 1.
	lint_find "$lint_product $lint_tests" '*.c' '*.h' |
		while IFS= read -r file; do
			awk -v file="$file" '
			/^[{]/ { start = FNR; head = before }
			/^[}]/ && start {
				if (FNR - start - 1 > 80)
					print file ": " start ": " FNR - start - 1 \
						" lines: " head
				start = 0
			}
			/^[A-Za-z]/ { before = $0 }
			' "$file"
		done
} | lint_verdict 'size: functions and files keep to their budget'
