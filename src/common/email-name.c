/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/email-name.h"

#include <string.h>

char *
reeve_email_name_get (const char *name)
{
  const char *from = name != NULL ? strrchr (name, '<') : NULL;
  g_autofree char *address = NULL;

  if (from == NULL || !g_str_has_suffix (from, ">"))
    return NULL;
  address = g_strndup (from + 1, strlen (from) - 2);
  return strchr (address, '@') != NULL ? g_utf8_casefold (address, -1) : NULL;
}

/* Of an address, on whichever side: "ada@vallis.example" is not in "dada@vallis.example", nor in
 * "ada@vallis.example.org". */
static gboolean
goes_on_before (const char *text, const char *at)
{
  gunichar c = at > text ? g_utf8_get_char (g_utf8_prev_char (at)) : ' ';

  return g_unichar_isalnum (c) || (c < 0x80 && strchr ("._%+-@", (int) c) != NULL);
}

static gboolean
goes_on_after (const char *end)
{
  gunichar c = g_utf8_get_char (end);

  if (c == '.')
    return g_unichar_isalnum (g_utf8_get_char (end + 1));
  return g_unichar_isalnum (c) || c == '-' || c == '_' || c == '@';
}

static gboolean
is_in (const char *address, const char *text)
{
  gsize length = strlen (address);

  for (const char *at = text; length > 0 && (at = strstr (at, address)) != NULL; at++)
    if (!goes_on_before (text, at) && !goes_on_after (at + length))
      return TRUE;
  return FALSE;
}

/* Around the @ at @at: what reads on from it, to both sides. */
static char *
read_around (const char *text, const char *at)
{
  const char *begin = at;
  const char *end = at + 1;

  while (goes_on_before (text, begin) && *g_utf8_prev_char (begin) != '@')
    begin = g_utf8_prev_char (begin);
  while (*end != '\0' && *end != '@' && goes_on_after (end))
    end = g_utf8_next_char (end);
  return g_strndup (begin, (gsize) (end - begin));
}

GStrv
reeve_email_name_list (const char *text)
{
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();
  g_autofree char *folded = strchr (text, '@') != NULL ? g_utf8_casefold (text, -1) : NULL;

  if (folded != NULL)
    {
      char *last = reeve_email_name_get (text);

      if (last != NULL)
        g_strv_builder_take (addresses, last);
      g_strv_builder_add (addresses, folded);
    }
  for (const char *at = folded != NULL ? strchr (folded, '@') : NULL; at != NULL; at = strchr (at + 1, '@'))
    g_strv_builder_take (addresses, read_around (folded, at));
  return g_strv_builder_end (addresses);
}

gboolean
reeve_email_name_is_in (const char *addresses, const char *text)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) each = NULL;

  g_return_val_if_fail (addresses != NULL, FALSE);

  if (text == NULL || strchr (text, '@') == NULL)
    return FALSE; /* nearly all that is looked at */
  folded = g_utf8_casefold (text, -1);
  each = g_strsplit (addresses, "\n", -1);
  for (guint i = 0; each[i] != NULL; i++)
    if (is_in (each[i], folded))
      return TRUE;
  return FALSE;
}
