/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What LLDP and CDP tell, as records and in words. */
#ifndef EARSHOT_REPORTS_NEIGHBOURS_H
#define EARSHOT_REPORTS_NEIGHBOURS_H

#include "calls/neighbour.h"
#include "reports/json.h"

struct host;

/** neighbours_record - put all that @n says into @j. */
void neighbours_record(struct json j, const struct neighbour *n);

/** neighbours_plug - append where a device is plugged in, "port 1/0/7 of
 * sw-floor-2", by @port, the switch's own words; nothing for NULL. */
void neighbours_plug(struct text *t, const struct neighbour *port);

/** neighbours_put - append what @n says of its VLAN, marks, power and stock, in
 * one line. */
void neighbours_put(struct text *t, const struct neighbour *n);

/** neighbours_csv - append the last cells of the table of devices for @host, each
 * with its comma: serial number; switch, its port; the VLAN told for voice. */
void neighbours_csv(struct text *out, const struct host *host);

#endif
