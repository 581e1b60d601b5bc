# SPDX-License-Identifier: GPL-3.0-or-later
# make bench: ratios in one run, never an asserted time. RUNS=N rounds,
# CALLS=N, SIGNALS=N calls, PEERS=no leaves tshark and sngrep out, KEEP=1 keeps
# the captures, CAPTURES="FILE..." measures these instead of generating.
EXTRA_PROGRAMS = tests/bench/floor
check_PROGRAMS += tests/bench/measure
tests_bench_floor_SOURCES = tests/bench/floor.c
tests_bench_floor_LDADD = $(PCAP_LIBS)
tests_bench_measure_SOURCES = tests/bench/measure.c
EXTRA_DIST += tests/bench/bench.sh tests/bench/deep.py
CLEANFILES += tests/bench/floor$(EXEEXT) tests/bench/measure$(EXEEXT)

bench: all tests/bench/floor$(EXEEXT) tests/bench/measure$(EXEEXT)
	@$(AM_TESTS_ENVIRONMENT) $(SHELL) $(top_srcdir)/tests/bench/bench.sh
.PHONY: bench
