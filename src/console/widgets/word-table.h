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

/* Both forms of a plural in a table, marked with NP_ ("one", "many"), which xgettext takes for what it is:
 * see po/meson.build. Two of N_() would be two texts, and no translation of either would be found. */
typedef struct
{
  const char *one;
  const char *many;
} ReevePlural;

#define NP_(one, many) { (one), (many) }

/* The form for @n in the person's language. */
#define REEVE_PLURAL(plural, n) g_dngettext (NULL, (plural)->one, (plural)->many, (gulong) (n))

/* In the person's language. @word: (nullable). (nullable): the table does not have it */
const char *reeve_words_find (const ReeveWords *words, gsize n, const char *word);
#define REEVE_WORDS_FIND(table, word) reeve_words_find ((table), G_N_ELEMENTS (table), (word))

/* @format with @text for its one "%s": a text of a table cannot be checked as a format. (transfer full) */
char *reeve_words_put (const char *format, const char *text);

G_END_DECLS
