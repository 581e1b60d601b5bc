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
	samples/gen_auth.c \
	samples/gen_auth.h \
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
	samples/gen_tcp.c \
	samples/gen_tcp.h \
	samples/gen_truth.c \
	samples/gen_truth.h
samples_gen_LDADD = $(LAYER0)

SCENARIOS = \
	samples/scenarios/burst-loss.scn \
	samples/scenarios/busy.scn \
	samples/scenarios/cancelled.scn \
	samples/scenarios/capture-hole.scn \
	samples/scenarios/completed-g711a.scn \
	samples/scenarios/direct-at-pbx.scn \
	samples/scenarios/direct-at-phone.scn \
	samples/scenarios/dtmf.scn \
	samples/scenarios/duplicates.scn \
	samples/scenarios/forked.scn \
	samples/scenarios/fragments-filtered.scn \
	samples/scenarios/fragments-ipv6.scn \
	samples/scenarios/fragments.scn \
	samples/scenarios/g722-open.scn \
	samples/scenarios/g729.scn \
	samples/scenarios/hold.scn \
	samples/scenarios/ipv6.scn \
	samples/scenarios/jitter.scn \
	samples/scenarios/late-answer-media.scn \
	samples/scenarios/m362-g711.scn \
	samples/scenarios/m362-g711u.scn \
	samples/scenarios/m362-g722.scn \
	samples/scenarios/mid-call-start.scn \
	samples/scenarios/nanoseconds.scn \
	samples/scenarios/network-outage.scn \
	samples/scenarios/no-answer.scn \
	samples/scenarios/payload-change.scn \
	samples/scenarios/pcapng.scn \
	samples/scenarios/random-loss.scn \
	samples/scenarios/register.scn \
	samples/scenarios/rejected-g722-g711.scn \
	samples/scenarios/relayed-pbx.scn \
	samples/scenarios/reordering.scn \
	samples/scenarios/retransmission.scn \
	samples/scenarios/rtp-only.scn \
	samples/scenarios/tcp.scn \
	samples/scenarios/vlan.scn \
	samples/scenarios/websocket.scn \
	samples/scenarios/wrong-password.scn
SAMPLES = \
	samples/burst-loss.pcap \
	samples/busy.pcap \
	samples/cancelled.pcap \
	samples/capture-hole.pcap \
	samples/completed-g711a.pcap \
	samples/direct-at-pbx.pcap \
	samples/direct-at-phone.pcap \
	samples/dtmf.pcap \
	samples/duplicates.pcap \
	samples/forked.pcap \
	samples/fragments-filtered.pcap \
	samples/fragments-ipv6.pcap \
	samples/fragments.pcap \
	samples/g722-open.pcap \
	samples/g729.pcap \
	samples/hold.pcap \
	samples/ipv6.pcap \
	samples/jitter.pcap \
	samples/late-answer-media.pcap \
	samples/m362-g711.pcap \
	samples/m362-g711u.pcap \
	samples/m362-g722.pcap \
	samples/mid-call-start.pcap \
	samples/nanoseconds.pcap \
	samples/network-outage.pcap \
	samples/no-answer.pcap \
	samples/payload-change.pcap \
	samples/pcapng.pcapng \
	samples/random-loss.pcap \
	samples/register.pcap \
	samples/rejected-g722-g711.pcap \
	samples/relayed-pbx.pcap \
	samples/reordering.pcap \
	samples/retransmission.pcap \
	samples/rtp-only.pcap \
	samples/tcp.pcap \
	samples/vlan.pcap \
	samples/websocket.pcap \
	samples/wrong-password.pcap
SAMPLES_TOLD = \
	samples/burst-loss.md \
	samples/burst-loss.truth.json \
	samples/busy.md \
	samples/busy.truth.json \
	samples/cancelled.md \
	samples/cancelled.truth.json \
	samples/capture-hole.md \
	samples/capture-hole.truth.json \
	samples/completed-g711a.md \
	samples/completed-g711a.truth.json \
	samples/direct-at-pbx.md \
	samples/direct-at-pbx.truth.json \
	samples/direct-at-phone.md \
	samples/direct-at-phone.truth.json \
	samples/dtmf.md \
	samples/dtmf.truth.json \
	samples/duplicates.md \
	samples/duplicates.truth.json \
	samples/forked.md \
	samples/forked.truth.json \
	samples/fragments-filtered.md \
	samples/fragments-filtered.truth.json \
	samples/fragments-ipv6.md \
	samples/fragments-ipv6.truth.json \
	samples/fragments.md \
	samples/fragments.truth.json \
	samples/g722-open.md \
	samples/g722-open.truth.json \
	samples/g729.md \
	samples/g729.truth.json \
	samples/hold.md \
	samples/hold.truth.json \
	samples/ipv6.md \
	samples/ipv6.truth.json \
	samples/jitter.md \
	samples/jitter.truth.json \
	samples/late-answer-media.md \
	samples/late-answer-media.truth.json \
	samples/m362-g711.md \
	samples/m362-g711.truth.json \
	samples/m362-g711u.md \
	samples/m362-g711u.truth.json \
	samples/m362-g722.md \
	samples/m362-g722.truth.json \
	samples/mid-call-start.md \
	samples/mid-call-start.truth.json \
	samples/nanoseconds.md \
	samples/nanoseconds.truth.json \
	samples/network-outage.md \
	samples/network-outage.truth.json \
	samples/no-answer.md \
	samples/no-answer.truth.json \
	samples/payload-change.md \
	samples/payload-change.truth.json \
	samples/pcapng.md \
	samples/pcapng.truth.json \
	samples/random-loss.md \
	samples/random-loss.truth.json \
	samples/register.md \
	samples/register.truth.json \
	samples/rejected-g722-g711.md \
	samples/rejected-g722-g711.truth.json \
	samples/relayed-pbx.md \
	samples/relayed-pbx.truth.json \
	samples/reordering.md \
	samples/reordering.truth.json \
	samples/retransmission.md \
	samples/retransmission.truth.json \
	samples/rtp-only.md \
	samples/rtp-only.truth.json \
	samples/tcp.md \
	samples/tcp.truth.json \
	samples/vlan.md \
	samples/vlan.truth.json \
	samples/websocket.md \
	samples/websocket.truth.json \
	samples/wrong-password.md \
	samples/wrong-password.truth.json
EXTRA_DIST += samples/README.md $(SCENARIOS) $(SAMPLES) $(SAMPLES_TOLD)

# Make the committed samples anew from their scenarios.
samples: samples/gen$(EXEEXT)
	@for s in $(SCENARIOS); do \
		samples/gen$(EXEEXT) "$(srcdir)/$$s" "$(srcdir)/samples" || \
			exit 1; \
	done
.PHONY: samples
