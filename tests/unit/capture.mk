# SPDX-License-Identifier: GPL-3.0-or-later
CAPTURE_TEST_LIBS = libcapture.a $(LAYER0) $(CMOCKA_LIBS) $(PCAP_LIBS) \
	$(ZLIB_LIBS) $(ZSTD_LIBS)
UNIT_TESTS += \
	tests/unit/capture_pcap \
	tests/unit/capture_pcapng \
	tests/unit/capture_pcapng_extra
tests_unit_capture_pcap_SOURCES = tests/unit/capture_pcap.c \
	tests/unit/capture_build.h
tests_unit_capture_pcap_LDADD = $(CAPTURE_TEST_LIBS)
tests_unit_capture_pcapng_SOURCES = tests/unit/capture_pcapng.c \
	tests/unit/capture_build.h
tests_unit_capture_pcapng_LDADD = $(CAPTURE_TEST_LIBS)
tests_unit_capture_pcapng_extra_SOURCES = tests/unit/capture_pcapng_extra.c \
	tests/unit/capture_build.h
tests_unit_capture_pcapng_extra_LDADD = $(CAPTURE_TEST_LIBS)
