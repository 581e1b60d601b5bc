/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How programs are chained: a compiled filter ends in "return 0" where it does
 * not match. In all but the last that becomes a jump to the first instruction
 * of the next one. Jumps of BPF lead forward and are relative, so nothing else
 * changes.
 *
 *   plain:  ... ret 65535 | ja ---.      vlan:  ... ret 65535 | ja --. ...
 *                                 '-->                            '-->
 *
 * A negation needs care: to the plain program a tagged frame is no UDP, so "not
 * udp" would take it whatever is inside. Where an expression negates, each
 * program first makes sure that nothing further is wrapped inside.
 */
#include "capture/filter.h"

#include "capture/filter_words.h"
#include "lib/attr.h"

#include <pcap/pcap.h>

/* Link types that one run can meet; a file with more is not a real one. */
#define LINKS_MAX 32

/* EtherTypes; IEEE 802.1Q, 802.1ad, old QinQ; RFC 2516; RFC 5332. */
#define IS_TAG   "ether proto 0x8100 or ether proto 0x88a8 or ether proto 0x9100"
#define IS_PPPOE "ether proto 0x8864"
#define IS_MPLS  "ether proto 0x8847 or ether proto 0x8848"

struct program {
	uint32_t link;
	struct bpf_program code;
};

struct filter {
	char *expression;
	struct filter_words words;
	struct program programs[LINKS_MAX];
	size_t count;
};

/* What stands around the expression for each wrapping behind the tags. "not
 * mpls" comes last: it then asks whether a further label follows. */
static const struct {
	const char *before, *after;
	bool labels; /* needs "not mpls" behind when the expression negates */
} insides[] = {
	{"", "", false},
	{"pppoes and ", "", false},
	{"mpls and ", " and not mpls", true},
	{"mpls and mpls and ", "", false},
};

/* Tags; the last stands for all that have more. */
static const char *const tags[] = {"", "vlan and ", "vlan and vlan and "};

/* What a negation needs before it: that no wrapping follows, of which a tag is
 * none behind the last tags. */
static void put_bare(struct text *t, size_t tag)
{
	bool last = tag + 1 == COUNT_OF(tags);

	text_printf(t, "not (%s%s) and ", last ? "" : IS_TAG " or ",
		IS_PPPOE " or " IS_MPLS);
}

static void put_variant(
	struct text *t, const struct filter *f, size_t tag, size_t inside)
{
	bool guarded = f->words.negates;

	text_puts(t, tags[tag]);
	if (guarded && inside == 0) {
		put_bare(t, tag);
	}
	text_puts(t, insides[inside].before);
	text_printf(t, "(%s)", f->expression);
	if (guarded || !insides[inside].labels) {
		text_puts(t, insides[inside].after);
	}
}

void filter_put_wide(struct text *out, const struct filter *f)
{
	bool guarded = f->words.negates;
	size_t open = 0;

	if (f->words.own) {
		text_puts(out, f->expression);
		return;
	}
	for (size_t i = 0; i < COUNT_OF(tags); i++) {
		if (guarded) {
			text_puts(out, "(");
			put_bare(out, i);
		}
		text_printf(out, "(%s)", f->expression);
		text_puts(out, guarded ? ")" : "");
		text_puts(out, " or " IS_PPPOE " or " IS_MPLS);
		if (i + 1 < COUNT_OF(tags)) {
			text_puts(out, " or (vlan and (");
			open++;
		}
	}
	while (open--) {
		text_puts(out, "))");
	}
}

/* The DLT_ number of the LINKTYPE_ number @link: the same but for these.
 * Source: libpcap's list of link types. */
static int dlt_of(uint32_t link)
{
	switch (link) {
	case 100:
		return DLT_ATM_RFC1483;
	case 101:
		return DLT_RAW;
	case 102:
		return DLT_SLIP_BSDOS;
	case 103:
		return DLT_PPP_BSDOS;
	case 106:
		return DLT_ATM_CLIP;
	default:
		return link <= INT32_MAX ? (int)link : -1;
	}
}

/* 0 is a program; with an @err it says why not. */
static int compile(pcap_t *dead, const char *text, struct bpf_program *ret,
	struct err *err)
{
	if (pcap_compile(dead, ret, text, 1, PCAP_NETMASK_UNKNOWN) == 0) {
		return 0;
	}
	return err_set(err, "%s", pcap_geterr(dead));
}

/* Appends @more behind @all, whose failures then lead on to it. */
static int chain(struct bpf_program *all, const struct bpf_program *more)
{
	u_int n = all->bf_len + more->bf_len;
	struct bpf_insn *code = realloc(all->bf_insns, n * sizeof(*code));

	if (!code) {
		return -1;
	}
	for (u_int i = 0; i < all->bf_len; i++) {
		if (code[i].code == (BPF_RET | BPF_K) && code[i].k == 0) {
			code[i].code = BPF_JMP | BPF_JA;
			code[i].k = all->bf_len - i - 1;
		}
	}
	memcpy(code + all->bf_len, more->bf_insns,
		more->bf_len * sizeof(*code));
	all->bf_insns = code;
	all->bf_len = n;
	return 0;
}

/* One wrapping more. An expression that makes no sense in it ("ether host" in
 * PPPoE) matches nothing there, which is no failure. */
static int add_variant(struct filter *f, pcap_t *dead, struct bpf_program *all,
	size_t tag, size_t inside, struct err *err)
{
	struct bpf_program one;
	struct text text = {0};

	put_variant(&text, f, tag, inside);
	if (text.failed) {
		text_finish(&text);
		return err_set(err, "out of memory");
	}
	int rc = compile(dead, text.p, &one, NULL);
	text_finish(&text);
	if (rc != 0) {
		return 0;
	}
	rc = chain(all, &one);
	pcap_freecode(&one);
	return rc == 0 ? 0 : err_set(err, "out of memory");
}

/* All variants into @all, which is ours to free also after a failure. */
static int compile_all(struct filter *f, pcap_t *dead, struct bpf_program *all,
	struct err *err)
{
	struct bpf_program plain;
	bool wide = pcap_datalink(dead) == DLT_EN10MB && !f->words.own;
	int rc = compile(dead, f->expression, &plain, err);

	if (rc != 0) {
		return -1;
	}
	/* The plain one proves that it is an expression; guarded, it is made
	 * again with its guard. */
	if (!wide || !f->words.negates) {
		rc = chain(all, &plain) == 0 ? 0
					     : err_set(err, "out of memory");
	}
	pcap_freecode(&plain);
	for (size_t i = 0; wide && i < COUNT_OF(tags); i++) {
		for (size_t k = 0; rc == 0 && k < COUNT_OF(insides); k++) {
			if (i + k > 0 || f->words.negates) {
				rc = add_variant(f, dead, all, i, k, err);
			}
		}
	}
	return rc;
}

static struct program *program_of(
	struct filter *f, uint32_t link, struct err *err)
{
	struct bpf_program all = {0};

	for (size_t i = 0; i < f->count; i++) {
		if (f->programs[i].link == link) {
			return &f->programs[i];
		}
	}
	pcap_t *dead = pcap_open_dead(dlt_of(link), 262144);
	if (!dead || f->count == LINKS_MAX) {
		(void)err_set(err, "too many link types, or out of memory");
		if (dead) {
			pcap_close(dead);
		}
		return NULL;
	}
	int rc = compile_all(f, dead, &all, err);
	pcap_close(dead);
	if (rc != 0) {
		free(all.bf_insns);
		return NULL;
	}
	f->programs[f->count] = (struct program){link, all};
	return &f->programs[f->count++];
}

/* Ethernet knows nearly all of the language; of the rest, Linux cooked captures
 * know directions and 802.11 its own frames. What all refuse is a mistake, and
 * Ethernet's reason is given. */
static bool known_anywhere(struct filter *f, struct err *err)
{
	struct err first = {""};
	bool known = program_of(f, DLT_EN10MB, &first) ||
		     program_of(f, DLT_LINUX_SLL, err) ||
		     program_of(f, DLT_IEEE802_11_RADIO, err);

	if (!known) {
		(void)err_set(err, "%s", first.text);
	}
	return known;
}

int filter_create(struct filter **ret, const char *expression, struct err *err)
{
	struct filter_words words;
	struct filter *f = calloc(1, sizeof(*f));

	if (!f) {
		return err_set(err, "out of memory");
	}
	if (filter_words(slice_of(expression), &words, err) != 0) {
		free(f);
		return -1;
	}
	bool blank = slice_trim(slice_of(expression)).n == 0;
	f->expression = strdup(blank ? FILTER_CALLS : expression);
	f->words = words;
	if (!f->expression || !known_anywhere(f, err)) {
		if (!f->expression) {
			(void)err_set(err, "out of memory");
		}
		filter_destroy(f);
		return -1;
	}
	*ret = f;
	return 0;
}

void filter_destroy(struct filter *f)
{
	if (!f) {
		return;
	}
	for (size_t i = 0; i < f->count; i++) {
		free(f->programs[i].code.bf_insns);
	}
	free(f->expression);
	free(f);
}

int filter_match(struct filter *f, const struct frame *frame, struct err *err)
{
	struct pcap_pkthdr head = {.caplen = frame->caplen, .len = frame->len};
	const struct program *p = program_of(f, frame->link, err);

	if (!p) {
		return -1;
	}
	return pcap_offline_filter(&p->code, &head, frame->data) != 0;
}
