#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# No test is forgotten: each script of tests/ and each unit test stands in one
# list of a *.mk file, once. A line that a merge left outside of its list is in
# none: make takes it for a command of the rule before it.
. "$(dirname "$0")/lint.sh"

# listed LIST...: the words of these lists in all *.mk files, one a line.
listed()
{
	lint_find tests '*.mk' | grep -v '^tests/lint/bad/' |
		while IFS= read -r file; do
			awk -v wanted=" $* " '
			/^[A-Z_]+ [+]?=/ { take = index(wanted, " " $1 " ") }
			take {
				for (i = /^[A-Z]/ ? 3 : 1; i <= NF; i++)
					if ($i != "\\") print $i
			}
			!/\\$/ { take = 0 }
			' "$file"
		done
}

# What runs, and the scripts that only help or are run by hand.
tests=$(listed SCRIPT_TESTS UNIT_TESTS | sort)
others=$(listed EXTRA_DIST)

{
	lint_find tests '*.py' '*.sh' | grep -v '^tests/lint/bad/' |
		while IFS= read -r file; do
			case $(head -n 1 "$file") in
			'#!'*) ;;
			*) continue ;;
			esac
			printf '%s\n' "$tests" "$others" | grep -qxF "$file" ||
				echo "$file: in no list of a .mk file"
		done
	lint_find tests/unit '*.c' | while IFS= read -r file; do
		printf '%s\n' "$tests" | grep -qxF "${file%.c}" ||
			echo "$file: not in UNIT_TESTS"
	done
	printf '%s\n' "$tests" | uniq -d | sed 's|$|: listed twice|'
} | lint_verdict 'listed: no test is forgotten'
