# SPDX-License-Identifier: GPL-3.0-or-later
CAPTURE_TEST_LIBS = libcapture.a $(LAYER0) $(CMOCKA_LIBS) $(PCAP_LIBS) \
	$(ZLIB_LIBS) $(ZSTD_LIBS)
UNIT_TESTS += \
	tests/unit/capture_corpus \
	tests/unit/capture_filter \
	tests/unit/capture_input \
	tests/unit/capture_libpcap \
	tests/unit/capture_pcap \
	tests/unit/capture_pcapng \
	tests/unit/capture_pcapng_damage \
	tests/unit/capture_pcapng_extra \
	tests/unit/capture_source
EXTRA_DIST += tests/unit/capture_build.h
tests_unit_capture_corpus_SOURCES = tests/unit/capture_corpus.c
tests_unit_capture_corpus_LDADD = $(CAPTURE_TEST_LIBS)
tests_unit_capture_filter_SOURCES = tests/unit/capture_filter.c
tests_unit_capture_filter_LDADD = $(CAPTURE_TEST_LIBS)
tests_unit_capture_input_SOURCES = tests/unit/capture_input.c
tests_unit_capture_input_LDADD = $(CAPTURE_TEST_LIBS)
tests_unit_capture_libpcap_SOURCES = tests/unit/capture_libpcap.c
tests_unit_capture_libpcap_LDADD = $(CAPTURE_TEST_LIBS)
tests_unit_capture_pcap_SOURCES = tests/unit/capture_pcap.c
tests_unit_capture_pcap_LDADD = $(CAPTURE_TEST_LIBS)
tests_unit_capture_pcapng_SOURCES = tests/unit/capture_pcapng.c
tests_unit_capture_pcapng_LDADD = $(CAPTURE_TEST_LIBS)
tests_unit_capture_pcapng_damage_SOURCES = tests/unit/capture_pcapng_damage.c
tests_unit_capture_pcapng_damage_LDADD = $(CAPTURE_TEST_LIBS)
tests_unit_capture_pcapng_extra_SOURCES = tests/unit/capture_pcapng_extra.c
tests_unit_capture_pcapng_extra_LDADD = $(CAPTURE_TEST_LIBS)
tests_unit_capture_source_SOURCES = tests/unit/capture_source.c
tests_unit_capture_source_LDADD = $(CAPTURE_TEST_LIBS)
