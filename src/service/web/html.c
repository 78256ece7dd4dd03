/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Templates are resources of the program: they cannot be installed apart from it, and are never a visitor's.
 */

#include "config.h"

#include "service/web/html.h"

#include <gio/gio.h>
#include <string.h>

#include "data/service-resources.h"

#define FOLDER "/io/github/reeve/service/web/"

struct _ReeveHtml
{
  GString *text;
};

ReeveHtml *
reeve_html_new (void)
{
  ReeveHtml *self = g_new0 (ReeveHtml, 1);

  self->text = g_string_new (NULL);
  return self;
}

void
reeve_html_free (ReeveHtml *self)
{
  if (self == NULL)
    return;
  g_string_free (self->text, TRUE);
  g_free (self);
}

static GBytes *
find_template (const char *template)
{
  g_autofree char *path = g_strconcat (FOLDER, template, ".html", NULL);
  g_autoptr (GError) error = NULL;
  GBytes *bytes =
    g_resource_lookup_data (reeve_service_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  if (bytes == NULL)
    g_critical ("no template %s: %s", template, error->message);
  return bytes;
}

static void
add_slot (ReeveHtml *self, const char *name, gsize length, const ReeveSlot *slots)
{
  for (const ReeveSlot *slot = slots; slot != NULL && slot->name != NULL; slot++)
    {
      if (strlen (slot->name) != length || strncmp (slot->name, name, length) != 0)
        continue;
      if (slot->html != NULL)
        g_string_append_len (self->text, slot->html->text->str, (gssize) slot->html->text->len);
      else if (slot->text != NULL)
        {
          g_autofree char *escaped = g_markup_escape_text (slot->text, -1);
          g_string_append (self->text, escaped);
        }
      return;
    }
  g_critical ("nothing for {{%.*s}}", (int) length, name);
}

void
reeve_html_add (ReeveHtml *self, const char *template, const ReeveSlot *slots)
{
  g_autoptr (GBytes) bytes = find_template (template);
  gsize length;

  if (bytes == NULL)
    return;
  const char *at = g_bytes_get_data (bytes, &length);
  for (const char *end = at + length; at < end;)
    {
      const char *open = g_strstr_len (at, end - at, "{{");
      const char *close = open != NULL ? g_strstr_len (open, end - open, "}}") : NULL;
      if (close == NULL)
        {
          g_string_append_len (self->text, at, end - at);
          return;
        }
      g_string_append_len (self->text, at, open - at);
      add_slot (self, open + 2, (gsize) (close - open - 2), slots);
      at = close + 2;
    }
}

gboolean
reeve_html_is_empty (const ReeveHtml *self)
{
  return self->text->len == 0;
}

GBytes *
reeve_html_to_bytes (ReeveHtml *self)
{
  GBytes *bytes = g_string_free_to_bytes (g_steal_pointer (&self->text));

  g_free (self);
  return bytes;
}
