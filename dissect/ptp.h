/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A message of the Precision Time Protocol, version 2: who sends the clock of a
 * domain, and from which grandmaster it comes. Base stations of SIP-DECT are
 * synchronised so.
 */
#ifndef EARSHOT_DISSECT_PTP_H
#define EARSHOT_DISSECT_PTP_H

#include <stdbool.h>
#include <stdint.h>

/* IEEE 1588-2008 table 19. */
enum ptp_type { PTP_SYNC, PTP_DELAY_REQUEST, PTP_FOLLOW_UP = 8,
	PTP_DELAY_RESPONSE, PTP_ANNOUNCE = 11 };

struct ptp {
	uint8_t type;	/* enum ptp_type, or another */
	uint8_t domain;
	uint16_t sequence;
	uint8_t clock[8]; /* of the sender; in answers the asker's is in asker */
	/* of PTP_ANNOUNCE */
	uint8_t grandmaster[8];
	uint8_t priority1, klass, priority2;
	uint16_t steps; /* from the grandmaster */
	/* of PTP_DELAY_RESPONSE */
	uint8_t asker[8];
};

#endif
