/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Stable words of the wire and the texts that people read instead. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *word;
  const char *text; /* marked with N_() */
} ReeveWords;

/* In the person's language. @word: (nullable). (nullable): the table does not have it */
const char *reeve_words_find (const ReeveWords *words, gsize n, const char *word);
#define REEVE_WORDS_FIND(table, word) reeve_words_find ((table), G_N_ELEMENTS (table), (word))

G_END_DECLS
