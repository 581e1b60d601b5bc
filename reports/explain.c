/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything it tells stands beside the detector. */
#include "reports/explain.h"

#include "detect/detector.h"
#include "reports/format.h"

static void put_list(struct text *t, const char *key, const char *lines,
	size_t columns)
{
	struct slice rest = slice_of(_(lines));

	for (unsigned i = 1; rest.p; i++) {
		struct text line = {0};
		text_printf(&line, "%u. ", i);
		text_put(&line, slice_cut(&rest, '\n'));
		format_field(t, i == 1 ? key : "", text_slice(&line), columns);
		text_finish(&line);
	}
}

void explain_page(struct text *t, const struct detector *d, size_t columns)
{
	text_printf(t, "%s (%s): %s\n\n", d->id, finding_severity_text(d->severity),
		_(d->title));
	format_field(t, "means", slice_of(_(d->page.meaning)), columns);
	text_puts(t, "\n");
	format_field(t, "shows as", slice_of(_(d->page.wire)), columns);
	text_puts(t, "\n");
	put_list(t, "causes", d->page.causes, columns);
	text_puts(t, "\n");
	put_list(t, "do", d->page.remedy, columns);
	text_puts(t, "\n");
	format_field(t, "standard", slice_of(_(d->page.standard)), columns);
}

void explain_list(struct text *t)
{
	const struct detector *d;

	for (size_t i = 0; (d = detector_at(i)); i++) {
		text_printf(t, "%-21s %-9s %s\n", d->id,
			finding_severity_text(d->severity), _(d->title));
	}
}
