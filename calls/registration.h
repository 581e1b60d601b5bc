/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Registrations: one per address-of-record, contact host and registrar, each
 * with what became of it. What repeats (refreshes, refusals with one status) is
 * one event with a count, so a history stays short for years of refreshing and
 * under a storm of wrong passwords.
 *
 *             2xx             2xx, in time
 *     asked -------> registered -----------> registered (refreshed)
 *       |               |   \-- time granted is over --> expired
 *       \-- 4xx.. failed \-- Expires: 0, 2xx --> unregistered
 */
#ifndef EARSHOT_CALLS_REGISTRATION_H
#define EARSHOT_CALLS_REGISTRATION_H

#include "calls/message.h"

struct call;

enum registration_state {
	REGISTRATION_PENDING,    /* asked, no final answer seen */
	REGISTRATION_CHALLENGED, /* 401 or 407, credentials not sent (yet) */
	REGISTRATION_REGISTERED,
	REGISTRATION_UNREGISTERED, /* expires 0 accepted */
	REGISTRATION_FAILED,
	REGISTRATION_EXPIRED, /* not refreshed within the time granted */
};

/* Most events of one registration that are kept: the newest, and the first. */
#define REGISTRATION_EVENTS 32
/* Newest delays kept of one registration. */
#define REGISTRATION_DELAYS 4

enum registration_what {
	REGISTRATION_BOUND,     /* accepted, and was not registered before */
	REGISTRATION_REFRESHED, /* accepted while it was */
	REGISTRATION_REMOVED,   /* Expires: 0, accepted */
	REGISTRATION_RAN_OUT,   /* expired, at ts */
	REGISTRATION_REFUSED,   /* status says how */
	REGISTRATION_SILENCE,   /* no answer within timer F */
};

struct registration_event {
	ns_t ts, last_ts; /* of the first and the last of them */
	uint64_t frame;   /* of the first; 0: none shows it */
	uint32_t count;
	enum registration_what what;
	uint16_t status;     /* of REFUSED */
	uint16_t capture;    /* which file holds the frame */
	struct slice reason; /* the reason phrase of REFUSED */
};

struct registration {
	struct registration *next, *prev; /* oldest first */
	/* those that were once accepted, and those that never were: by last
	 * activity */
	struct registration *older, *newer;
	bool accepted;
	uint64_t hash;
	struct arena arena;
	struct slice aor;     /* sip:6012@172.16.201.19 */
	struct slice contact; /* URI of the last Contact */
	struct slice user_agent;
	struct endpoint src, registrar;
	enum registration_state state;
	uint16_t status;             /* last final status; 0: none */
	struct slice call_id;        /* of the last request */
	uint32_t cseq;               /* of the last request */
	uint8_t point, answer_point; /* that saw them first */
	uint16_t capture;            /* which file holds first_frame */
	bool credentials;            /* the last request carried them */
	bool answered;               /* its final answer was seen */
	bool removing;               /* the last request asked for expires 0 */
	struct maybe expires_s;      /* granted, else asked */
	uint32_t requests, successes, failures;
	uint32_t unanswered; /* requests without an answer within timer F */
	uint32_t flaps;      /* most changes between registered and not
				within any hour; set by book_finish */
	ns_t request_ts;     /* of the last request */
	bool bound;          /* registered, whatever was asked since */
	bool bound_known;    /* bound_until is */
	ns_t bound_until;
	uint32_t
		delays_us[REGISTRATION_DELAYS]; /* request to 2xx: the newest */
	uint32_t delay_count;                   /* of all */
	/* set by book_finish: hotdesk.h */
	const struct registration *took_device; /* another extension's */
	const struct registration *took_extension; /* another device's */
	const struct call *code; /* that dialled for it; NULL: none */
	struct registration_event *events;
	uint16_t event_count;
	uint32_t events_left_out;
	ns_t first_ts, last_ts;
	uint64_t first_frame, last_frame;
};

/** registration_state_text - the word used in reports. */
const char *registration_state_text(enum registration_state state);

/** registration_what_text - "registered", "refreshed", "expired", ... */
const char *registration_what_text(enum registration_what what);

/** registration_left_s - time from @now until @r runs out, negative when it has;
 * unknown when it is not registered, or nobody said for how long. */
struct maybe registration_left_s(const struct registration *r, ns_t now);

/** registration_contact - true when the Contact of @r names an address and no
 * host; @ret: that one. */
bool registration_contact(const struct registration *r, struct addr *ret);

/** registration_rrd_ms - the last request delay of @r; unknown without one. */
struct maybe registration_rrd_ms(const struct registration *r);

#endif
