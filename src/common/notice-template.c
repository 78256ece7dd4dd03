/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/notice-template.h"

#include <string.h>

const char *const reeve_notice_facts[] = { "case",  "workspace", "nature", "people", "reported",
                                           "since", "noticed",   "done",   NULL };

G_STATIC_ASSERT (G_N_ELEMENTS (reeve_notice_facts) == REEVE_N_NOTICE_FACTS + 1);

/* The fact whose place begins at @text, which is a bracket; -1: it is none's. @end: (out): behind it */
static int
find_fact (const char *text, const char **end)
{
  const char *close = strchr (text, '}');

  for (int i = 0; close != NULL && i < REEVE_N_NOTICE_FACTS; i++)
    if (strlen (reeve_notice_facts[i]) == (gsize) (close - text - 1) &&
        strncmp (text + 1, reeve_notice_facts[i], (gsize) (close - text - 1)) == 0)
      {
        *end = close + 1;
        return i;
      }
  return -1;
}

/* "{{" and "}}" */
static gboolean
is_bracket (const char *text)
{
  return text[1] == text[0];
}

char *
reeve_notice_template_find_unknown (const char *text)
{
  for (const char *at = text; *at != '\0';)
    {
      const char *end;

      if (*at != '{' && *at != '}')
        at++;
      else if (is_bracket (at))
        at += 2;
      else if (*at == '{' && find_fact (at, &end) >= 0)
        at = end;
      else
        {
          const char *close = *at == '{' ? strchr (at, '}') : NULL;
          g_autofree char *piece = g_strndup (at, close != NULL ? MIN ((gsize) (close - at) + 1, 40) : 1);

          return g_utf8_make_valid (piece, -1);
        }
    }
  return NULL;
}

char *
reeve_notice_template_fill (const char *text, const char *const facts[REEVE_N_NOTICE_FACTS])
{
  GString *filled = g_string_new (NULL);

  for (const char *at = text; *at != '\0';)
    {
      const char *end;
      int fact = *at == '{' && !is_bracket (at) ? find_fact (at, &end) : -1;

      if (fact >= 0)
        {
          g_string_append (filled, facts[fact]);
          at = end;
          continue;
        }
      g_string_append_c (filled, *at);
      at += (*at == '{' || *at == '}') && is_bracket (at) ? 2 : 1;
    }
  return g_string_free_and_steal (filled);
}
