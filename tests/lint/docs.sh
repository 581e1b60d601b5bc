#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every function declared in a header of the product has a comment right before
# it that begins "/** name - " and mentions each parameter by name, with an @ or
# in the sentence. Three things go without saying: the object that a function is
# about (a struct by pointer, as first parameter), a parameter that is a word of
# the function's name (state in call_state_text), and what a function shares with
# one that it is "as". Headers of quality/, codecs/ and dissect/ that
# declare functions say at least once where the facts come from ("Source:").
. "$(dirname "$0")/lint.sh"

lint_find "$lint_product" '*.h' | while IFS= read -r file; do
	awk -v file="$file" -v stem="$(basename "$file" .h)" '
	function mentions(doc, name) {
		return (" " doc " ") ~ ("[^A-Za-z0-9_]" name "[^A-Za-z0-9_]")
	}
	# Parameters of a declaration, one complaint for each without a word.
	function judge(text, doc,    name, list, n, part, i, p) {
		name = text
		sub(/[ ]*[(].*/, "", name)
		sub(/.*[ *]/, "", name)
		functions++
		if (doc !~ ("^/[*][*][ ]+" name " - ")) {
			print file ": " name ": no \"/** " name " - ...\" before it"
			return
		}
		list = text
		sub(/^[^(]*[(]/, "", list)
		sub(/[)][^)]*$/, "", list)
		sub(/[)][ ]*ATTR_.*/, "", list)
		if (doc ~ ("^/[*][*][ ]+" name " - as ")) return
		n = split(list, part, ",")
		for (i = 1; i <= n; i++) {
			p = part[i]
			if (i == 1 && p ~ /struct [a-z0-9_]+ [*]/) continue
			if (i == 1 && p ~ ("struct " stem " ")) continue
			gsub(/[[][^]]*[]]/, "", p)
			gsub(/[ ]+$/, "", p)
			sub(/.*[ *]/, "", p)
			if (p == "void" || p == "..." || p == "") continue
			if (index("_" name "_", "_" p "_")) continue
			if (!mentions(doc, p))
				print file ": " name ": says nothing of " p
		}
	}
	/Source:/ { source = 1 }
	in_doc || /^\/\*/ {
		if (!in_doc) doc = ""
		in_doc = $0 !~ /\*\//
		line = $0
		sub(/^ \* /, " ", line)
		doc = doc " " line
		sub(/^ /, "", doc)
		next
	}
	/^[ \t]*$/ || /^#/ { if (depth == 0 && decl == "") doc = ""; next }
	{
		line = $0
		sub(/\/\*.*\*\//, "", line)
		if (depth == 0) decl = decl " " line
		opened = gsub(/[{]/, "{", line)
		closed = gsub(/[}]/, "}", line)
		if (depth == 0 && (opened || line ~ /;/)) {
			text = decl
			sub(/[{;].*/, "", text)
			gsub(/[ \t]+/, " ", text)
			sub(/^ /, "", text)
			if (text ~ /^[A-Za-z_].*[A-Za-z0-9_][(].*[)]/ &&
			    text !~ /^typedef/ && text !~ /=/ &&
			    text !~ /^(DISSECTOR|CODEC|_Static_assert)/)
				judge(text, doc)
			decl = ""
			doc = ""
		}
		depth += opened - closed
		if (depth < 0) depth = 0
	}
	END {
		if (functions && !source &&
		    file ~ /^(quality|codecs|dissect)\//)
			print file ": no Source:"
	}' "$file"
done | lint_verdict 'docs: every function in a header says what it takes'
