/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RTCP reports as the agents of Homer write them: one JSON object each. */
#ifndef EARSHOT_DISSECT_RTCP_JSON_H
#define EARSHOT_DISSECT_RTCP_JSON_H

#include "dissect/rtcp.h"

/**
 * rtcp_json_parse - the sender or receiver report in @text.
 * @ret: filled on V_OK, as if it had come in binary; no slices
 * Returns V_NOT_MINE for what is no object, V_MALFORMED for broken JSON or for
 * an object that is no report. Allocates: no.
 * Source: rtcp_report_to_json of Asterisk (main/rtp_engine.c); captagent's
 * rtcp_parser.h; the fixtures of heplify-server.
 */
enum verdict rtcp_json_parse(struct slice text, struct rtcp *ret);

#endif
