/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scheme, a blank, and name=value with commas between. */
#include "calls/watch_credentials.h"

#include "dissect/sip.h"

/* More parameters than any scheme has; bounds the work on a hostile one. */
#define MOST_PARAMS 24

static struct slice unquote(struct slice s)
{
	s = slice_trim(s);
	if (s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"') {
		return (struct slice){s.p + 1, s.n - 2};
	}
	return s;
}

/* The next parameter of @rest; false at the end. */
static bool next(struct slice *rest, struct slice *ret_name, struct slice *ret)
{
	if (!rest->p) {
		return false;
	}
	struct slice value = slice_trim(sip_value_next(rest));
	*ret_name = slice_trim(slice_cut(&value, '='));
	*ret = value.p ? unquote(value) : value;
	return true;
}

static struct slice scheme_of(struct slice *value)
{
	*value = slice_trim(*value);
	return slice_cut(value, ' ');
}

bool watch_credentials(const struct signal *signal, struct credentials *ret)
{
	struct slice list = signal->header[SIP_AUTHORIZATION];
	struct slice name;
	struct slice value;

	*ret = (struct credentials){0};
	if (!list.n) {
		list = signal->header[SIP_PROXY_AUTHORIZATION];
	}
	if (!list.n) {
		return false;
	}
	struct slice scheme = scheme_of(&list);
	ret->basic = slice_iis(scheme, "Basic");
	for (int i = 0; i < MOST_PARAMS && !ret->basic &&
			next(&list, &name, &value);
		i++) {
		if (slice_iis(name, "username")) {
			ret->user = value;
		} else if (slice_iis(name, "realm")) {
			ret->realm = value;
		} else if (slice_iis(name, "nonce")) {
			ret->nonce = value;
		} else if (slice_iis(name, "nc")) {
			ret->nc = value;
		} else if (slice_iis(name, "response")) {
			ret->response = value;
		}
	}
	/* Some phones send an empty response first, to be challenged. */
	return ret->basic || ret->response.n != 0;
}

void watch_credentials_wanted(const struct signal *signal, struct challenge *ret)
{
	struct slice list = signal->header[SIP_WWW_AUTHENTICATE];
	struct slice name;
	struct slice value;

	*ret = (struct challenge){0};
	if (!list.n) {
		list = signal->header[SIP_PROXY_AUTHENTICATE];
	}
	(void)scheme_of(&list);
	for (int i = 0; i < MOST_PARAMS && next(&list, &name, &value); i++) {
		if (slice_iis(name, "realm") && !ret->realm.p) {
			ret->realm = value;
		} else if (slice_iis(name, "stale")) {
			ret->stale = slice_iis(value, "true");
		}
	}
}
