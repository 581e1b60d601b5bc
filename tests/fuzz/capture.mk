# SPDX-License-Identifier: GPL-3.0-or-later
CAPTURE_FUZZ_LIBS = libcapture.a $(LAYER0) $(PCAP_LIBS) $(ZLIB_LIBS) \
	$(ZSTD_LIBS)
FUZZ_TARGETS += \
	tests/fuzz/fuzz_filter_words \
	tests/fuzz/fuzz_pcap \
	tests/fuzz/fuzz_pcapng \
	tests/fuzz/fuzz_source
EXTRA_DIST += tests/fuzz/capture.h
tests_fuzz_fuzz_filter_words_SOURCES = tests/fuzz/fuzz_filter_words.c $(FUZZ_MAIN)
tests_fuzz_fuzz_filter_words_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_filter_words_LDADD = $(CAPTURE_FUZZ_LIBS)
tests_fuzz_fuzz_pcap_SOURCES = tests/fuzz/fuzz_pcap.c $(FUZZ_MAIN)
tests_fuzz_fuzz_pcap_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_pcap_LDADD = $(CAPTURE_FUZZ_LIBS)
tests_fuzz_fuzz_pcapng_SOURCES = tests/fuzz/fuzz_pcapng.c $(FUZZ_MAIN)
tests_fuzz_fuzz_pcapng_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_pcapng_LDADD = $(CAPTURE_FUZZ_LIBS)
tests_fuzz_fuzz_source_SOURCES = tests/fuzz/fuzz_source.c $(FUZZ_MAIN)
tests_fuzz_fuzz_source_LDFLAGS = $(AM_LDFLAGS) $(FUZZING)
tests_fuzz_fuzz_source_LDADD = $(CAPTURE_FUZZ_LIBS)
