/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The same words and numbers as in the reports, since they come from the same
 * functions. What only the end of the capture tells is shown as an ellipsis until
 * then: it is pending, not unknown.
 */
#include "ui/calls_cells.h"

#include "calls/path.h"
#include "detect/detector.h"
#include "reports/facts.h"
#include "reports/format.h"
#include "reports/way.h"

#include <inttypes.h>

#define PENDING "\xe2\x80\xa6"

static const struct table_column columns[CALLS_COLUMNS] = {
	[CALLS_INDEX] = {"index", "Idx", 4, 6, 1, true},
	[CALLS_DATE] = {"date", "Date", 10, 0, 8, false},
	[CALLS_TIME] = {"time", "Time", 12, 0, 6, false},
	[CALLS_FROM] = {"sipfrom", "From", 12, 40, 0, false},
	[CALLS_FROM_USER] = {"sipfromuser", "From", 10, 30, 0, false},
	[CALLS_TO] = {"sipto", "To", 12, 40, 0, false},
	[CALLS_TO_USER] = {"siptouser", "To", 10, 30, 0, false},
	[CALLS_SRC] = {"src", "Source", 19, 24, 7, false},
	[CALLS_DST] = {"dst", "Destination", 19, 24, 7, false},
	[CALLS_CALL_ID] = {"callid", "Call-ID", 16, 60, 8, false},
	[CALLS_METHOD] = {"method", "Method", 6, 8, 8, false},
	[CALLS_TRANSPORT] = {"transport", "Tr", 4, 0, 8, false},
	[CALLS_MESSAGES] = {"msgcnt", "Msgs", 5, 0, 4, true},
	[CALLS_STATE] = {"state", "State", 11, 0, 1, false},
	[CALLS_TALK] = {"convdur", "Talk s", 8, 0, 3, true},
	[CALLS_TOTAL] = {"totaldur", "Total s", 8, 0, 8, true},
	[CALLS_CODEC] = {"codec", "Codec", 6, 9, 2, false},
	[CALLS_PATH] = {"path", "Media", 8, 0, 4, false},
	[CALLS_MOS] = {"mos", "MOS", 5, 0, 1, true},
	[CALLS_LOSS] = {"loss", "Loss %", 6, 0, 2, true},
	[CALLS_FINDING] = {"finding", "Worst finding", 12, 32, 2, false},
	[CALLS_REASON] = {"reason", "Reason", 10, 30, 8, false},
};

const struct table_column *calls_list_columns(void)
{
	return columns;
}

static struct maybe loss_of(const struct call *call)
{
	struct maybe most = MAYBE_UNKNOWN;

	for (const struct stream *s = call->streams; s; s = s->next_in_call) {
		struct maybe lost = stream_lost_pct(s);
		if (lost.known && (!most.known || lost.v > most.v)) {
			most = lost;
		}
	}
	return most;
}

static const struct finding *worst_of(
	const struct scene *scene, const struct call *call)
{
	return scene->finished && scene->input->findings
		       ? findings_worst(scene->input->findings, call)
		       : NULL;
}

static struct slice either(struct slice first, struct slice second)
{
	return first.n ? first : second;
}

static bool key_text(const struct call *call, enum calls_column column,
	struct slice *ret)
{
	switch ((int)column) {
	case CALLS_FROM:
		*ret = call->from_uri;
		return true;
	case CALLS_FROM_USER:
		*ret = either(call->from_user, call->from_uri);
		return true;
	case CALLS_TO:
		*ret = call->to_uri;
		return true;
	case CALLS_TO_USER:
		*ret = either(call->to_user, call->to_uri);
		return true;
	case CALLS_CALL_ID:
		*ret = call->call_id;
		return true;
	case CALLS_CODEC:
		*ret = facts_codec(call);
		return true;
	case CALLS_REASON:
		*ret = call->reason;
		return true;
	case CALLS_SRC:
		*ret = call->hop_count
			       ? (struct slice){(const char *)&call->hops->from,
					 sizeof(struct endpoint)}
			       : SLICE("");
		return true;
	case CALLS_DST:
		*ret = call->hop_count
			       ? (struct slice){(const char *)&call->hops->to,
					 sizeof(struct endpoint)}
			       : SLICE("");
		return true;
	default:
		return false;
	}
}

static double number_of(struct maybe m)
{
	return m.known ? m.v : -1;
}

bool calls_cells_key(const struct scene *scene, const struct call *call,
	enum calls_column column, double *ret_number, struct slice *ret_text)
{
	const struct stream *worst;
	const struct finding *finding;

	if (key_text(call, column, ret_text)) {
		ret_text->p = ret_text->p ? ret_text->p : "";
		return true;
	}
	*ret_number = (double)call->first_ts;
	switch ((int)column) {
	case CALLS_TRANSPORT:
		*ret_number = (double)call->transport;
		break;
	case CALLS_MESSAGES:
		*ret_number = call->message_count;
		break;
	case CALLS_STATE:
		*ret_number = (double)call->state;
		break;
	case CALLS_TALK:
		*ret_number = number_of(call->duration_s);
		break;
	case CALLS_TOTAL:
		*ret_number = (double)(call->last_ts - call->first_ts);
		break;
	case CALLS_MOS:
		worst = facts_worst(call);
		*ret_number = worst ? worst->quality.mos.v : 6;
		break;
	case CALLS_LOSS:
		*ret_number = number_of(loss_of(call));
		break;
	case CALLS_FINDING:
		finding = worst_of(scene, call);
		*ret_number = finding ? (double)finding->severity : -1;
		break;
	default:
		break;
	}
	return false;
}

static void put_clock(struct text *t, ns_t ts, bool date)
{
	struct text utc = {0};

	format_utc(&utc, ts, false);
	/* 2024-05-03 09:12:44.123456 UTC */
	text_put(t, date ? slice_sub(text_slice(&utc), 0, 10)
			 : slice_sub(text_slice(&utc), 11, 12));
	text_finish(&utc);
}

static void put_host(struct text *t, const struct look *look,
	const struct call *call, bool to)
{
	const struct calls_state *s = look->state;
	char at[ENDPOINT_TEXT];

	if (!call->hop_count) {
		return;
	}
	const struct endpoint *e =
		to ? &call->hops[call->hop_count - 1].to : &call->hops->from;
	const struct name *name =
		s->numeric ? NULL
			   : names_find(&look->scene->input->book->names, e);
	if (name) {
		text_put(t, names_slice(name));
	} else {
		text_puts(t, endpoint_text(e, at));
	}
}

static enum ink state_ink(enum call_state state)
{
	switch (state) {
	case CALL_COMPLETED:
	case CALL_ESTABLISHED:
		return INK_GOOD;
	case CALL_REJECTED:
	case CALL_FAILED:
		return INK_BAD;
	case CALL_INCOMPLETE:
	case CALL_UNANSWERED:
		return INK_ODD;
	case CALL_RINGING:
	case CALL_CANCELLED:
	case CALL_BUSY:
	case CALL_REDIRECTED:
		return INK_PLAIN;
	}
	return INK_PLAIN;
}

/* What is said of a MOS on the scale of G.107: 4.03 satisfies, 3.60 does some. */
static enum ink mos_ink(double mos)
{
	return mos >= 4.03 ? INK_GOOD : mos >= 3.6 ? INK_ODD : INK_BAD;
}

static enum ink put_quality(struct text *t, const struct look *look,
	const struct call *call, enum calls_column column)
{
	const struct scene *scene = look->scene;
	const struct stream *worst;
	const struct finding *finding;
	struct path path;
	struct maybe loss;

	if (column == CALLS_LOSS) {
		loss = loss_of(call);
		if (loss.known) {
			text_printf(t, "%.2f", loss.v);
		}
		return loss.known && loss.v >= 1 ? INK_BAD : INK_PLAIN;
	}
	if (!scene->finished) {
		text_puts(t, PENDING);
		return INK_DIM;
	}
	switch ((int)column) {
	case CALLS_PATH:
		path_of(scene->input->book, call, &path);
		text_puts(t, way_word(path.kind));
		return INK_PLAIN;
	case CALLS_MOS:
		worst = facts_worst(call);
		if (!worst) {
			text_puts(t, "-");
			return INK_DIM;
		}
		text_printf(t, "%.2f%s", worst->quality.mos.v,
			quality_mark(&worst->quality));
		return mos_ink(worst->quality.mos.v);
	default:
		finding = worst_of(scene, call);
		text_puts(t, finding ? finding->detector->id : "");
		return !finding ? INK_PLAIN
		       : finding->severity >= SEVERITY_ERROR ? INK_BAD
		       : finding->severity == SEVERITY_WARNING ? INK_ODD
							       : INK_DIM;
	}
}

/* The text of one cell into @t. Returns its ink. */
static enum ink put_cell(struct text *t, const struct look *look,
	const struct call *call, uint32_t index, enum calls_column column)
{
	struct slice text;

	switch (column) {
	case CALLS_INDEX:
		text_printf(t, "%" PRIu32,
			look->scene->finished ? call->id : index + 1);
		return INK_PLAIN;
	case CALLS_DATE:
	case CALLS_TIME:
		put_clock(t, call->first_ts, column == CALLS_DATE);
		return INK_PLAIN;
	case CALLS_FROM:
	case CALLS_FROM_USER:
	case CALLS_TO:
	case CALLS_TO_USER:
	case CALLS_CALL_ID:
	case CALLS_CODEC:
	case CALLS_REASON:
		(void)key_text(call, column, &text);
		text_put(t, text);
		return INK_PLAIN;
	case CALLS_SRC:
	case CALLS_DST:
		put_host(t, look, call, column == CALLS_DST);
		return INK_PLAIN;
	case CALLS_METHOD:
		text_puts(t, "INVITE");
		return INK_PLAIN;
	case CALLS_TRANSPORT:
		text_puts(t, packet_transport_text(call->transport));
		return INK_PLAIN;
	case CALLS_MESSAGES:
		text_printf(t, "%" PRIu32, call->message_count);
		return INK_PLAIN;
	case CALLS_STATE:
		text_puts(t, call_state_text(call->state));
		return state_ink(call->state);
	case CALLS_TALK:
		if (call->duration_s.known) {
			text_printf(t, "%s%.1f", facts_open(call) ? ">" : "",
				call->duration_s.v);
		}
		return INK_PLAIN;
	case CALLS_TOTAL:
		text_printf(t, "%.1f",
			(double)(call->last_ts - call->first_ts) / 1e9);
		return INK_PLAIN;
	case CALLS_PATH:
	case CALLS_MOS:
	case CALLS_LOSS:
	case CALLS_FINDING:
		return put_quality(t, look, call, column);
	case CALLS_COLUMNS:
		break;
	}
	return INK_PLAIN;
}

void calls_cells_row(struct look *look, const struct call *call, uint32_t index,
	uint32_t wanted, struct table_row *row)
{
	struct call now;
	struct text t = {0};

	if (!look->scene->finished) {
		now = *call;
		call_conclude(&now, look->scene->input->book->last_ts);
		call = &now;
	}
	for (unsigned i = 0; i < CALLS_COLUMNS; i++) {
		if (!(wanted >> i & 1)) {
			continue;
		}
		text_clear(&t);
		row->cells[i].ink = (uint8_t)put_cell(
			&t, look, call, index, (enum calls_column)i);
		row->cells[i].text =
			arena_copy(&look->view->arena, text_slice(&t));
	}
	text_finish(&t);
}
