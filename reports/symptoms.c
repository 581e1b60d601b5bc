/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From the complaint to the evidence. People do not report jitter, they say that
 * speech is choppy. For each complaint stand here what of this capture would
 * explain it, what speaks against it, what the capture cannot show, and the
 * figures that a technician would ask for. Nothing is concluded that the findings
 * do not say; symptoms.def only knows which of them belong to which complaint.
 */
#include "detect/detector.h"
#include "reports/found.h"
#include "reports/format.h"
#include "reports/symptom_figures.h"

/* Findings that one complaint lists; more are counted. */
#define FOR_MOST 5

struct symptom {
	const char *name, *complaint;
	/* the figures to show; NULL: none */
	void (*figures)(struct text *t, const struct symptom_page *p);
	bool signal; /* it is in the sound itself */
	const char *ids; /* see symptoms.def */
};

enum verdict_word { SHOWN, PERHAPS, NOTHING, UNTOLD };

static const char *const words[] = {
	[SHOWN] = "shown here",
	[PERHAPS] = "perhaps",
	[NOTHING] = "not shown",
	[UNTOLD] = "cannot be told",
};

static const struct symptom symptoms[] = {
#define SYMPTOM(name, complaint, figures, signal, ids)                         \
	{#name, complaint, figures, signal, ids},
#include "reports/symptoms.def"
#undef SYMPTOM
};

/* The check of the next id of @rest, which is cut; NULL: there is none such. */
static const struct check *next_check(
	const struct findings *all, struct slice *rest)
{
	struct slice id = slice_cut(rest, ' ');

	for (size_t i = 0; i < all->check_count; i++) {
		if (slice_is(id, all->checks[i].detector->id)) {
			return &all->checks[i];
		}
	}
	return NULL;
}

enum weight { NONE, RISK, CAUSE };

/* What @f is to @s. */
static enum weight weight(const struct symptom *s, const struct finding *f)
{
	struct slice rest = slice_of(s->ids);
	enum weight w = CAUSE;

	while (rest.p) {
		struct slice id = slice_cut(&rest, ' ');
		if (slice_is(id, "|")) {
			w = RISK;
		} else if (slice_is(id, f->detector->id)) {
			return w;
		}
	}
	return NONE;
}

static bool belongs(const struct symptom_page *p, const struct symptom *s,
	const struct finding *f)
{
	return weight(s, f) != NONE && report_concerns(p->input, p->only, f);
}

/* Whether what @s shows in first could be looked at at all. */
static bool looked(const struct symptom_page *p, const struct symptom *s)
{
	struct slice rest = slice_of(s->ids);
	const struct check *first = next_check(p->input->findings, &rest);

	return (first && first->judged) && (!s->signal || p->input->hearings);
}

static enum verdict_word judge(
	const struct symptom_page *p, const struct symptom *s)
{
	const struct findings *all = p->input->findings;
	enum verdict_word v = looked(p, s) ? NOTHING : UNTOLD;

	for (size_t i = 0; i < all->count; i++) {
		const struct finding *f = all->list[i];
		if (!belongs(p, s, f)) {
			continue;
		}
		if (weight(s, f) == CAUSE && f->severity >= SEVERITY_WARNING) {
			return SHOWN;
		}
		v = PERHAPS;
	}
	return v;
}

static void put_for(
	struct text *out, const struct symptom_page *p, const struct symptom *s)
{
	const struct findings *all = p->input->findings;
	unsigned shown = 0;
	unsigned n = 0;
	struct text t = {0};

	for (size_t i = 0; i < all->count; i++) {
		const struct finding *f = all->list[i];
		if (!belongs(p, s, f)) {
			continue;
		}
		n++;
		if (shown == FOR_MOST) {
			continue;
		}
		shown++;
		text_printf(&t, "%s, ", finding_severity_text(f->severity));
		found_sentence(&t, p->input, f);
		text_printf(&t, " [%s]", f->detector->id);
		format_fact(out, weight(s, f) == CAUSE ? "for" : "risk", &t,
			p->options->columns);
	}
	if (n > shown) {
		text_printf(&t, "%u more", n - shown);
		format_fact(out, "for", &t, p->options->columns);
	}
	text_finish(&t);
}

/* What was looked at and is in order; what could not be looked at. */
static void put_rest(
	struct text *out, const struct symptom_page *p, const struct symptom *s)
{
	struct slice rest = slice_of(s->ids);
	struct text against = {0};
	struct text unknown = {0};

	while (rest.p) {
		const struct check *c = next_check(p->input->findings, &rest);
		if (!c || c->found) {
			continue;
		}
		if (c->judged && c->detector->passed) {
			text_printf(&against, "%s%s (", against.n ? "; " : "",
				_(c->detector->passed));
			format_plural(
				&against, c->judged, c->detector->subject);
			text_puts(&against, ")");
		} else if (!c->judged && c->reasons[0].why) {
			text_printf(&unknown, "%s%s: %s", unknown.n ? "; " : "",
				c->detector->id, _(c->reasons[0].why));
		}
	}
	/* What passed is of the whole capture; a call has no such list. */
	if (report_all(p->input, p->only)) {
		format_fact(out, "against", &against, p->options->columns);
		format_fact(out, "unknown", &unknown, p->options->columns);
	}
	text_finish(&against);
	text_finish(&unknown);
}

static void put_symptom(
	struct text *out, const struct symptom_page *p, const struct symptom *s)
{
	static const enum format_style styles[] = {
		[SHOWN] = STYLE_BAD,
		[PERHAPS] = STYLE_ODD,
		[NOTHING] = STYLE_GOOD,
		[UNTOLD] = STYLE_PLAIN,
	};
	enum verdict_word v = judge(p, s);
	struct text t = {0};

	format_style(out, p->options->colour, STYLE_BOLD);
	text_printf(out, "%s: %s", s->name, _(s->complaint));
	format_plain(out, p->options->colour, STYLE_BOLD);
	text_puts(out, "\n");
	format_style(out, p->options->colour, styles[v]);
	format_field(out, "verdict", slice_of(words[v]), p->options->columns);
	format_plain(out, p->options->colour, styles[v]);
	put_for(out, p, s);
	if (s->figures) {
		s->figures(&t, p);
		format_fact(out, "figures", &t, p->options->columns);
	}
	put_rest(out, p, s);
	text_puts(out, "\n");
	text_finish(&t);
}

static bool wanted(const struct symptom_page *p, const struct symptom *s)
{
	return !p->options->symptom ||
	       slice_is(slice_of(p->options->symptom), s->name);
}

/* Which calls, and which complaint. */
static int begin(struct symptom_page *p, struct err *err)
{
	struct text names = {0};
	bool any = false;

	for (size_t i = 0; i < COUNT_OF(symptoms); i++) {
		any = any || wanted(p, &symptoms[i]);
		text_printf(&names, "%s%s", i ? ", " : "", symptoms[i].name);
	}
	if (!any) {
		(void)err_set(err, "no symptom '%s'; there are: %s",
			p->options->symptom, names.p ? names.p : "");
	}
	text_finish(&names);
	return any ? report_select(p->input, p->options->select, &p->only, err)
		   : -1;
}

static int write_text(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct symptom_page p = {input, options, NULL};

	if (begin(&p, err) != 0) {
		return -1;
	}
	for (size_t i = 0; i < COUNT_OF(symptoms); i++) {
		if (wanted(&p, &symptoms[i])) {
			put_symptom(out, &p, &symptoms[i]);
		}
	}
	return report_drain(out, options, err);
}

/* The ids of what found nothing: because it @judged, or could not. */
static void record_rest(struct json list, const struct symptom_page *p,
	const struct symptom *s, bool judged)
{
	struct slice rest = slice_of(s->ids);

	while (rest.p) {
		const struct check *c = next_check(p->input->findings, &rest);
		if (c && !c->found && (c->judged != 0) == judged) {
			json_word(list, NULL, c->detector->id);
		}
	}
}

static void record(struct json j, const struct symptom_page *p, const struct symptom *s)
{
	const struct findings *all = p->input->findings;
	struct text t = {0};

	json_word(j, "symptom", s->name);
	json_word(j, "complaint", s->complaint);
	json_word(j, "verdict", words[judge(p, s)]);
	struct json list = json_array(j, "for");
	for (size_t i = 0; i < all->count; i++) {
		if (belongs(p, s, all->list[i])) {
			found_record(json_object(list, NULL), p->input,
				all->list[i]);
		}
	}
	record_rest(json_array(j, "against"), p, s, true);
	record_rest(json_array(j, "unknown"), p, s, false);
	if (s->figures) {
		s->figures(&t, p);
		if (t.n) {
			json_string(j, "figures", text_slice(&t));
		}
	}
	text_finish(&t);
}

static int write_json(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err)
{
	struct symptom_page p = {input, options, NULL};
	struct json_record whole;

	if (begin(&p, err) != 0) {
		return -1;
	}
	struct json root = json_begin(&whole, out);
	struct json list = json_array(root, "symptoms");
	for (size_t i = 0; i < COUNT_OF(symptoms); i++) {
		if (wanted(&p, &symptoms[i])) {
			record(json_object(list, NULL), &p, &symptoms[i]);
		}
	}
	return json_end(&whole) != 0
		       ? err_set(err, "out of memory while writing JSON")
		       : 0;
}

const struct report report_symptoms = {
	.name = "text",
	.title = "for people",
	.findings = true,
	.write = write_text,
};

const struct report report_symptoms_json = {
	.name = "json",
	.title = "the same as one JSON object",
	.findings = true,
	.write = write_json,
};
