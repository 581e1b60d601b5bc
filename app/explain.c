/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * earshot explain: the page of a finding. It reads no capture; everything it
 * tells stands beside the detector.
 */
#include "app/command.h"
#include "app/reading.h"
#include "detect/detector.h"
#include "reports/explain.h"

#define COLUMNS 80

static const char help[] =
	"Usage: earshot explain [ID]\n\n"
	"Tells what a finding means, how it shows in the packets, what causes "
	"it, what to\ndo about it, and which standard says so. Without an ID "
	"it lists all of them.\n\n"
	"Options:\n"
	"  -h, --help            this text\n\n"
	"Examples:\n"
	"  earshot explain\n"
	"  earshot explain media-one-way\n\n"
	"Exit status: 0 done; 1 failed; 2 wrong usage.\n";

int explain_main(int argc, char **argv)
{
	struct slice id = slice_of(argc > 1 ? argv[1] : NULL);
	const struct detector *d = detector_by_id(id);
	struct text t = {0};

	if (argc == 2 && (slice_is(id, "-h") || slice_is(id, "--help"))) {
		text_puts(&t, help);
	} else if (argc == 1) {
		explain_list(&t);
	} else if (argc == 2 && d) {
		explain_page(&t, d, COLUMNS);
	} else {
		reading_complain("explain",
			argc > 2 ? "one finding at a time"
				 : "no such finding; `earshot explain` lists "
				   "them");
		return COMMAND_USAGE;
	}
	return reading_show(&t);
}
