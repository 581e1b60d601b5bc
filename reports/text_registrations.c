/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The section of registrations: the last word on each, and how it came there.
 */
#include "reports/text_registrations.h"

#include "calls/call.h"
#include "calls/dial_code.h"
#include "reports/format.h"

#define LIST_MOST 50
/* Changes within an hour from which on a registration is said to flap. */
#define FLAPPING 4

/* Two or more events tell more than the state does. */
static void put_history(struct text *out, const struct report_input *input,
	const struct registration *r)
{
	for (uint16_t i = 0; i < r->event_count && r->event_count > 1; i++) {
		const struct registration_event *e = &r->events[i];
		text_puts(out, "    ");
		format_relative(out, e->ts, input->origin, false);
		text_printf(out, "  %s", registration_what_text(e->what));
		if (e->status) {
			text_printf(out, " %u ", e->status);
			text_clean(out, e->reason);
		}
		if (e->count > 1) {
			text_printf(out, ", %u times to ", (unsigned)e->count);
			format_relative(out, e->last_ts, input->origin, false);
		}
		text_puts(out, "\n");
	}
}

/* What a trunk's page in a PBX shows: sent, accepted, and for how long yet. */
static void put_last(struct text *out, const struct report_input *input,
	const struct registration *r)
{
	struct maybe left = registration_left_s(r, input->book->last_ts);
	struct maybe delay = registration_rrd_ms(r);

	if (!r->requests) {
		return;
	}
	text_puts(out, "    last asked at ");
	format_relative(out, r->request_ts, input->origin, false);
	if (!r->answered) {
		text_puts(out, ", no answer seen");
	} else if (r->status < 300 && delay.known) {
		text_puts(out, ", accepted after ");
		format_ms(out, delay);
	}
	if (left.known) {
		text_puts(out, ", ");
		format_maybe(out, left, 0, "s left at the end");
	}
	text_puts(out, "\n");
}

static void put_registration(struct text *out, const struct report_input *input,
	const struct report_options *options, const struct registration *r)
{
	bool bad = r->state == REGISTRATION_FAILED;
	enum format_style style = bad ? STYLE_BAD : STYLE_PLAIN;

	text_puts(out, "  ");
	format_cell(out, r->aor, 34, false);
	text_puts(out, " ");
	format_style(out, options->colour, style);
	text_puts(out, registration_state_text(r->state));
	format_plain(out, options->colour, style);
	if (r->state == REGISTRATION_FAILED && r->status) {
		text_printf(out, " %u", r->status);
	}
	if (r->state == REGISTRATION_REGISTERED) {
		text_puts(out, " expires ");
		format_maybe(out, r->expires_s, 0, "s");
	}
	if (r->failures) {
		text_printf(out, ", %u failed", (unsigned)r->failures);
	}
	if (r->unanswered) {
		text_printf(out, ", %u not answered", (unsigned)r->unanswered);
	}
	if (r->flaps >= FLAPPING) {
		text_printf(out, ", flapping: %u changes in an hour",
			(unsigned)r->flaps);
	}
	text_puts(out, "\n    ");
	format_endpoint(out, options->names, &r->src);
	text_puts(out, " \xe2\x86\x92 ");
	format_endpoint(out, options->names, &r->registrar);
	text_puts(out, "\n");
	if (r->user_agent.n) {
		struct text agent = {0};
		text_clean(&agent, r->user_agent);
		text_puts(out, "    ");
		text_put(out,
			text_fit(text_slice(&agent), options->columns - 4));
		text_puts(out, "\n");
		text_finish(&agent);
	}
	put_last(out, input, r);
	if (r->took_device) {
		text_puts(out, "    the device was ");
		text_clean(out, r->took_device->aor);
		text_puts(out, " before\n");
	}
	if (r->took_extension) {
		text_puts(out, "    the extension was at ");
		format_endpoint(out, options->names, &r->took_extension->src);
		text_puts(out, " before\n");
	}
	const struct dial_code *code =
		r->code ? dial_code_of(r->code->to_user) : NULL;
	if (code) {
		text_printf(out, "    asked for by call %u, dial code %s\n",
			(unsigned)r->code->id, code->prefix);
	}
	put_history(out, input, r);
}

void text_registrations_put(struct text *out, const struct report_input *input,
	const struct report_options *options)
{
	const struct registration *r = input->book->registrations;
	size_t shown = 0;

	if (!r || options->calls_only) {
		return;
	}
	format_heading(out, options->colour, "Registrations");
	for (; r && shown < LIST_MOST; r = r->next, shown++) {
		put_registration(out, input, options, r);
	}
	if (r) {
		text_printf(out, "  and %zu more\n",
			input->book->registration_count - shown);
	}
	text_puts(out, "\n");
}
