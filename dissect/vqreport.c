/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lines of "Name:" and pairs of "KEY=value". Which of the two sides a line is
 * about is said by the last "LocalMetrics:" or "RemoteMetrics:" before it;
 * lines that name the session may stand anywhere, as real telephones write.
 */
#include "dissect/vqreport.h"

#include "dissect/lines.h"
#include "dissect/number.h"

static const struct {
	const char *line, *key, *json;
	double most;
} FIELDS[VQ_FIELDS] = {
#define VQ_FIELD(symbol, l, k, j, limit) {l, k, j, limit},
#include "dissect/vqfields.def"
#undef VQ_FIELD
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The next "KEY=value" of @rest; false at the end. A blank may follow "=". */
static bool next_pair(struct slice *rest, struct slice *key, struct slice *value)
{
	*rest = slice_trim(*rest);
	if (!rest->n) {
		return false;
	}
	*key = slice_trim(slice_cut(rest, '='));
	*rest = rest->p ? slice_trim(*rest) : (struct slice){"", 0};
	size_t n = 0;
	while (n < rest->n && !is_blank(rest->p[n])) {
		n++;
	}
	*value = slice_sub(*rest, 0, n);
	*rest = slice_sub(*rest, n, rest->n);
	return true;
}

static void take_figures(
	struct slice name, struct slice rest, struct vqreport_side *side)
{
	struct slice key, value;

	side->present = true;
	while (next_pair(&rest, &key, &value)) {
		for (size_t i = 0; i < VQ_FIELDS; i++) {
			if (!slice_iis(key, FIELDS[i].key) ||
				!slice_iis(name, FIELDS[i].line)) {
				continue;
			}
			struct maybe v = number_read(value);
			bool fits = v.known && v.v <= FIELDS[i].most &&
				    v.v >= -FIELDS[i].most;
			side->value[i] = fits ? v : MAYBE_UNKNOWN;
			break;
		}
	}
}

static bool read_hex(struct slice s, uint32_t *ret)
{
	uint32_t v = 0;

	if (slice_istarts(s, "0x")) {
		s = slice_sub(s, 2, s.n);
	}
	if (s.n == 0 || s.n > 8) {
		return false;
	}
	for (size_t i = 0; i < s.n; i++) {
		int digit = slice_hex(s.p[i]);
		if (digit < 0) {
			return false;
		}
		v = v << 4 | (uint32_t)digit;
	}
	*ret = v;
	return true;
}

static void take_end(struct slice rest, struct vqreport_end *ret)
{
	struct slice key, value;
	uint64_t port = 0;

	while (next_pair(&rest, &key, &value)) {
		if (slice_iis(key, "IP")) {
			ret->has_at = addr_parse(value, &ret->at.ip);
		} else if (slice_iis(key, "PORT") &&
			   slice_u64(value, 65535, &port)) {
			ret->at.port = (uint16_t)port;
		} else if (slice_iis(key, "SSRC")) {
			ret->has_ssrc = read_hex(value, &ret->ssrc);
		}
	}
}

static bool take_session(
	struct slice name, struct slice value, struct vqreport *ret)
{
	if (slice_iis(name, "CallID")) {
		ret->call_id = value;
	} else if (slice_iis(name, "DialogID")) {
		/* RFC 6035: "callid;to-tag=..;from-tag=.." */
		struct slice id = slice_trim(slice_cut(&value, ';'));
		ret->call_id = ret->call_id.n ? ret->call_id : id;
	} else if (slice_iis(name, "LocalID")) {
		ret->local_id = value;
	} else if (slice_iis(name, "RemoteID")) {
		ret->remote_id = value;
	} else if (slice_iis(name, "LocalAddr")) {
		take_end(value, &ret->local);
	} else if (slice_iis(name, "RemoteAddr")) {
		take_end(value, &ret->remote);
	} else {
		return false;
	}
	return true;
}

static bool is_figures(struct slice name)
{
	for (size_t i = 0; i < VQ_FIELDS; i++) {
		if (slice_iis(name, FIELDS[i].line)) {
			return true;
		}
	}
	return false;
}

static void take_line(
	struct slice line, struct vqreport *ret, struct vqreport_side **side)
{
	struct slice value = line;
	struct slice name = slice_trim(slice_cut(&value, ':'));

	value = value.p ? slice_trim(value) : value;
	if (!value.p) {
		ret->unknown_lines++;
	} else if (slice_iis(name, "LocalMetrics")) {
		*side = &ret->heard;
	} else if (slice_iis(name, "RemoteMetrics")) {
		*side = &ret->told;
	} else if (is_figures(name)) {
		take_figures(name, value, *side);
	} else if (!take_session(name, value, ret)) {
		ret->unknown_lines++;
	}
}

static bool first_line(struct slice line, enum vqreport_kind *ret)
{
	static const char *const names[] = {
		[VQREPORT_SESSION] = "VQSessionReport",
		[VQREPORT_INTERVAL] = "VQIntervalReport",
		[VQREPORT_ALERT] = "VQAlertReport",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (slice_istarts(line, names[i])) {
			*ret = (enum vqreport_kind)i;
			return true;
		}
	}
	return false;
}

enum verdict vqreport_parse(struct slice text, struct vqreport *ret)
{
	struct vqreport r = {.kind = VQREPORT_SESSION};
	struct vqreport_side *side = &r.heard;
	struct slice line = {NULL, 0};

	if (!text.n) {
		return V_NOT_MINE;
	}
	struct lines l = lines_of(text);
	if (!lines_next(&l, &line) || !first_line(line, &r.kind)) {
		return V_NOT_MINE;
	}
	while (lines_next(&l, &line)) {
		line = slice_trim(line);
		if (line.n) {
			take_line(line, &r, &side);
		}
	}
	*ret = r;
	return V_OK;
}

const char *vqreport_json_key(enum vqreport_field field)
{
	return FIELDS[field].json;
}
