/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "codecs/codec.h"
#include "loose.h"
#include "flow/flow.h"
