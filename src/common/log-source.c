/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reeve's own events have no source, so nothing that is called something can be one. What is left is what a
 * reader takes a name for. */

#include "config.h"

#include "common/log-source.h"

#include <string.h>

#define OWN      "reeve"
#define OTHER    "other "
#define NAMELESS "unknown"

static gboolean
is_invisible (gunichar c)
{
  static const gunichar blanks[] = { 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0 };

  for (guint i = 0; i < G_N_ELEMENTS (blanks); i++)
    if (c == blanks[i])
      return TRUE;
  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
      return TRUE;
    default:
      return g_unichar_iszerowidth (c) && !g_unichar_ismark (c);
    }
}

/* Without what cannot be seen, and with single spaces between words. */
static GString *
clean (const char *text)
{
  GString *cleaned = g_string_new (NULL);
  gboolean space = FALSE;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if (g_unichar_isspace (c))
        {
          space = cleaned->len > 0;
          continue;
        }
      if (is_invisible (c))
        continue;
      if (space)
        g_string_append_c (cleaned, ' ');
      space = FALSE;
      g_string_append_unichar (cleaned, c);
    }
  return cleaned;
}

char *
reeve_log_source_make (const char *source)
{
  g_autofree char *valid = g_utf8_make_valid (source, -1);
  g_autofree char *composed = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autoptr (GString) name = clean (composed);
  g_autofree char *folded = g_utf8_casefold (name->str, -1);

  if (name->len == 0)
    g_string_assign (name, NAMELESS);
  if (g_str_has_prefix (folded, OWN))
    g_string_prepend (name, OTHER);
  return g_strdup (name->str);
}
