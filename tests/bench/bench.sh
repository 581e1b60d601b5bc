#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# How fast, and with how much memory: over two generated captures, next to a
# bare libpcap loop over the same file in the same run, and next to tshark and
# sngrep doing their nearest job. Rounds alternate between the programs, so
# that a busy machine disturbs all alike; the median is shown.
set -u

: "${SRC:?run it by make bench}" "${BUILD:?}" "${EARSHOT:?}"
RUNS=${RUNS:-5}
CALLS=${CALLS:-2000}
SIGNALS=${SIGNALS:-50000}
PEERS=${PEERS:-yes}
here=$BUILD/tests/bench
dir=${TMPDIR:-$BUILD}/earshot-bench.$$
mkdir -p "$dir" || exit 1
if [ "${KEEP:-0}" = 1 ]; then
	echo "bench: keeping $dir"
else
	trap 'rm -rf "$dir"' EXIT INT TERM
fi

median()
{
	sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

# One line of the table, from the file of measurements $2; $floor is the base.
row()
{
	cpu=$(cut -d' ' -f1 "$2" | median)
	peak=$(cut -d' ' -f2 "$2" | median)
	awk -v name="$1" -v cpu="$cpu" -v peak="$peak" -v n="$packets" \
		-v floor="$floor" 'BEGIN {
		printf("  %-28s %9.3f %12.0f %10.1f %9.2f\n", name, cpu,
			(cpu > 0 ? n / cpu : 0), peak / 1024,
			(floor > 0 ? cpu / floor : 0)) }'
}

# measure into file $1 the command that follows; say so when it fails.
take()
{
	file=$1
	shift
	"$here/measure" "$@" >>"$file" 2>"$dir/errors" || {
		echo "  (failed: $*)"
		head -n 3 "$dir/errors"
	}
}

# bench TITLE FILE: the whole table of one capture.
bench()
{
	capture=$2
	rm -f "$dir"/*.times
	packets=$("$here/floor" "$capture" | cut -d' ' -f1)
	echo
	echo "$1: $packets packets, $(($(wc -c <"$capture") / 1000000)) MB"
	printf '  %-28s %9s %12s %10s %9s\n' "median of $RUNS" 'CPU s' \
		'packets/s' 'peak MiB' 'ratio'
	round=0
	while [ "$round" -lt "$RUNS" ]; do
		take "$dir/floor.times" "$here/floor" "$capture"
		take "$dir/json.times" "$EARSHOT" report -F json "$capture"
		take "$dir/text.times" "$EARSHOT" report "$capture"
		round=$((round + 1))
	done
	floor=$(cut -d' ' -f1 "$dir/floor.times" | median)
	row 'bare pcap_next_ex loop' "$dir/floor.times"
	row 'earshot report -F json' "$dir/json.times"
	row 'earshot report' "$dir/text.times"
	[ "$PEERS" = yes ] || return 0
	if command -v tshark >/dev/null; then
		take "$dir/tshark.times" tshark -n -q -z rtp,streams -z \
			sip,stat -r "$capture"
		row 'tshark -z rtp,streams (once)' "$dir/tshark.times"
	fi
	if command -v sngrep >/dev/null; then
		take "$dir/sngrep.times" sngrep -N -q -r -l 1000000 -I \
			"$capture" -O /dev/null
		row 'sngrep -N -r (once)' "$dir/sngrep.times"
	fi
}

# generate FILE OPTIONS...: a capture by our own generator, always the same.
generate()
{
	file=$1
	shift
	"$BUILD/samples/gen" --load "$@" -c 500 -s 10 -o "$file" >/dev/null || {
		echo "bench: the generator failed" >&2
		exit 1
	}
}

# What eight tunnels around each packet cost, next to the bare packets.
deep()
{
	command -v python3 >/dev/null || return 0
	echo
	echo "eight tunnels deep, CPU of a packet next to that of a bare one:"
	rm -f "$dir"/*.times
	plain=$dir/plain.pcap
	generate "$plain" -n 150
	set -- VXLAN 'IP in IPv4' GRE
	for name; do
		python3 "$SRC/tests/bench/deep.py" "$plain" "$dir/$name.pcap" \
			"$name" "$name" "$name" "$name" \
			"$name" "$name" "$name" "$name"
	done
	round=0
	while [ "$round" -lt "$RUNS" ]; do
		take "$dir/plain.times" "$EARSHOT" report -F json "$plain"
		for name; do
			take "$dir/$name.times" \
				"$EARSHOT" report -F json "$dir/$name.pcap"
		done
		round=$((round + 1))
	done
	base=$(cut -d' ' -f1 "$dir/plain.times" | median)
	for name; do
		cut -d' ' -f1 "$dir/$name.times" | median |
			awk -v name="$name" -v base="$base" '{
			printf("  %-28s %9.2f\n", name,
				(base > 0 ? $1 / base : 0)) }'
	done
}

if [ -n "${CAPTURES-}" ]; then
	for capture in $CAPTURES; do
		bench "$(basename "$capture")" "$capture"
	done
	exit 0
fi
generate "$dir/media.pcap" -n "$CALLS"
bench "$CALLS calls with media" "$dir/media.pcap"
rm -f "$dir/media.pcap"
generate "$dir/signals.pcap" -n "$SIGNALS" --no-media
bench "$SIGNALS calls, signalling only" "$dir/signals.pcap"
rm -f "$dir/signals.pcap"
deep
