#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Calls that lib/banned.h cannot poison, because they are right in some folders
# or stand in headers of the system; and the licence line of every file.
#   everywhere     no stack of unknown size, no jumps, no shell, no regex
#   below app/     no output of its own, no clock, no environment, no exit, and
#                  no number read past the end of a slice (strtol; slice_u64 does)
. "$(dirname "$0")/lint.sh"

everywhere='alloca|setjmp|longjmp|system|popen|tmpnam|tempnam|mktemp|regcomp|regexec|rand|srand|random|bcopy|gethostbyname'
below='strtol|strtoul|strtoll|strtoull|strtod|printf|vprintf|puts|putchar|perror|syslog|exit|_exit|abort|getenv|setenv|clock_gettime|gettimeofday|time|clock|sleep|usleep|nanosleep|signal|sigaction'
streams='stdout|stderr'

# calls FILE REGEX WHY
calls() {
	lint_code "$1" | awk -v file="$1" -v names="$2" -v why="$3" '
	{
		# A member or a part of a longer name is another thing.
		text = " " $0
		while (match(text, "[^A-Za-z0-9_.>](" names ")[ ]*[(]")) {
			hit = substr(text, RSTART + 1, RLENGTH - 2)
			print file ": " FNR ": " hit "(): " why
			text = substr(text, RSTART + RLENGTH)
		}
	}'
}

code() {
	lint_find "$lint_product" '*.c' '*.h' | while IFS= read -r file; do
		calls "$file" "$everywhere" 'never'
		case $file in
		app/* | ui/term.c | probe/*) continue ;;
		esac
		calls "$file" "$below" 'not below app/'
		lint_code "$file" |
			grep -nE "(^|[^A-Za-z0-9_])($streams)([^A-Za-z0-9_]|\$)" |
			sed "s|^\([0-9]*\):.*|$file: \1: stdout or stderr: not below app/|"
	done
}

licence() {
	lint_find "$lint_product $lint_tests tests/lint" \
		'*.c' '*.h' '*.def' '*.mk' '*.sh' '*.py' | grep -v '^tests/lint/bad/' |
		while IFS= read -r file; do
			head -n 3 "$file" |
				grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' ||
				echo "$file: no SPDX line"
		done
}

{ code; licence; } | lint_verdict 'banned: no forbidden call, a licence everywhere'
