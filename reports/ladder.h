/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The ladder diagram of a call as rows and columns, drawn by ladder_text.c and
 * ladder_svg.c and listed by ladder_csv.c. Columns are hosts in order of their
 * first row; a row is a message, or a whole RTP stream at its first packet. All
 * addresses to which the user gave one name are one device, and one column.
 * Labels are those of Wireshark's VoIP flow graph, so that both can be
 * compared.
 */
#ifndef EARSHOT_REPORTS_LADDER_H
#define EARSHOT_REPORTS_LADDER_H

#include "calls/call.h"
#include "calls/names.h"
#include "lib/err.h"
#include "lib/text.h"
#include "reports/report.h"

/* Columns; hosts past them share the last one, which is then "others". */
#define LADDER_HOSTS 64

/* Addresses of a device that its column names; more are counted. */
#define LADDER_MEMBERS 4

struct ladder_host {
	struct endpoint at;
	bool by_port; /* the host talks to itself: one column a port */
	const struct name *name; /* NULL: it has none */
	bool device;             /* by its name, whatever the address */
	const struct name *members[LADDER_MEMBERS];
	unsigned member_count; /* past LADDER_MEMBERS: counted as they come */
};

struct ladder_row {
	ns_t ts;
	uint64_t frame;
	struct endpoint src, dst;
	unsigned from, to;             /* columns */
	const struct message *message; /* NULL: a stream */
	const struct stream *stream;
	const struct call *call;       /* the leg it is of */
	bool kept_known; /* of several legs: the server between kept it */
	ns_t kept;	 /* so long, before it sent this message */
	uint64_t kept_since; /* the frame in which it came in */
};

struct ladder {
	struct ladder_host *hosts; /* LADDER_HOSTS of them */
	unsigned host_count;
	bool others; /* the last column stands for several hosts */
	bool ports;  /* a column for each port */
	const struct names *names;
	struct ladder_row *rows;
	size_t row_count;
};

/**
 * ladder_build - the ladder of @call, or of all legs of its conversation.
 * @ladder: filled; free with ladder_finish
 * @legs: with all legs of its conversation and the times between them; false:
 *     this call alone
 * @names: of the columns, borrowed; NULL: addresses alone
 * Returns 0, or -1 with @err. Allocates: columns and rows.
 */
int ladder_build(struct ladder *ladder, const struct call *call, bool legs,
	const struct names *names, struct err *err);

/**
 * ladder_build_calls - the ladder of @calls, @count of them, in one.
 * @ladder: as for ladder_build; @ports: a column for each port of a host
 * @names: of the columns, borrowed; NULL: addresses alone
 * Returns 0, or -1 with @err. Allocates: columns and rows.
 */
int ladder_build_calls(struct ladder *ladder, const struct call *const *calls,
	size_t count, bool ports, const struct names *names, struct err *err);

/**
 * ladder_select - which ladders @options want: --call, --conversation, --legs.
 * @ret: the only call; NULL: all. @ret_legs: for ladder_build
 * Returns 0, or -1 with @err saying what can be written instead.
 */
int ladder_select(const struct report_input *input,
	const struct report_options *options, const struct call **ret,
	bool *ret_legs, struct err *err);

/**
 * ladder_next - the call whose ladder comes after that of @call, NULL: the
 * first; a conversation that is drawn whole comes once. @input, @only, @legs: as
 * ladder_select gave them. Returns NULL at the end.
 */
const struct call *ladder_next(const struct report_input *input,
	const struct call *only, bool legs, const struct call *call);

/**
 * ladder_title - the heading of the ladder of @call, or of its conversation.
 * @t: where to; @legs: as for ladder_build; @columns: a call is cut to
 */
void ladder_title(
	struct text *t, const struct call *call, bool legs, size_t columns);

/**
 * ladder_transits - note with rows how long the servers between the legs of
 * @conversation kept them.
 */
void ladder_transits(
	struct ladder *ladder, const struct conversation *conversation);

/**
 * ladder_seen - when the row was seen at @point, as an own time.
 * @ret: the time; untouched when it was not seen there, which gives false
 */
bool ladder_seen(const struct ladder_row *row, unsigned point, ns_t *ret);

/**
 * ladder_seen_text - when the row was seen at @point, after its first sighting:
 * "+12.345" ms, "+12.3 s", or "-" when it was not. @t: where to
 */
void ladder_seen_text(
	struct text *t, const struct ladder_row *row, unsigned point);

/** ladder_finish - free the rows; the ladder is then empty. */
void ladder_finish(struct ladder *ladder);

/** ladder_label - of @row: "INVITE SDP (g711A)", "RTP (g711A)". */
void ladder_label(struct text *t, const struct ladder_row *row);

/** ladder_kept - how long a server kept what it sends with @row, when known. */
void ladder_kept(struct text *t, const struct ladder_row *row);

/** ladder_comment - what else is worth knowing of the row, in one line. */
void ladder_comment(struct text *t, const struct ladder_row *row);

/** ladder_is_loop - @row stays inside one device. */
bool ladder_is_loop(const struct ladder *ladder, const struct ladder_row *row);

/** ladder_is_several - column @host stands for several addresses of a device. */
bool ladder_is_several(const struct ladder *ladder, unsigned host);

/**
 * ladder_host_name - of a column: its name where it has one, and its address or
 * addresses, with the port where that matters.
 */
void ladder_host_name(
	struct text *t, const struct ladder *ladder, unsigned host);

#endif
