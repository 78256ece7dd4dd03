/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Places as JSON pointers (RFC 6901). */

#include "config.h"

#include "common/record-place.h"

#include "common/error.h"

static void
append_place (GString *pointer, const ReevePlace *place)
{
  if (place == NULL)
    return;
  append_place (pointer, place->up);
  if (place->name == NULL)
    {
      g_string_append_printf (pointer, "/%u", place->index);
      return;
    }
  /* the name is the sender's, where it is that of no member */
  g_autofree char *shown = reeve_error_show (place->name);
  g_string_append_c (pointer, '/');
  for (const char *p = shown; *p != '\0'; p++)
    {
      if (*p == '~' || *p == '/')
        g_string_append (pointer, *p == '~' ? "~0" : "~1");
      else
        g_string_append_c (pointer, *p);
    }
}

gboolean
reeve_reader_refuse (ReeveReader *self, const ReevePlace *place, const char *reason, const char *words)
{
  g_autoptr (GString) pointer = g_string_new (self->pointer);

  append_place (pointer, place);
  reeve_error_add_member (&self->error, pointer->str, reason, "%s", words);
  return FALSE;
}
