# SPDX-License-Identifier: GPL-3.0-or-later
# The generator of the sample captures, and the samples it made.
noinst_PROGRAMS += samples/gen
samples_gen_SOURCES = \
	samples/gen.c \
	samples/gen.h \
	samples/gen_args.c \
	samples/gen_args.h \
	samples/gen_audio.c \
	samples/gen_audio.h \
	samples/gen_dialog.c \
	samples/gen_dialog.h \
	samples/gen_load.c \
	samples/gen_load.h \
	samples/gen_md5.c \
	samples/gen_md5.h \
	samples/gen_media.c \
	samples/gen_media.h \
	samples/gen_net.c \
	samples/gen_net.h \
	samples/gen_page.c \
	samples/gen_pcap.c \
	samples/gen_pcap.h \
	samples/gen_random.h \
	samples/gen_rtp.c \
	samples/gen_rtp.h \
	samples/gen_run.c \
	samples/gen_script.c \
	samples/gen_script.h \
	samples/gen_sip.c \
	samples/gen_sip.h \
	samples/gen_truth.c \
	samples/gen_truth.h
samples_gen_LDADD = $(LAYER0)
