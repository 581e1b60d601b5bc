/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Registrations: one per address-of-record, contact host and registrar. */
#ifndef EARSHOT_CALLS_REGISTRATION_H
#define EARSHOT_CALLS_REGISTRATION_H

#include "calls/message.h"

enum registration_state {
	REGISTRATION_PENDING,	   /* asked, no final answer seen */
	REGISTRATION_CHALLENGED,   /* 401 or 407, credentials not sent (yet) */
	REGISTRATION_REGISTERED,
	REGISTRATION_UNREGISTERED, /* expires 0 accepted */
	REGISTRATION_FAILED,
};

struct registration {
	struct registration *next; /* oldest first */
	uint64_t hash;
	struct arena arena;
	struct slice aor;	/* sip:6012@172.16.201.19 */
	struct slice contact;	/* URI of the last Contact */
	struct slice user_agent;
	struct endpoint src, registrar;
	enum registration_state state;
	uint16_t status;	/* last final status; 0: none */
	struct slice call_id;	/* of the last request */
	uint32_t cseq;		/* of the last request */
	uint8_t point, answer_point; /* that saw them first */
	uint16_t capture;	/* which file holds first_frame */
	bool credentials;	/* the last request carried them */
	bool answered;		/* its final answer was seen */
	bool removing;		/* the last request asked for expires 0 */
	struct maybe expires_s;	/* granted, else asked */
	uint32_t requests, successes, failures;
	ns_t first_ts, last_ts;
	uint64_t first_frame, last_frame;
};

/** registration_state_text - the word used in reports. */
const char *registration_state_text(enum registration_state state);

#endif
