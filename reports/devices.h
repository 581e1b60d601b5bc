/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Hosts as the inventory, the report and its tables show them, and the one
 * place where maker, model and extensions of a host are decided.
 */
#ifndef EARSHOT_REPORTS_DEVICES_H
#define EARSHOT_REPORTS_DEVICES_H

#include "calls/host.h"
#include "reports/json.h"
#include "reports/report.h"

#define DEVICES_MAC_TEXT 18

/** devices_mac - print @mac into @out as 00:15:65:01:02:03; returns @out. */
const char *devices_mac(const uint8_t mac[6], char out[DEVICES_MAC_TEXT]);

/**
 * devices_vendor - the maker of @host by its MAC, else by its User-Agent;
 * absent when neither tells. @options: the list of makers
 */
struct slice devices_vendor(
	const struct host *host, const struct report_options *options);

/**
 * devices_extensions - the numbers of @host: those that it registers, else, of a phone or gateway, those that it calls as.
 * @ret: room for DEVICE_USERS; @ret_left_out: there are more. Returns how many.
 */
unsigned devices_extensions(
	const struct host *host, struct slice *ret, bool *ret_left_out);

/**
 * devices_name - the name of the first address of @host that has one; NULL:
 * none has, or @options want none.
 */
const struct name *devices_name(
	const struct host *host, const struct report_options *options);

/** devices_put_kind - append maker and model of @h; nothing when unknown.
 * @options: the list of makers */
void devices_put_kind(struct text *t, const struct host *h,
	const struct report_options *options);

/** devices_put_extensions - append the numbers of @h, with @separator between. */
void devices_put_extensions(
	struct text *t, const struct host *h, const char *separator);

/** devices_record - put @host into @j. @options: names and makers */
void devices_record(struct json j, const struct host *host,
	const struct report_options *options);

/**
 * devices_section - append the short list of the report.
 * Returns 0, or -1 with @err. @input, @options: as of a report
 */
int devices_section(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err);

/** devices_csv - append the table of all hosts of @input to @out.
 * @options: makers. Returns 0, or -1 with @err. */
int devices_csv(struct text *out, const struct report_input *input,
	const struct report_options *options, struct err *err);

#endif
