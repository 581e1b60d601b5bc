# shellcheck shell=sh disable=SC2034
# SPDX-License-Identifier: GPL-3.0-or-later
# Shared by the checks of this folder, which source it: where the tree is, which
# files it has, and TAP. A check prints one complaint a line, "path: what", into
# lint_verdict; LINT_ROOT points it at another tree (self.sh does).
LC_ALL=C
export LC_ALL

lint_dir=$(cd "$(dirname "$0")" && pwd)
lint_root=${LINT_ROOT:-${SRC:-$lint_dir/../..}}
cd "$lint_root" || exit 99

# The folders whose code is the product, and the others that hold sources.
lint_product='lib capture dissect codecs quality flow calls audio detect reports
probe ui app include'
lint_tests='tests/unit tests/fuzz tests/property samples'

# lint_find FOLDERS PATTERN...: files, sorted.
lint_find() {
	lint_there=
	for lint_f in $1; do
		[ -d "$lint_f" ] && lint_there="$lint_there $lint_f"
	done
	shift
	[ -n "$lint_there" ] || return 0
	for lint_p in "$@"; do
		# shellcheck disable=SC2086
		find $lint_there -type f -name "$lint_p"
	done | sort
}

# lint_code FILE: its text with comments and the insides of strings blanked,
# line by line as before.
lint_code() {
	awk '
	{
		out = ""
		n = length($0)
		for (i = 1; i <= n; i++) {
			c = substr($0, i, 1)
			two = substr($0, i, 2)
			if (comment) {
				if (two == "*/") { comment = 0; i++ }
				continue
			}
			if (quote != "") {
				if (c == "\\") i++
				else if (c == quote) { quote = ""; out = out c }
				continue
			}
			if (two == "/*") { comment = 1; i++; continue }
			if (c == "\"" || c == "\047") quote = c
			out = out c
		}
		quote = ""
		print out
	}' "$1"
}

# lint_verdict NAME <complaints: the TAP of one check. A complaint that stands
# word for word in the file tests/lint/debt is known: shown, not counted.
lint_verdict() {
	echo 1..1
	lint_bad=0
	while IFS= read -r lint_line; do
		if grep -qxF -e "$lint_line" tests/lint/debt 2>/dev/null; then
			echo "# known: $lint_line"
			continue
		fi
		echo "# $lint_line"
		lint_bad=$((lint_bad + 1))
	done
	if [ "$lint_bad" -eq 0 ]; then
		echo "ok 1 - $1"
	else
		echo "not ok 1 - $1: $lint_bad complaints"
	fi
}
