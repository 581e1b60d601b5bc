/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A word is a run of letters, digits and ". : - _". What may stand for itself
 * is in a sorted list; behind "port" and its like a word is a service or the
 * name of a protocol, which files of this machine know. Anything else would be
 * the name of a host or a network.
 */
#include "capture/filter_words.h"

#include "lib/attr.h"

#include <stdlib.h>

/* The language of pcap-filter(7), sorted. */
static const char *const known[] = {"aarp", "addr1", "addr2", "addr3", "addr4",
	"address1", "address2", "address3", "address4", "ah", "and", "arp",
	"atalk", "broadcast", "carp", "clnp", "csnp", "decnet", "dir",
	"direction", "dst", "esis", "esp", "ether", "fddi", "gateway", "geneve",
	"greater", "host", "icmp", "icmp6", "icmp6code", "icmp6type",
	"icmpcode", "icmptype", "ifname", "igmp", "igrp", "iih", "inbound",
	"ip", "ip6", "ipx", "isis", "iso", "l1", "l2", "lat", "len", "less",
	"link", "llc", "lsp", "mask", "moprc", "mopdl", "mpls", "multicast",
	"net", "netbeui", "not", "on", "or", "outbound", "pgm", "pim", "port",
	"portrange", "ppp", "pppoed", "pppoes", "proto", "protochain", "psnp",
	"ra", "radio", "rarp", "sca", "sctp", "slip", "snp", "src", "stp",
	"subtype", "ta", "tcp", "tcpflags", "tr", "type", "udp", "vlan", "vrrp",
	"wlan"};

/* Sorted. Words that speak of the link layer, whose bytes a wrapping moves. */
static const char *const wrappings[] = {
	"geneve", "link", "mpls", "pppoed", "pppoes", "vlan"};

/* Sorted. Behind these stands a name that no name server is asked for. */
static const char *const local[] = {"dir", "direction", "icmp6type", "icmptype",
	"ifname", "on", "port", "portrange", "proto", "protochain", "subtype",
	"type"};

static int by_word(const void *key, const void *item)
{
	const struct slice *word = key;
	const char *const *known_word = item;
	int order = strncmp(word->p, *known_word, word->n);

	return order ? order : -((*known_word)[word->n] != '\0');
}

static bool among(struct slice word, const char *const *list, size_t n)
{
	return bsearch(&word, list, n, sizeof(*list), by_word) != NULL;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool in_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '.' || c == ':' || c == '-' ||
	       c == '_';
}

/* How many of the bytes are @c, and that all others are hexadecimal. */
static bool hex_with(struct slice word, char c, size_t *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < word.n; i++) {
		n += word.p[i] == c;
		if (word.p[i] != c && !is_hex(word.p[i])) {
			return false;
		}
	}
	*ret = n;
	return true;
}

/* A number, an IPv4 or IPv6 address, a MAC address in one of four forms. */
static bool is_value(struct slice word)
{
	size_t n = 0;
	size_t digits = 0;

	for (size_t i = 0; i < word.n; i++) {
		digits += is_digit(word.p[i]) || word.p[i] == '.' ||
			  word.p[i] == ':';
	}
	if (digits == word.n && is_digit(word.p[0])) {
		return true; /* also "8:4", of udp[8:4] */
	}
	if (slice_istarts(word, "0x")) {
		return hex_with(slice_sub(word, 2, word.n), '0', &n);
	}
	if (hex_with(word, ':', &n) && n >= 2) {
		return true;
	}
	if (slice_istarts(word, "::ffff:")) {
		return true; /* a.b.c.d may follow */
	}
	return (hex_with(word, '-', &n) && n == 5) ||
	       (hex_with(word, '.', &n) && n == 2 && word.n == 14);
}

/* "icmp-echo", "tcp-syn": values of the byte of icmptype and tcpflags. */
static bool is_constant(struct slice word)
{
	return slice_istarts(word, "icmp-") || slice_istarts(word, "icmp6-") ||
	       slice_istarts(word, "tcp-");
}

/* "5060-5070" behind portrange, "sip" behind port, "\sctp" behind proto. */
static bool is_local(struct slice before)
{
	return among(before, local, COUNT_OF(local));
}

static int judge(struct filter_words *ret, struct slice before,
	struct slice word, char next, struct err *err)
{
	bool ether = slice_is(before, "ether") || slice_is(before, "link");
	bool bytes = next == '[' && slice_is(word, "ether");

	ret->own = ret->own || bytes || (ether && slice_is(word, "proto")) ||
		   (!is_local(before) &&
			   among(word, wrappings, COUNT_OF(wrappings)));
	ret->negates = ret->negates || slice_is(word, "not");
	if (is_value(word) || is_constant(word) || is_local(before) ||
		among(word, known, COUNT_OF(known))) {
		return 0;
	}
	return err_set(err,
		"'%.*s' is no word of filters and no address (names are not "
		"looked up in the network)",
		(int)(word.n < 64 ? word.n : 64), word.p);
}

int filter_words(struct slice text, struct filter_words *ret, struct err *err)
{
	struct filter_words words = {0};
	struct slice before = SLICE("");
	size_t i = 0;

	while (i < text.n) {
		size_t n = 0;
		while (i + n < text.n && in_word(text.p[i + n])) {
			n++;
		}
		if (n == 0) {
			words.negates = words.negates || text.p[i] == '!';
			i++;
			continue;
		}
		struct slice word = slice_sub(text, i, n);
		i += n;
		char next = i < text.n ? text.p[i] : '\0';
		if (judge(&words, before, word, next, err) != 0) {
			return -1;
		}
		before = word;
	}
	*ret = words;
	return 0;
}
