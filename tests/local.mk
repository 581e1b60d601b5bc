# SPDX-License-Identifier: GPL-3.0-or-later
# All tests speak TAP, so that every single test is counted.
TEST_EXTENSIONS = .sh .py
LOG_DRIVER = env AM_TAP_AWK='$(AWK)' CMOCKA_MESSAGE_OUTPUT=TAP \
	$(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/skip.sh
SH_LOG_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) \
	$(top_srcdir)/build-aux/tap-driver.sh
PY_LOG_DRIVER = $(SH_LOG_DRIVER)
PY_LOG_COMPILER = $(SHELL) $(top_srcdir)/tests/python.sh
AM_TESTS_ENVIRONMENT = \
	EARSHOT='$(abs_top_builddir)/earshot'; export EARSHOT; \
	BUILD='$(abs_top_builddir)'; export BUILD; \
	SRC='$(abs_top_srcdir)'; export SRC;
TESTS = $(UNIT_TESTS) $(SCRIPT_TESTS)
UNIT_TESTS =
EXTRA_DIST += tests/skip.sh
SCRIPT_TESTS = \
	tests/capacity.py \
	tests/cli.py \
	tests/codecs.py \
	tests/config.py \
	tests/devices.py \
	tests/emodel.py \
	tests/farend.py \
	tests/flood.py \
	tests/figures.py \
	tests/filter.py \
	tests/habits.py \
	tests/hearing.py \
	tests/naming.py \
	tests/neighbours.py \
	tests/pacing.py \
	tests/paths.py \
	tests/playout.py \
	tests/schema.py \
	tests/samples-reproducible.sh \
	tests/samples-truth.py \
	tests/scores.py \
	tests/sctp.py \
	tests/seed-tables.py \
	tests/site.py \
	tests/situations.py \
	tests/symptoms.py
dist_check_SCRIPTS += $(SCRIPT_TESTS)
EXTRA_DIST += \
	tests/pcap.py \
	tests/python.sh \
	tests/tap.py \
	tests/unit/test.h

include tests/unit/lib.mk
include tests/unit/capture.mk
include tests/unit/dissect.mk
include tests/unit/sip.mk
include tests/unit/codecs.mk
include tests/unit/quality.mk
include tests/unit/flow.mk
include tests/unit/calls.mk
include tests/unit/detect.mk
include tests/unit/reports.mk
include tests/unit/samples.mk
include tests/unit/ui.mk
include tests/bench/local.mk
include tests/fuzz/local.mk
include tests/lint/local.mk
include tests/screens/local.mk
include tests/findings/local.mk
include tests/golden/local.mk
include tests/peers/local.mk
include tests/property/local.mk

if HAVE_CMOCKA
check_PROGRAMS += $(UNIT_TESTS)
endif
