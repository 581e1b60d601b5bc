#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One wrapper per foreign library: only the file named here includes it. A
# header in angle brackets that is neither C, POSIX (or of the C library) nor in the table is foreign
# and unknown. "any" allows one file, whichever it is.
. "$(dirname "$0")/lint.sh"

table='
pcap capture/live.c capture/file.c capture/filter.c
zlib any
zstd any
ndpi flow/classify.c
openssl flow/tls.c
srtp2 flow/srtp.c
sndfile audio/file.c
spandsp codecs/spandsp.c
bcg729 codecs/bcg729.c
opus codecs/libopus.c
curses ui/term.c
ncurses ui/term.c
sqlite3 probe/store_sqlite.c
seccomp app/sandbox.c
sys/capability.h app/sandbox.c
linux/landlock.h app/sandbox.c
'
c_headers='assert|complex|ctype|errno|fenv|float|inttypes|limits|locale|math|setjmp|signal|stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|stdnoreturn|string|threads|time|uchar|wchar|wctype'
posix_headers='stdio_ext|arpa/[a-z]*|dirent|fcntl|fnmatch|getopt|glob|grp|ifaddrs|net/[a-z]*|netdb|netinet/[a-z0-9_]*|poll|pthread|pwd|sched|semaphore|strings|sys/[a-z]*|syslog|termios|unistd'

lint_find "$lint_product" '*.c' '*.h' | while IFS= read -r file; do
	sed -n 's|^[ 	]*#[ 	]*include[ 	]*<\([^>]*\)>.*|'"$file"' \1|p' "$file"
done | awk -v table="$table" \
	-v common="^($c_headers|$posix_headers)[.]h\$" '
BEGIN {
	rows = split(table, row, "\n")
	for (i = 1; i <= rows; i++) {
		n = split(row[i], word, " ")
		if (n < 2) continue
		library[word[1]] = 1
		for (k = 2; k <= n; k++) may[word[1], word[k]] = 1
	}
}
{
	# <zstd_errors.h>, <openssl/ssl.h>, <pcap.h>: the name up to / _ or .
	name = tolower($2)
	if (!(name in library)) sub("[/_.].*", "", name)
	if (!(name in library)) name = ""
	if (name == "") {
		if ($2 !~ common) print $1 ": <" $2 "> is of no library in the table"
	} else if ((name, "any") in may) {
		if (user[name] != "" && user[name] != $1)
			print $1 ": <" $2 "> is wrapped by " user[name]
		user[name] = $1
	} else if (!((name, $1) in may)) {
		print $1 ": <" $2 "> belongs into its wrapper"
	}
}' | lint_verdict 'foreign: one file per foreign library'
