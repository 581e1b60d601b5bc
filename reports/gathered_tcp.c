/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connections that carried nothing of ours are not worth a line of text. */
#include "reports/gathered_tcp.h"

#include "reports/format.h"

#include <inttypes.h>

static void put_streams(struct text *out, const struct tcp_counts *c,
	const struct report_options *options)
{
	struct text s = {0};

	format_clause(&s, c->sip, "SIP message");
	format_clause(&s, c->websocket, "WebSocket SIP message");
	format_clause(&s, c->hep, "HEP packet");
	format_clause(&s, c->media, "media packet");
	format_clause(&s, c->gaps, "gap");
	if (c->gaps) {
		text_printf(&s, " (%" PRIu64 " bytes)", c->skipped_bytes);
	}
	format_clause(&s, c->cut, "message");
	text_puts(&s, c->cut ? " without its end" : "");
	format_clause(&s, c->oversize, "message");
	text_puts(&s, c->oversize ? " longer than 64 KiB" : "");
	format_clause(&s, c->conflicts, "contradicting repeat");
	format_fact(out, "TCP", &s, options->columns);
	text_finish(&s);
}

/* What nobody can read without help: how much, and where to look. */
static void put_closed(struct text *out, const struct tcp_counts *c,
	const struct report_options *options)
{
	struct text s = {0};

	format_clause(&s, c->tls_connections, "TLS connection");
	if (c->tls_connections) {
		text_printf(&s,
			" (%" PRIu64 " on port 5061) not read: without keys, "
			"from frame %" PRIu64,
			c->tls_sip_connections,
			c->tls_sip_connections ? c->tls_sip_frame
					       : c->tls_frame);
	}
	format_clause(&s, c->compressed, "WebSocket message");
	if (c->compressed) {
		text_printf(&s, " not read: compressed, from frame %" PRIu64,
			c->compressed_frame);
	}
	format_fact(out, "not read", &s, options->columns);
	text_finish(&s);
}

void gathered_tcp_text(struct text *out, const struct tcp_counts *c,
	const struct report_options *options)
{
	put_streams(out, c, options);
	put_closed(out, c, options);
}

static void put_some(struct json j, const char *key, uint64_t n)
{
	if (n) {
		json_count(j, key, n);
	}
}

void gathered_tcp_json(struct json parent, const struct tcp_counts *c)
{
	struct json j = json_object(parent, "tcp");

	json_count(j, "connections", c->connections);
	json_count(j, "segments", c->segments);
	json_count(j, "sip_messages", c->sip);
	json_count(j, "websocket_messages", c->websocket);
	json_count(j, "media_packets", c->media);
	json_count(j, "hep_packets", c->hep);
	json_count(j, "gaps", c->gaps);
	json_count(j, "skipped_bytes", c->skipped_bytes);
	put_some(j, "cut_messages", c->cut);
	put_some(j, "oversize_messages", c->oversize);
	put_some(j, "garbage_bytes", c->garbage_bytes);
	put_some(j, "segments_reordered", c->reordered);
	put_some(j, "segments_repeated", c->repeated);
	put_some(j, "conflicts", c->conflicts);
	put_some(j, "evicted_dull", c->evicted_dull);
	put_some(j, "evicted_undecided", c->evicted_undecided);
	put_some(j, "evicted_proven", c->evicted_proven);
	put_some(j, "acked_unseen", c->acked_unseen);
	put_some(j, "acked_unseen_frame", c->acked_unseen_frame);
	put_some(j, "tls_connections", c->tls_connections);
	put_some(j, "tls_segments", c->tls_segments);
	put_some(j, "tls_frame", c->tls_frame);
	put_some(j, "tls_sip_connections", c->tls_sip_connections);
	put_some(j, "tls_sip_frame", c->tls_sip_frame);
	put_some(j, "websocket_compressed", c->compressed);
	put_some(j, "websocket_compressed_frame", c->compressed_frame);
	put_some(j, "websocket_other", c->alien);
	put_some(j, "out_of_memory", c->out_of_memory);
}
