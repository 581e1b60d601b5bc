/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time is a count of nanoseconds since the Unix epoch, as the capture gave it. */
#ifndef EARSHOT_LIB_NS_H
#define EARSHOT_LIB_NS_H

#include <stdint.h>

typedef int64_t ns_t;

#define NS_PER_US ((ns_t)1000)
#define NS_PER_MS ((ns_t)1000000)
#define NS_PER_S  ((ns_t)1000000000)

#endif
