/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The loop that everything goes through:
 *
 *    source_batch -> link_decode -> book_packets
 *                               \-> gather_packet -> book_packet
 *
 * It does nothing else per packet but count, so that reading a capture costs
 * what the analysis costs. All sources stay open until the report is written,
 * because reports borrow what sources know (names, comments, formats).
 */
#include "app/observe.h"

#include "app/expression.h"
#include "app/naming.h"
#include "capture/filter.h"
#include "app/several.h"
#include "dissect/link.h"
#include "dissect/sip.h"
#include "flow/gather.h"
#include "lib/attr.h"

#include <sys/random.h>

/* Streams and calls when rows of packets point to them: none may be given up.
 */
#define ALL_KEPT ((size_t)1 << 30)

static void keep_row(
	void *context, const struct book_row *row, const struct rtp *rtp)
{
	struct observation *o = context;
	(void)rtp;
	struct report_rows *r = &o->rows;

	if (r->count == r->cap) {
		size_t cap = r->cap ? r->cap * 2 : 1024;
		struct book_row *rows = NULL;
		if (!o->rows_lost && cap < SIZE_MAX / sizeof(*rows)) {
			rows = realloc(r->rows, cap * sizeof(*rows));
		}
		if (!rows) {
			o->rows_lost = true;
			return;
		}
		r->rows = rows;
		r->cap = cap;
	}
	r->rows[r->count++] = *row;
}

/* What gather put together or unwrapped. */
static void take_gathered(void *context, const struct packet *packet)
{
	if (packet->kind == PACKET_RECORD) {
		book_record(context, packet);
	} else if (packet_rest(packet)) {
		book_rest(context, packet);
	} else {
		book_packet(context, packet);
	}
}

/* Early in boot there may be no key yet; then it is 0, as documented for
 * reading files: only live traffic is hostile in real time. */
static uint64_t secret(void)
{
	uint64_t key = 0;

	return getrandom(&key, sizeof(key), GRND_NONBLOCK) < 0 ? 0 : key;
}

static int make_book(struct observation *o, const struct options *options,
	uint64_t key, struct err *err)
{
	struct book_limits limits = book_limits_default();

	if (options->limit) {
		limits.calls = (size_t)options->limit;
	}
	if (options->packets) {
		limits.calls = ALL_KEPT;
		limits.streams = ALL_KEPT;
	}
	o->book = book_create(&limits, key);
	o->gather = gather_create(key, take_gathered, o->book);
	if (!o->book || !o->gather) {
		return err_set(err, "out of memory");
	}
	o->book->join_choice = (struct join_choice){
		options->join_off, options->apart, options->apart_count};
	o->book->said = o->listener.said;
	o->book->said_context = o->listener.said_context;
	if (o->listener.row) {
		o->book->row = o->listener.row;
		o->book->row_context = o->listener.context;
	} else if (options->packets) {
		o->book->row = keep_row;
		o->book->row_context = o;
	}
	return naming_read(&o->book->names, options, err);
}

static void name_links(struct report_capture *c)
{
	struct text names = {0};

	for (uint32_t i = 0; i < c->info.iface_count; i++) {
		uint32_t link = c->info.ifaces[i].link;
		bool seen = false;
		for (uint32_t k = 0; k < i; k++) {
			seen = seen || c->info.ifaces[k].link == link;
		}
		if (seen) {
			continue;
		}
		text_puts(&names, names.n ? ", " : "");
		if (link_name(link)) {
			text_puts(&names, link_name(link));
		} else {
			text_printf(&names, "link type %u", (unsigned)link);
		}
	}
	if (names.p) {
		(void)snprintf(c->link, sizeof(c->link), "%s", names.p);
	}
	text_finish(&names);
}

/* Counts @n frames of @c, whatever becomes of them. */
static void account(
	struct report_capture *c, const struct frame *frames, size_t n)
{
	if (ATTR_UNLIKELY(c->frames == 0)) {
		c->first_ts = frames[0].ts;
		c->last_ts = frames[0].ts;
	}
	for (size_t i = 0; i < n; i++) {
		ns_t ts = frames[i].ts;
		c->last_ts = ts > c->last_ts ? ts : c->last_ts;
	}
	c->frames += n;
}

/* True when @frame gave a packet; if not, packet_rest may be true. */
static bool decode(
	struct report_capture *c, const struct frame *frame, struct packet *ret)
{
	struct slice bytes = {(const char *)frame->data, frame->caplen};
	enum undecoded reason;

	if (ATTR_UNLIKELY(link_decode(frame->link, bytes, frame->len, ret,
				  &reason) != V_OK)) {
		c->undecoded[reason]++;
		ret->ts = frame->ts;
		ret->frame = frame->number;
		return false;
	}
	if (ATTR_UNLIKELY(ret->tunnel_count)) {
		tunnels_add(&c->tunnels, ret);
	}
	ret->ts = frame->ts;
	ret->frame = frame->number;
	return true;
}

bool observe_decode(struct report_capture *c, const struct frame *frame,
	struct packet *ret)
{
	return decode(c, frame, ret);
}

void observe_copy(struct report_capture *c, const struct frame *frame)
{
	account(c, frame, 1);
	c->copies++;
}

/* What the network says of itself stands behind @ready packets, which came
 * before it. */
static ATTR_COLD void take_rest(
	struct observation *o, const struct packet *packets, size_t ready)
{
	book_packets(o->book, packets, ready);
	book_rest(o->book, &packets[ready]);
}

/*
 * Decodes a batch of @n frames of @c and accounts for it, in order. @packets is
 * the caller's, because to make room for it here would clear it each time.
 */
static void take_batch(struct observation *o, struct report_capture *c,
	const struct frame *frames, size_t n, struct packet *packets)
{
	const struct gather_counts *gathered = gather_counts(o->gather);
	size_t ready = 0;

	for (size_t i = 0; i < n; i++) {
		struct packet *packet = &packets[ready];
		if (ATTR_UNLIKELY(!decode(c, &frames[i], packet))) {
			if (packet_rest(packet)) {
				take_rest(o, packets, ready);
				ready = 0;
			}
			continue;
		}
		if (ATTR_LIKELY(!gather_wants(packet))) {
			ready++;
			if (ATTR_UNLIKELY(gathered->waiting) &&
				sip_probe(packet->payload)) {
				book_packets(o->book, packets, ready - 1);
				packets[0] = *packet;
				ready = 1;
				gather_answer(o->gather, packets);
			}
			continue;
		}
		book_packets(o->book, packets, ready);
		struct packet wanted = *packet;
		ready = 0;
		if (wanted.kind == PACKET_SEGMENT) {
			book_other(o->book, &wanted);
		}
		gather_packet(o->gather, &wanted);
	}
	book_packets(o->book, packets, ready);
}

/*
 * Moves those of @n frames that pass the filter to the front; the others keep
 * their numbers and are counted. Returns how many passed, or -1 with @err.
 */
static int sift(struct observation *o, struct report_capture *c,
	struct frame *frames, int n, struct err *err)
{
	struct err why;
	int kept = 0;

	for (int i = 0; i < n; i++) {
		int rc = filter_match(o->filter, &frames[i], &why);
		if (rc < 0) {
			const char *link = link_name(frames[i].link);
			return err_set(err,
				"%.200s: the filter cannot be used here (%s): "
				"%.200s",
				c->path, link ? link : "unknown link type",
				why.text);
		}
		if (rc) {
			frames[kept++] = frames[i];
		}
	}
	c->filtered += (unsigned)(n - kept);
	return kept;
}

int observe_frame(struct observation *o, struct report_capture *c,
	const struct frame *frame, struct err *err)
{
	struct frame alone = *frame;

	account(c, frame, 1);
	return o->filter ? sift(o, c, &alone, 1, err) : 1;
}

/* Reads one open source to its end, its damage, or the wanted count. */
static void read_source(struct observation *o, size_t i,
	const struct options *options, struct progress *progress)
{
	struct report_capture *c = &o->captures[i];
	struct source *source = o->sources[i];
	struct frame frames[BOOK_BATCH];
	struct packet packets[BOOK_BATCH];
	int more = 0;
	uint64_t sip_before = o->book->counts.sip;
	uint64_t most = options->count ? options->count : UINT64_MAX;
	uint64_t look_at = o->frames + progress->every;

	while (o->frames < most) {
		size_t room = most - o->frames;
		room = room < BOOK_BATCH ? room : BOOK_BATCH;
		more = source_batch(source, frames, room, &o->errors[i]);
		if (more < 1) {
			break;
		}
		account(c, frames, (size_t)more);
		int kept = more;
		if (ATTR_UNLIKELY(o->filter != NULL)) {
			kept = sift(o, c, frames, more, &o->errors[i]);
		}
		if (ATTR_UNLIKELY(kept < 0)) {
			more = -1;
			break;
		}
		take_batch(o, c, frames, (size_t)kept, packets);
		o->frames += (unsigned)more;
		if (ATTR_UNLIKELY(o->frames >= look_at)) {
			look_at = o->frames + progress->every;
			if (!progress_draw(progress, source_progress(source),
				    o->frames)) {
				break;
			}
		}
	}
	if (more < 0) {
		o->damaged = true;
		c->error = o->errors[i].text;
	}
	c->sip = o->book->counts.sip - sip_before;
}

static int open_source(struct observation *o, const struct options *options,
	size_t i, struct err *err)
{
	const char *path = options->files[i];

	if (source_open(&o->sources[i], path, err) == 0) {
		o->captures[i].path = path;
		o->count = i + 1;
		return 0;
	}
	return -1;
}

static void conclude(struct observation *o, const struct options *options)
{
	const struct gather_counts *gathered = gather_counts(o->gather);

	gather_finish(o->gather);
	losses_acknowledged(&o->book->losses, gathered->tcp->acked_unseen,
		gathered->tcp->acked_unseen_frame);
	book_finish(o->book);
	o->book->hep = gather_hep(o->gather);
	o->book->gathered = gather_counts(o->gather);
	o->input = (struct report_input){
		.book = o->book,
		.captures = o->captures,
		.capture_count = o->count,
		.points = o->points.points,
		.point_count = o->points.count,
		.spread = o->points.spread,
		.filter = options->expression,
	};
	for (size_t i = 0; i < o->count; i++) {
		struct report_capture *c = &o->captures[i];
		c->info = source_info(o->sources[i]);
		c->bytes = c->info.bytes;
		naming_capture(&o->book->names, &c->info);
		name_links(c);
	}
	bool found = false;
	for (size_t i = 0; i < o->count; i++) {
		const struct report_capture *c = &o->captures[i];
		if (c->frames && (!found || c->first_ts < o->input.origin)) {
			o->input.origin = c->first_ts;
			found = true;
		}
	}
	/* An agent saw it before the capture did. */
	if (found && o->book->started &&
		o->book->first_ts < o->input.origin) {
		o->input.origin = o->book->first_ts;
	}
}

/* The same for the first and any other time. */
static int read_all(struct observation *o, const struct options *options,
	struct err *err)
{
	struct progress progress;
	size_t n = options->file_count;
	uint64_t key = secret();
	int rc = 0;

	o->sources = calloc(n, sizeof(struct source *));
	o->errors = calloc(n, sizeof(*o->errors));
	o->captures = calloc(n, sizeof(*o->captures));
	if (!o->sources || !o->errors || !o->captures) {
		return err_set(err, "out of memory");
	}
	if (make_book(o, options, key, err) != 0 ||
		expression_filter(options, &o->filter, err) != 0) {
		return -1;
	}
	/* Open all first: a wrong name is told before the long work. */
	for (size_t i = 0; i < n; i++) {
		if (open_source(o, options, i, err) != 0) {
			return -1;
		}
	}
	progress_start(&progress, options->quiet, o->watch);
	if (n > 1 && several_possible(options)) {
		rc = several_read(o, options, key, &progress, err);
	}
	for (size_t i = 0; i < n && rc == 0 && !o->points.count; i++) {
		progress.part = i;
		progress.parts = n;
		if (!progress.stopped) {
			read_source(o, i, options, &progress);
		}
	}
	progress.doing = "concluding";
	(void)progress_draw(&progress, MAYBE_UNKNOWN, o->frames);
	progress_end(&progress);
	if (rc != 0) {
		return -1;
	}
	conclude(o, options);
	if (o->book->joining.unknown) {
		return err_set(err,
			"--apart %.200s: there is no such call; write its "
			"number in `earshot calls`, or its Call-ID",
			o->book->joining.unknown);
	}
	if (o->rows_lost) {
		return err_set(err,
			"out of memory for the per-packet table: use --count "
			"to read fewer packets");
	}
	return 0;
}

int observe_watched(struct observation *ret, const struct options *options,
	const struct observe_listener *listener,
	const struct progress_watch *watch, struct err *err)
{
	*ret = (struct observation){.listener = *listener, .watch = watch};
	return read_all(ret, options, err);
}

int observe(
	struct observation *ret, const struct options *options, struct err *err)
{
	*ret = (struct observation){0};
	return read_all(ret, options, err);
}

bool observe_repeatable(const struct options *options)
{
	return several_possible(options);
}

int observe_again(const struct options *options,
	const struct observe_listener *listener, struct err *err)
{
	struct observation again = {.listener = *listener};
	int rc = read_all(&again, options, err);

	observe_finish(&again);
	return rc;
}

void observe_finish(struct observation *o)
{
	for (size_t i = 0; i < o->count; i++) {
		source_close(o->sources[i]);
	}
	free(o->sources);
	free(o->errors);
	free(o->captures);
	free(o->rows.rows);
	points_finish(&o->points);
	filter_destroy(o->filter);
	gather_destroy(o->gather);
	book_destroy(o->book);
	*o = (struct observation){0};
}
