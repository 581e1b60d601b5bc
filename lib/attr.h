/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compiler attributes, here and nowhere else. */
#ifndef EARSHOT_LIB_ATTR_H
#define EARSHOT_LIB_ATTR_H

#define ATTR_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define ATTR_LIKELY(x)	       __builtin_expect(!!(x), 1)
#define ATTR_UNLIKELY(x)       __builtin_expect(!!(x), 0)
#define ATTR_COLD	       __attribute__((cold, noinline))
#define ATTR_ALWAYS_INLINE     __attribute__((always_inline))

/* For a step of an inner loop that must not be a call. */
#define ATTR_INLINE	       __attribute__((always_inline)) inline
#define ATTR_PREFETCH(p)       __builtin_prefetch(p, 1)

/* Length of an array whose size the compiler knows. */
#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

#endif
