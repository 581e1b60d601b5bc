/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a signalling message says, in the words of SIP (RFC 3261). Other call
 * protocols translate to these words, so calls/ knows one vocabulary.
 *
 * Nothing is copied: slices point into the message. A header value is given as
 * it stands between the colon and the end of its last folded line, trimmed; a
 * line break inside it (folding) counts as one blank.
 */
#ifndef EARSHOT_DISSECT_SIGNAL_H
#define EARSHOT_DISSECT_SIGNAL_H

#include "lib/endpoint.h"
#include "lib/maybe.h"

enum sip_header {
#define SIP_HEADER(symbol, name, compact) SIP_##symbol,
#include "dissect/sip_headers.def"
#undef SIP_HEADER
	SIP_HEADERS
};

enum sip_method {
	METHOD_ACK,
	METHOD_BYE,
	METHOD_CANCEL,
	METHOD_INFO,
	METHOD_INVITE,
	METHOD_MESSAGE,
	METHOD_NOTIFY,
	METHOD_OPTIONS,
	METHOD_PRACK,
	METHOD_PUBLISH,
	METHOD_REFER,
	METHOD_REGISTER,
	METHOD_SUBSCRIBE,
	METHOD_UPDATE,
	METHOD_OTHER, /* any other token: see method_text */
};

/* A URI, taken apart (RFC 3261 clause 19.1, RFC 3966). Absent parts are absent. */
struct sip_uri {
	struct slice text;   /* the whole URI */
	struct slice scheme; /* "sip", "sips", "tel", ... */
	struct slice user;   /* as written: escapes are kept; tel: the number */
	struct slice host;   /* brackets of an IPv6 reference are kept */
	uint16_t port;	     /* 0: not stated */
	struct slice params; /* after the first ';' of the host part */
	struct slice headers; /* after '?' */
};

/* One value of From, To, Contact and their kin. */
struct sip_address {
	struct slice display; /* without the quotes; backslashes kept */
	struct sip_uri uri;
	struct slice params;  /* header parameters, after the closing '>' */
	struct slice tag;     /* From, To */
	bool star;	      /* Contact: * */
};

struct sip_via {
	struct slice transport; /* "UDP", "TCP", "TLS", "WSS" */
	struct slice host;
	uint16_t port;		/* 0: not stated */
	struct slice branch, received;
	struct slice rport;	/* present and empty when asked for, not filled */
};

/* What is wrong with a message; bits of signal.faults. RFC 4475 names them. */
#define SIP_BAD_START_LINE     (1U << 0)
#define SIP_BAD_VERSION	       (1U << 1) /* not SIP/2.0 */
#define SIP_MISSING_HEADER     (1U << 2) /* Via, From, To, Call-ID or CSeq */
#define SIP_BAD_HEADER	       (1U << 3) /* a header line without colon or name */
#define SIP_BAD_VALUE	       (1U << 4) /* a known header that breaks its grammar */
#define SIP_DUPLICATE_HEADER   (1U << 5) /* a header that may stand only once */
#define SIP_BAD_LENGTH	       (1U << 6) /* Content-Length no number or too large */
#define SIP_BODY_SHORT	       (1U << 7) /* fewer bytes than Content-Length says */
#define SIP_CSEQ_MISMATCH      (1U << 8) /* CSeq method is not the request's */
#define SIP_BAD_STATUS	       (1U << 9) /* not 100..699 */
#define SIP_BAD_URI	       (1U << 10)
#define SIP_NUMBER_RANGE       (1U << 11) /* a number outside its range */
#define SIP_UNTERMINATED       (1U << 12) /* quote or bracket never closed */
#define SIP_NO_HEADER_END      (1U << 13) /* no empty line after the headers */
#define SIP_BAD_MULTIPART      (1U << 14)
#define SIP_TRAILING_BYTES     (1U << 15) /* UDP: bytes after the body */
#define SIP_BARE_NEWLINE       (1U << 16) /* LF or CR alone ends a line */

/* Extension header fields kept: those that begin with "X-", "P-" or "RTP" and
 * that are not in the list. */
#define SIGNAL_EXTENSIONS 12
/* Contact lines after the first that are kept. */
#define SIGNAL_CONTACTS 8

struct signal_extension {
	struct slice name, value;
};

struct signal {
	bool request;
	enum sip_method method; /* response: the method of its CSeq */
	struct slice method_text;
	uint16_t status;	/* response: 100..699 */
	struct slice reason;	/* response: reason phrase */
	struct slice request_uri_text;
	struct sip_uri request_uri;

	struct slice call_id;
	struct sip_address from, to;
	struct sip_address contact; /* first value; absent text: no Contact */
	struct sip_via via;	    /* topmost */
	uint16_t via_count;	    /* values, over all Via lines */
	uint32_t cseq;
	enum sip_method cseq_method;
	struct slice cseq_method_text;

	struct slice header[SIP_HEADERS]; /* first line of each; absent: none */
	uint16_t header_count[SIP_HEADERS]; /* lines of each */
	struct slice contacts[SIGNAL_CONTACTS]; /* further Contact lines */
	uint8_t contact_count;
	uint16_t unknown_headers;	  /* lines of names not in the list */
	struct signal_extension extension[SIGNAL_EXTENSIONS];
	uint8_t extension_count;

	struct maybe content_length;
	struct maybe expires_s; /* Contact's parameter, else Expires */
	struct slice body;	/* all bytes of the body */
	struct slice sdp;	/* the application/sdp body or part; or absent */
	struct slice report;	/* likewise application/vq-rtcpxr (RFC 6035) */
	uint32_t faults;	/* SIP_ bits */
	struct slice message;	/* start line to end of body */
};

/** signal_method_text - the name of a method; "?" for METHOD_OTHER. */
const char *signal_method_text(enum sip_method method);

/**
 * signal_method_of - the method of the name @text, which is compared with case;
 * METHOD_OTHER when it is none of ours. Source: RFC 3261 clause 7.1.
 */
enum sip_method signal_method_of(struct slice text);

/** signal_header_name - the full name of a header field. */
const char *signal_header_name(enum sip_header header);

/** signal_fault_text - what the lowest bit set in @faults means; NULL for 0. */
const char *signal_fault_text(uint32_t faults);

#endif
