/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the screen of messages is opened with: one, or two to be compared. */
#ifndef EARSHOT_UI_MESSAGE_ASK_H
#define EARSHOT_UI_MESSAGE_ASK_H

#include <stdint.h>

struct message_ask {
	uint64_t digest[2];
	unsigned count;
};

#endif
