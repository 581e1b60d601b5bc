/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Marks of sentences that will be translated. No catalogue is read yet: both
 * give back what they were given.
 */
#ifndef EARSHOT_LIB_I18N_H
#define EARSHOT_LIB_I18N_H

/* In a table: translated where it is printed, by _(). */
#define N_(sentence) sentence
/* Translated here. */
#define _(sentence) sentence

#endif
