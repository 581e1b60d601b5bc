#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The checks are checked: each one runs over bad/<its name>/, a small tree that
# breaks its rules, and must make exactly the complaints listed in "expect".
here=$(cd "$(dirname "$0")" && pwd)
checks='layers foreign banned docs listed sorted size symbols'
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT

echo 1..8
n=0
for check in $checks; do
	n=$((n + 1))
	tree=$here/bad/$check
	if [ "$check" = symbols ]; then
		mkdir "$dir/lib"
		if ! ${CC:-cc} -c "$tree/lib/stem.c" -o "$dir/lib/stem.o"; then
			echo "ok $n - $check # SKIP no compiler"
			continue
		fi
	fi
	LINT_ROOT=$tree BUILD=$dir "$here/$check.sh" >"$dir/out"
	sed -n 's/^# //p' "$dir/out" | LC_ALL=C sort >"$dir/got"
	LC_ALL=C sort "$tree/expect" >"$dir/want"
	if grep -q '^not ok' "$dir/out" && cmp -s "$dir/got" "$dir/want"; then
		echo "ok $n - $check finds its bad example"
	else
		diff "$dir/want" "$dir/got" | sed 's/^/# /'
		echo "not ok $n - $check finds its bad example"
	fi
done
