/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vqreport_parse and mediastat_read over any text. Laws: slices lie in the text;
 * a figure is in its range or unknown.
 */
#include "dissect/mediastat.h"
#include "dissect/vqreport.h"

#include "tests/fuzz/fuzz.h"

#include <math.h>

static void figures(const struct vqreport_side *side)
{
	for (size_t i = 0; i < VQ_FIELDS; i++) {
		fuzz_law(!side->value[i].known || isfinite(side->value[i].v));
		fuzz_law(vqreport_json_key((enum vqreport_field)i) != NULL);
	}
	fuzz_law(!side->value[VQ_MOSLQ].known || side->value[VQ_MOSLQ].v <= 5);
	fuzz_law(!side->value[VQ_RERL].known || side->value[VQ_RERL].v < 127);
}

static void header(struct slice all)
{
	static const char *const names[] = {"X-RTP-Stat", "P-RTP-Stat",
		"RTP-RxStat", "RTP-TxStat", "RTPAudioQoS"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct mediastat m;
		fuzz_law(mediastat_is(slice_of(names[i])));
		if (mediastat_read(slice_of(names[i]), all, &m)) {
			fuzz_inside(m.text, all);
			fuzz_law(!m.lost.known || isfinite(m.lost.v));
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice all = {(const char *)data, size};
	struct vqreport r;

	header(all);
	if (vqreport_parse(all, &r) != V_OK) {
		return 0;
	}
	fuzz_inside(r.call_id, all);
	fuzz_inside(r.local_id, all);
	fuzz_inside(r.remote_id, all);
	figures(&r.heard);
	figures(&r.told);
	return 0;
}
