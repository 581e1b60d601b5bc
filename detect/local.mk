# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libdetect.a
libdetect_a_SOURCES = \
	detect/blame.c \
	detect/blame.h \
	detect/code.c \
	detect/code.h \
	detect/codec_asymmetric.c \
	detect/codec_clock.c \
	detect/codec_not_negotiated.c \
	detect/codec_payload_size.c \
	detect/codec_rejected.c \
	detect/codec_transcoded.c \
	detect/codes.def \
	detect/detect.c \
	detect/detect.h \
	detect/detector.h \
	detect/detectors.def \
	detect/finding.h \
	detect/media_direct.c \
	detect/media_none.c \
	detect/media_not_seen.c \
	detect/media_one_way.c \
	detect/media_relayed.c \
	detect/qos_dscp.c \
	detect/quality_clock_drift.c \
	detect/quality_delay.c \
	detect/quality_jitter.c \
	detect/quality_loss.c \
	detect/quality_mos.c \
	detect/quality_remote.c \
	detect/raise.c \
	detect/sdp_invalid.c \
	detect/session.c \
	detect/session.h \
	detect/sip_failed.c \
	detect/sip_retransmission.c \
	detect/sort.c \
	detect/thresholds.c \
	detect/thresholds.def \
	detect/thresholds.h \
	detect/voice.c \
	detect/voice.h
