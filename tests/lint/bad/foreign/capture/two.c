/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pcap/pcap.h>
#include <zlib.h>
#include <cjson/cJSON.h>
#include <glib.h>
