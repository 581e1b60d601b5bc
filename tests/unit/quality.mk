# SPDX-License-Identifier: GPL-3.0-or-later
QUALITY_LIBS = libquality.a libcodecs.a $(LAYER0) $(CODEC_LIBS) $(CMOCKA_LIBS) -lm
UNIT_TESTS += tests/unit/bandwidth
tests_unit_bandwidth_SOURCES = tests/unit/bandwidth.c tests/unit/near.h
tests_unit_bandwidth_LDADD = $(QUALITY_LIBS)

UNIT_TESTS += tests/unit/burst
tests_unit_burst_SOURCES = tests/unit/burst.c tests/unit/near.h
tests_unit_burst_LDADD = $(QUALITY_LIBS)

UNIT_TESTS += tests/unit/clocks
tests_unit_clocks_SOURCES = tests/unit/clocks.c
tests_unit_clocks_LDADD = $(QUALITY_LIBS)

UNIT_TESTS += tests/unit/delay
tests_unit_delay_SOURCES = tests/unit/delay.c tests/unit/near.h
tests_unit_delay_LDADD = $(QUALITY_LIBS)

UNIT_TESTS += tests/unit/disorder
tests_unit_disorder_SOURCES = tests/unit/disorder.c tests/unit/near.h
tests_unit_disorder_LDADD = $(QUALITY_LIBS)

UNIT_TESTS += tests/unit/emodel
tests_unit_emodel_SOURCES = tests/unit/emodel.c tests/unit/near.h
tests_unit_emodel_LDADD = $(QUALITY_LIBS)

UNIT_TESTS += tests/unit/emodel_wb
tests_unit_emodel_wb_SOURCES = tests/unit/emodel_wb.c tests/unit/near.h
tests_unit_emodel_wb_LDADD = $(QUALITY_LIBS)

# The calculator needs no layer above quality/.

UNIT_TESTS += tests/unit/erlang
tests_unit_erlang_SOURCES = tests/unit/erlang.c tests/unit/near.h
tests_unit_erlang_LDADD = $(QUALITY_LIBS)

UNIT_TESTS += tests/unit/mos
tests_unit_mos_SOURCES = tests/unit/mos.c tests/unit/near.h app/mos.c app/mos.h \
	app/mos_put.c app/mos_question.h
tests_unit_mos_LDADD = $(QUALITY_LIBS)

UNIT_TESTS += tests/unit/pacing
tests_unit_pacing_SOURCES = tests/unit/pacing.c tests/unit/near.h
tests_unit_pacing_LDADD = $(QUALITY_LIBS)

UNIT_TESTS += tests/unit/playout
tests_unit_playout_SOURCES = tests/unit/playout.c tests/unit/near.h
tests_unit_playout_LDADD = $(QUALITY_LIBS)

UNIT_TESTS += tests/unit/quality
tests_unit_quality_SOURCES = tests/unit/quality.c tests/unit/near.h
tests_unit_quality_LDADD = $(QUALITY_LIBS)

UNIT_TESTS += tests/unit/recency
tests_unit_recency_SOURCES = tests/unit/recency.c tests/unit/near.h
tests_unit_recency_LDADD = $(QUALITY_LIBS)

UNIT_TESTS += tests/unit/rtpstat
tests_unit_rtpstat_SOURCES = tests/unit/rtpstat.c tests/unit/near.h
tests_unit_rtpstat_LDADD = $(QUALITY_LIBS)

UNIT_TESTS += tests/unit/rtpstat_seed
tests_unit_rtpstat_seed_SOURCES = tests/unit/rtpstat_seed.c
tests_unit_rtpstat_seed_LDADD = $(QUALITY_LIBS)

UNIT_TESTS += tests/unit/seqtrack
tests_unit_seqtrack_SOURCES = tests/unit/seqtrack.c
tests_unit_seqtrack_LDADD = $(QUALITY_LIBS)

UNIT_TESTS += tests/unit/transit
tests_unit_transit_SOURCES = tests/unit/transit.c tests/unit/near.h
tests_unit_transit_LDADD = $(QUALITY_LIBS)
