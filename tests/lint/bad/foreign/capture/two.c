/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <pcap/pcap.h>
#include <zlib.h>
#include <opus/opus.h>
#include <glib.h>
