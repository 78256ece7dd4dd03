/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/word-table.h"

#include <string.h>

const char *
reeve_words_find (const ReeveWords *words, gsize n, const char *word)
{
  for (gsize i = 0; word != NULL && i < n; i++)
    if (strcmp (words[i].word, word) == 0)
      return g_dgettext (NULL, words[i].text);
  return NULL;
}

char *
reeve_words_put (const char *format, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  return g_strjoinv (text, parts);
}
