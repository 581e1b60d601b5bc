/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classic pcap files (draft-ietf-opsawg-pcap). */
#ifndef EARSHOT_CAPTURE_FILE_H
#define EARSHOT_CAPTURE_FILE_H

#include "capture/input.h"
#include "capture/source.h"

/** file_is_pcap - true when @head begins with a magic number of the format. */
bool file_is_pcap(struct slice head);

/**
 * file_open - read the file header.
 * @ret: the state for file_ops; untouched on failure
 * @input: at its first byte; borrowed until file_ops.close
 * Returns 0, or -1 with @err. Allocates: yes.
 * Source: draft-ietf-opsawg-pcap-05 section 4 (file header).
 */
int file_open(void **ret, struct input *input, struct err *err);

extern const struct source_ops file_ops;

#endif
