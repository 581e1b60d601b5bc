/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MD5 (RFC 1321), for the digest authentication of SIP and for nothing else. */
#ifndef EARSHOT_SAMPLES_GEN_MD5_H
#define EARSHOT_SAMPLES_GEN_MD5_H

#include "lib/slice.h"

#define GEN_MD5_TEXT 33

/** gen_md5 - the digest of @s as 32 lower-case hexadecimal digits. */
void gen_md5(struct slice s, char out[GEN_MD5_TEXT]);

#endif
