/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Each half of a field is decoded into a buffer that is wiped; what is not well formed refuses the whole. */

#include "config.h"

#include "service/web/form.h"

#include <string.h>

struct _ReeveForm
{
  GHashTable *fields; /* char * -> ReeveSecret */
};

static gboolean
set_malformed (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_INVALID, "form", "the form is not well formed");
  return FALSE;
}

/* (transfer full) (nullable) */
static GString *
decode (const char *data, gsize length)
{
  GString *text = g_string_sized_new (length + 1);
  gboolean good = TRUE;

  for (gsize i = 0; good && i < length; i++)
    {
      char c = data[i] == '+' ? ' ' : data[i];
      if (c == '%')
        {
          int high = i + 2 < length ? g_ascii_xdigit_value (data[i + 1]) : -1;
          int low = i + 2 < length ? g_ascii_xdigit_value (data[i + 2]) : -1;
          good = high >= 0 && low >= 0;
          c = (char) (high * 16 + low);
          i += 2;
        }
      good = good && (guchar) c >= 0x20 && c != 0x7f;
      if (good)
        g_string_append_c (text, c);
    }
  if (good && g_utf8_validate (text->str, (gssize) text->len, NULL))
    return text;
  reeve_wipe_string (text);
  return NULL;
}

static gboolean
add_field (ReeveForm *self, const char *data, gsize length, GError **error)
{
  const char *equals = memchr (data, '=', length);
  gsize name_length = equals != NULL ? (gsize) (equals - data) : length;
  const char *value_at = equals != NULL ? equals + 1 : data + length;
  GString *name = decode (data, name_length);
  GString *value = decode (value_at, length - (gsize) (value_at - data));
  gboolean good =
    name != NULL && value != NULL && name->len > 0 && !g_hash_table_contains (self->fields, name->str);

  if (good)
    g_hash_table_insert (self->fields, g_strdup (name->str), reeve_secret_new (value->str, value->len));
  g_clear_pointer (&name, reeve_wipe_string);
  g_clear_pointer (&value, reeve_wipe_string);
  return good ? TRUE : set_malformed (error);
}

ReeveForm *
reeve_form_parse (const char *data, gsize length, GError **error)
{
  g_autoptr (ReeveForm) self = g_new0 (ReeveForm, 1);

  self->fields = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) reeve_secret_unref);
  if (length > REEVE_FORM_BYTES)
    {
      reeve_set_error (error, REEVE_ERROR_TOO_LARGE, "form", "the form is too large");
      return NULL;
    }
  for (gsize at = 0; at < length;)
    {
      const char *end = memchr (data + at, '&', length - at);
      gsize field = end != NULL ? (gsize) (end - data) - at : length - at;
      if (g_hash_table_size (self->fields) == REEVE_FORM_FIELDS)
        {
          set_malformed (error);
          return NULL;
        }
      if (!add_field (self, data + at, field, error))
        return NULL;
      at += field + 1;
    }
  return g_steal_pointer (&self);
}

void
reeve_form_free (ReeveForm *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->fields);
  g_free (self);
}

ReeveSecret *
reeve_form_get_secret (ReeveForm *self, const char *name)
{
  return g_hash_table_lookup (self->fields, name);
}

const char *
reeve_form_get (ReeveForm *self, const char *name)
{
  ReeveSecret *value = reeve_form_get_secret (self, name);

  return value != NULL ? reeve_secret_get_text (value) : NULL;
}
