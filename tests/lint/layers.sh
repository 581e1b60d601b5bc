#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Which folder may include which: this is the table of docs/ARCHITECTURE.md.
# Includes are written from the root, and the headers of one folder may not
# include each other in a circle.
. "$(dirname "$0")/lint.sh"

allowed() {
	case $1 in
	lib) ;;
	capture | dissect | codecs) echo lib ;;
	flow) echo dissect lib ;;
	quality) echo codecs lib ;;
	calls) echo flow quality codecs dissect lib ;;
	detect) echo calls quality lib ;;
	audio) echo calls quality codecs capture dissect lib ;;
	reports) echo audio detect calls lib ;;
	probe) echo reports detect calls capture lib ;;
	ui) echo reports audio detect calls dissect lib ;;
	app) echo "$lint_product" ;;
	esac
}

# "file included" for each include in quotes.
includes() {
	lint_find "$1" '*.c' '*.h' | while IFS= read -r file; do
		sed -n 's|^[ 	]*#[ 	]*include[ 	]*"\([^"]*\)".*|'"$file"' \1|p' \
			"$file"
	done
}

upward() {
	for folder in $lint_product; do
		may=" $folder $(allowed "$folder" | tr '\n' ' ') include "
		includes "$folder" | while read -r file included; do
			case $included in
			config.h) continue ;;
			*/*) ;;
			*)
				echo "$file: include of \"$included\" is not written from the root"
				continue
				;;
			esac
			case $may in
			*" ${included%%/*} "*) ;;
			*) echo "$file: $folder/ may not include $included" ;;
			esac
		done
	done
}

circles() {
	for folder in $lint_product; do
		includes "$folder" | grep '^[^ ]*\.h ' |
			grep " $folder/.*\.h\$" | tsort 2>&1 >/dev/null |
			sed -n 's/^tsort: \(.*\.h\)$/\1: part of an include circle/p'
	done
}

{ upward; circles; } | lint_verdict 'layers: includes go strictly downward'
