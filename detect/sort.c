/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The order in which to fix things: the severity, then what is suffered from
 * before what may be one day, then how many calls and hosts a thing harms, then
 * when it began. The frame decides between equals, so that
 * two runs give the same order.
 */
#include "detect/detect.h"

#include <stdlib.h>

static int cmp_u64(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static int compare(const void *left, const void *right)
{
	const struct finding *a = *(const struct finding *const *)left;
	const struct finding *b = *(const struct finding *const *)right;
	int c = cmp_u64(b->severity, a->severity);

	c = c ? c : a->detector->latent - b->detector->latent;
	c = c ? c : cmp_u64(b->call_count + b->host_count,
			  a->call_count + a->host_count);
	c = c ? c : (a->first_ts > b->first_ts) - (a->first_ts < b->first_ts);
	c = c ? c : cmp_u64(a->frames[0].frame, b->frames[0].frame);
	/* Detectors have an order, and so have the findings of each. */
	c = c ? c : cmp_u64(a->index, b->index);
	return c;
}

/* Those of a call stand in its list the other way round than they came. */
static void sort_of_call(struct findings *findings)
{
	for (size_t i = 0; i < findings->call_count; i++) {
		findings->of_call[i] = NULL;
	}
	for (size_t i = findings->count; i-- > 0;) {
		struct finding_call *at = findings->list[i]->calls;
		for (; at; at = at->next) {
			struct finding_call **head =
				&findings->of_call[at->call->id - 1];
			at->next_of_call = *head;
			*head = at;
		}
	}
}

int detect_sort(struct findings *findings)
{
	size_t n = 0;

	for (size_t i = 0; i < findings->check_count; i++) {
		n += findings->checks[i].finding_count;
	}
	findings->list = calloc(n + 1, sizeof(struct finding *));
	if (!findings->list) {
		return -1;
	}
	for (size_t i = 0; i < findings->check_count; i++) {
		for (struct finding *f = findings->checks[i].findings; f;
			f = f->next) {
			f->index = (uint32_t)findings->count;
			findings->list[findings->count++] = f;
			findings->by_severity[f->severity]++;
		}
	}
	qsort(findings->list, findings->count, sizeof(struct finding *),
		compare);
	for (size_t i = 0; i < findings->count; i++) {
		findings->list[i]->index = (uint32_t)i;
	}
	sort_of_call(findings);
	return 0;
}
