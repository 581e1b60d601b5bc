/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a telephone says of the voice it heard: the body of a SIP PUBLISH or
 * NOTIFY with the type application/vq-rtcpxr (RFC 6035). It is a claim of that
 * telephone, never a measurement of ours.
 */
#ifndef EARSHOT_DISSECT_VQREPORT_H
#define EARSHOT_DISSECT_VQREPORT_H

#include "lib/endpoint.h"
#include "lib/maybe.h"
#include "lib/slice.h"
#include "lib/verdict.h"

enum vqreport_kind { VQREPORT_SESSION, VQREPORT_INTERVAL, VQREPORT_ALERT };

enum vqreport_field {
#define VQ_FIELD(symbol, line, key, json, limit) VQ_##symbol,
#include "dissect/vqfields.def"
#undef VQ_FIELD
	VQ_FIELDS
};

/* Figures of one side; 127 and what is out of range is unknown. */
struct vqreport_side {
	bool present;
	struct maybe value[VQ_FIELDS];
};

struct vqreport_end {
	struct endpoint at; /* counts if has_at */
	uint32_t ssrc;      /* counts if has_ssrc */
	bool has_at, has_ssrc;
};

struct vqreport {
	enum vqreport_kind kind;
	struct slice call_id;  /* of the call it is about; absent: not said */
	struct slice local_id, remote_id;
	struct vqreport_end local, remote; /* local: who reports */
	struct vqreport_side heard; /* LocalMetrics: what came from remote */
	struct vqreport_side told;  /* RemoteMetrics: what the remote end said */
	uint32_t unknown_lines;
};

/**
 * vqreport_parse - read the report @text.
 * @ret: filled on V_OK; slices point into @text
 * Returns V_NOT_MINE when it does not begin as one. Lines that make no sense
 * are counted and passed over. Allocates: no. Source: RFC 6035 clause 4.6.
 */
enum verdict vqreport_parse(struct slice text, struct vqreport *ret);

/** vqreport_json_key - key of @field in the JSON report. */
const char *vqreport_json_key(enum vqreport_field field);

#endif
