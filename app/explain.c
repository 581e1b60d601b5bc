/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * earshot explain: the page of a finding. It reads no capture; everything it
 * tells stands beside the detector.
 */
#include "app/command.h"
#include "app/reading.h"
#include "detect/detector.h"
#include "reports/format.h"

#define COLUMNS 80

static void put_list(struct text *t, const char *key, const char *lines)
{
	struct slice rest = slice_of(_(lines));

	for (unsigned i = 1; rest.p; i++) {
		struct text line = {0};
		text_printf(&line, "%u. ", i);
		text_put(&line, slice_cut(&rest, '\n'));
		format_field(t, i == 1 ? key : "", text_slice(&line), COLUMNS);
		text_finish(&line);
	}
}

static void put_page(struct text *t, const struct detector *d)
{
	text_printf(t, "%s (%s): %s\n\n", d->id, finding_severity_text(d->severity),
		_(d->title));
	format_field(t, "means", slice_of(_(d->page.meaning)), COLUMNS);
	text_puts(t, "\n");
	format_field(t, "shows as", slice_of(_(d->page.wire)), COLUMNS);
	text_puts(t, "\n");
	put_list(t, "causes", d->page.causes);
	text_puts(t, "\n");
	put_list(t, "do", d->page.remedy);
	text_puts(t, "\n");
	format_field(t, "standard", slice_of(_(d->page.standard)), COLUMNS);
}

static void put_all(struct text *t)
{
	const struct detector *d;

	for (size_t i = 0; (d = detector_at(i)); i++) {
		text_printf(t, "%-21s %-9s %s\n", d->id,
			finding_severity_text(d->severity), _(d->title));
	}
}

static const char help[] =
	"Usage: earshot explain [ID]\n\n"
	"Tells what a finding means, how it shows in the packets, what causes "
	"it, what to\ndo about it, and which standard says so. Without an ID "
	"it lists all of them.\n\n"
	"Options:\n"
	"  -h, --help            this text\n\n"
	"Examples:\n"
	"  earshot explain\n"
	"  earshot explain media-one-way\n\n"
	"Exit status: 0 done; 1 failed; 2 wrong usage.\n";

int explain_main(int argc, char **argv)
{
	struct slice id = slice_of(argc > 1 ? argv[1] : NULL);
	const struct detector *d = detector_by_id(id);
	struct text t = {0};

	if (argc == 2 && (slice_is(id, "-h") || slice_is(id, "--help"))) {
		text_puts(&t, help);
	} else if (argc == 1) {
		put_all(&t);
	} else if (argc == 2 && d) {
		put_page(&t, d);
	} else {
		reading_complain("explain",
			argc > 2 ? "one finding at a time"
				 : "no such finding; `earshot explain` lists "
				   "them");
		return COMMAND_USAGE;
	}
	return reading_show(&t);
}
