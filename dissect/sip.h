/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The SIP parser: one pass, zero copy, no allocation, no regular expression. */
#ifndef EARSHOT_DISSECT_SIP_H
#define EARSHOT_DISSECT_SIP_H

#include "dissect/signal.h"
#include "lib/cursor.h"
#include "lib/verdict.h"

/**
 * sip_probe - true when the bytes begin like a SIP message: a method token, a
 * blank and a URI, or "SIP/2.0 ". Cheap: looks at the first line only.
 */
bool sip_probe(struct slice bytes);

/**
 * sip_parse - read one SIP message.
 * @c: the bytes of a datagram (or of a framed stream); leading CRLF is stepped
 *     over; stands after the message on V_OK and V_MALFORMED, of a datagram at
 *     its end (RFC 3261 clause 18.3: bytes after the body are discarded); at
 *     the start of the message on V_TRUNCATED; after nothing but CRLF at its end
 * @datagram: the bytes are one UDP datagram: without Content-Length the body
 *     reaches to its end, and a body shorter than Content-Length is a fault.
 *     On a stream a missing Content-Length counts as 0 and is a fault
 * @ret: filled on V_OK; on V_MALFORMED as far as it was understood
 *
 * Returns V_OK also for messages with faults that leave call, dialog and
 * transaction readable (see ret->faults); V_MALFORMED when one of these cannot
 * be read; V_NOT_MINE when it is no SIP; V_TRUNCATED on a stream whose message
 * is not complete yet. Allocates: no.
 * Source: RFC 3261 clause 7, 18.3, 19.1, 20, 25; RFC 4475; RFC 5621 (bodies).
 */
enum verdict sip_parse(struct cursor *c, bool datagram, struct signal *ret);

/**
 * sip_param - the value of a parameter in a ";name=value;..." list.
 * @list: text after the first ';' (or with it)
 * @name: compared without case
 * Returns the value without quotes; present and empty for a parameter without
 * value; absent when it is not there. Source: RFC 3261 clause 25, generic-param.
 */
struct slice sip_param(struct slice list, const char *name);

/**
 * sip_address_parse - read a name-addr or addr-spec with its parameters.
 * @text: one value, no list; @ret: filled on V_OK; on V_MALFORMED as far as it
 *     was understood (likewise for sip_uri_parse)
 * Source: RFC 3261 clause 20.10, 25.1.
 */
enum verdict sip_address_parse(struct slice text, struct sip_address *ret);

/**
 * sip_uri_parse - take the URI @text apart into @ret.
 * Source: RFC 3261 clause 19.1, RFC 3966.
 */
enum verdict sip_uri_parse(struct slice text, struct sip_uri *ret);

/**
 * sip_value_next - cut the next value off a comma-separated header value.
 * @rest: in: the list; out: what follows, absent at the end
 * Commas inside quotes and angle brackets do not separate.
 */
struct slice sip_value_next(struct slice *rest);

#endif
