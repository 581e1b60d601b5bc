/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every unit test needs: cmocka and the headers it wants before itself. */
#ifndef EARSHOT_TESTS_UNIT_TEST_H
#define EARSHOT_TESTS_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/attr.h"

/* Run a static array of tests as one TAP group. */
#define RUN_TESTS(tests) cmocka_run_group_tests(tests, NULL, NULL)

#endif
