/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list is a configuration file: it may be edited and given back. */
#include "app/limits.h"

#include "app/reading.h"
#include "lib/i18n.h"

int limits_show(const struct thresholds *limits)
{
	struct text t = {0};

	for (int i = 0; i < THRESHOLDS; i++) {
		const struct threshold_row *r =
			thresholds_row((enum threshold)i);
		text_printf(&t, "# %s", _(r->title));
		text_printf(&t, " (%s%s%g to %g; default %g)\n",
			*r->unit ? r->unit : "", *r->unit ? "; " : "",
			r->least, r->most, r->value);
		text_printf(&t, "%s = %g\n", r->key, limits->v[i]);
	}
	for (unsigned i = 0; i < limits->host_count; i++) {
		const struct threshold_host *one = &limits->hosts[i];
		text_printf(&t, "%s.", thresholds_row(one->threshold)->key);
		text_clean(&t, one->name);
		text_printf(&t, " = %g\n", one->v);
	}
	for (int i = 0; i < WORDS_COUNT; i++) {
		const struct words_row *r = thresholds_words((enum words)i);
		text_printf(&t, "# %s\n%s = ", _(r->title), r->key);
		text_clean(&t, limits->words[i]);
		text_puts(&t, "\n");
	}
	return reading_show(&t);
}
