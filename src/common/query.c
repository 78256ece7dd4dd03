/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Queries and listings. The text form of a query has one order (limit, cursor, sort, q, then the filters by
 * name), so that equal queries have equal texts and a cursor can be bound to one. */

#include "config.h"

#include "common/query.h"

#include "common/error.h"
#include "common/json.h"

#include <string.h>

#define MAX_TEXT   2000 /* characters of `q`: of the access log it is a language */
#define MAX_VALUE  200  /* characters of a filter's value */
#define MAX_CURSOR 1024 /* bytes */

static const ReeveField text_field = { "q", REEVE_FIELD_TEXT, .max = MAX_TEXT };
static const ReeveField value_field = { "value", REEVE_FIELD_TEXT, .max = MAX_VALUE };

static void
append_parameter (GString *text, const char *name, const char *value)
{
  if (text->len > 0)
    g_string_append_c (text, '&');
  g_string_append_uri_escaped (text, name, NULL, FALSE);
  g_string_append_c (text, '=');
  g_string_append_uri_escaped (text, value, NULL, FALSE);
}

static gboolean
refuse (GError **error, const char *name, const char *reason, const char *words)
{
  g_autofree char *shown = reeve_error_show (name);
  g_autofree char *pointer = g_strconcat ("?", shown, NULL);

  reeve_error_add_member (error, pointer, reason, "%s", words);
  return FALSE;
}

/* Percent-decodes, with + as a space, as browsers and curl write it. NULL: not UTF-8, or with a NUL. */
static char *
decode (const char *text, const char *end)
{
  g_autofree char *plain = g_strndup (text, (gsize) (end - text));
  g_autofree char *decoded = g_uri_unescape_string (g_strdelimit (plain, "+", ' '), NULL);

  return decoded != NULL && g_utf8_validate (decoded, -1, NULL) ? g_steal_pointer (&decoded) : NULL;
}

static gboolean
read_limit (ReeveQuery *self, const char *value, GError **error)
{
  guint64 limit;

  if (!g_ascii_string_to_unsigned (value, 10, 1, REEVE_QUERY_MAX_LIMIT, &limit, NULL))
    return refuse (error, "limit", "range", "is not a whole number from 1 to 500");
  self->limit = (guint) limit;
  return TRUE;
}

static gboolean
read_sort (ReeveQuery *self, const char *value, const char *const *sorts, GError **error)
{
  self->descending = *value == '-';
  value += self->descending;
  if (sorts == NULL || !g_strv_contains (sorts, value))
    return refuse (error, "sort", "choice", "is not a field to sort by");
  g_set_str (&self->sort, value);
  return TRUE;
}

static gboolean
read_cursor (ReeveQuery *self, const char *value, GError **error)
{
  if (*value == '\0' || strlen (value) > MAX_CURSOR)
    return refuse (error, "cursor", "cursor", "is not a cursor");
  g_set_str (&self->cursor, value);
  return TRUE;
}

static gboolean
read_text (const ReeveField *field, const char *name, const char *value, char **text, GError **error)
{
  g_autoptr (GError) failure = NULL;
  const char *reason;

  if (reeve_field_check_text (field, value, text, &reason, &failure))
    return TRUE;
  return refuse (error, name, reason, failure->message);
}

static gboolean
read_parameter (ReeveQuery *self,
                const char *name,
                const char *value,
                const char *const *sorts,
                const char *const *filters,
                GError **error)
{
  g_autofree char *text = NULL;

  if (strcmp (name, "limit") == 0)
    return read_limit (self, value, error);
  if (strcmp (name, "cursor") == 0)
    return read_cursor (self, value, error);
  if (strcmp (name, "sort") == 0)
    return read_sort (self, value, sorts, error);
  if (strcmp (name, "q") == 0)
    {
      if (!read_text (&text_field, name, value, &text, error))
        return FALSE;
      g_free (self->text);
      self->text = *text != '\0' ? g_steal_pointer (&text) : NULL;
      return TRUE;
    }
  if (filters == NULL || !g_strv_contains (filters, name))
    return refuse (error, name, "unknown_member", "is not a parameter of this list");
  if (!read_text (&value_field, name, value, &text, error))
    return FALSE;
  reeve_query_set_filter (self, name, text);
  return TRUE;
}

/* One `name=value` of the string. */
static gboolean
read_pair (ReeveQuery *self,
           const char *pair,
           const char *const *sorts,
           const char *const *filters,
           GHashTable *seen,
           GError **error)
{
  const char *end = pair + strlen (pair);
  const char *equals = strchr (pair, '=');
  g_autofree char *name = decode (pair, equals != NULL ? equals : end);
  g_autofree char *value = decode (equals != NULL ? equals + 1 : end, end);

  if (name == NULL || value == NULL)
    return refuse (error, name != NULL ? name : "", "utf8", "is not valid UTF-8");
  gboolean good = read_parameter (self, name, value, sorts, filters, error);
  if (g_hash_table_contains (seen, name))
    return refuse (error, name, "repeated", "is given twice");
  g_hash_table_add (seen, g_steal_pointer (&name));
  return good;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

ReeveQuery *
reeve_query_new (void)
{
  ReeveQuery *self = g_new0 (ReeveQuery, 1);

  self->limit = REEVE_QUERY_DEFAULT_LIMIT;
  self->filters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

ReeveQuery *
reeve_query_copy (const ReeveQuery *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  ReeveQuery *copy = reeve_query_new ();
  GHashTableIter iter;
  gpointer name, value;

  copy->limit = self->limit;
  copy->cursor = g_strdup (self->cursor);
  copy->sort = g_strdup (self->sort);
  copy->descending = self->descending;
  copy->text = g_strdup (self->text);
  copy->scope = g_strdup (self->scope);
  g_hash_table_iter_init (&iter, self->filters);
  while (g_hash_table_iter_next (&iter, &name, &value))
    reeve_query_set_filter (copy, name, value);
  return copy;
}

void
reeve_query_free (ReeveQuery *self)
{
  if (self == NULL)
    return;
  g_free (self->cursor);
  g_free (self->sort);
  g_free (self->text);
  g_free (self->scope);
  g_hash_table_unref (self->filters);
  g_free (self);
}

const char *
reeve_query_get_filter (const ReeveQuery *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);
  return g_hash_table_lookup (self->filters, name);
}

void
reeve_query_set_filter (ReeveQuery *self, const char *name, const char *value)
{
  g_return_if_fail (self != NULL && name != NULL);
  if (value == NULL)
    g_hash_table_remove (self->filters, name);
  else
    g_hash_table_insert (self->filters, g_strdup (name), g_strdup (value));
}

gboolean
reeve_query_equal (const ReeveQuery *a, const ReeveQuery *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);
  g_autofree char *text_a = reeve_query_to_string (a, TRUE);
  g_autofree char *text_b = reeve_query_to_string (b, TRUE);
  return strcmp (text_a, text_b) == 0;
}

char *
reeve_query_to_string (const ReeveQuery *self, gboolean with_page)
{
  g_return_val_if_fail (self != NULL, NULL);
  GString *text = g_string_new (NULL);
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self->filters), compare_names);

  if (with_page)
    g_string_append_printf (text, "limit=%u", self->limit);
  if (with_page && self->cursor != NULL)
    append_parameter (text, "cursor", self->cursor);
  if (self->sort != NULL)
    {
      g_autofree char *sort = g_strconcat (self->descending ? "-" : "", self->sort, NULL);
      append_parameter (text, "sort", sort);
    }
  if (self->text != NULL)
    append_parameter (text, "q", self->text);
  for (GList *l = names; l != NULL; l = l->next)
    append_parameter (text, l->data, g_hash_table_lookup (self->filters, l->data));
  return g_string_free_and_steal (text);
}

ReeveQuery *
reeve_query_from_string (const char *string,
                         const char *const *sorts,
                         const char *const *filters,
                         GError **error)
{
  g_autoptr (ReeveQuery) self = reeve_query_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) pairs = g_strsplit (string != NULL ? string : "", "&", -1);
  g_autoptr (GError) failure = NULL;
  gboolean good = TRUE;

  for (guint i = 0; pairs[i] != NULL; i++)
    if (*pairs[i] != '\0')
      good &= read_pair (self, pairs[i], sorts, filters, seen, &failure);
  if (good)
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

ReeveListing *
reeve_listing_new (void)
{
  ReeveListing *self = g_new0 (ReeveListing, 1);

  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->total = -1;
  return self;
}

void
reeve_listing_free (ReeveListing *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->items);
  if (self->written != NULL)
    g_string_free (self->written, TRUE);
  g_free (self->next);
  g_strfreev (self->unread);
  g_free (self);
}

void
reeve_listing_append_json (const ReeveListing *self, GString *json)
{
  g_return_if_fail (self != NULL);
  g_string_append (json, "{\"items\":[");
  if (self->written != NULL)
    g_string_append_len (json, self->written->str, (gssize) self->written->len);
  for (guint i = 0; i < self->items->len; i++)
    {
      if (i + self->n_written > 0)
        g_string_append_c (json, ',');
      reeve_record_append_json (g_ptr_array_index (self->items, i), json);
    }
  g_string_append_c (json, ']');
  if (self->next != NULL)
    {
      g_string_append (json, ",\"next\":");
      reeve_json_append_string (json, self->next);
    }
  if (self->total >= 0)
    g_string_append_printf (json, ",\"total\":%" G_GINT64_FORMAT ",\"totalIsEstimate\":%s", self->total,
                            self->total_is_estimate ? "true" : "false");
  for (guint i = 0; self->unread != NULL && self->unread[i] != NULL; i++)
    {
      g_string_append (json, i == 0 ? ",\"unread\":[" : ",");
      reeve_json_append_string (json, self->unread[i]);
      if (self->unread[i + 1] == NULL)
        g_string_append_c (json, ']');
    }
  g_string_append_c (json, '}');
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

static JsonNode *
get_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && !JSON_NODE_HOLDS_NULL (node) ? node : NULL;
}

static void
read_items (ReeveListing *self, JsonObject *object, GType item_type, GError **error)
{
  JsonNode *node = get_member (object, "items");

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    {
      reeve_error_add_member (error, "/items", "type", "is not an array");
      return;
    }
  JsonArray *array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_autofree char *pointer = g_strdup_printf ("/items/%u", i);
      JsonNode *element = json_array_get_element (array, i);
      if (!JSON_NODE_HOLDS_OBJECT (element))
        {
          reeve_error_add_member (error, pointer, "type", "is not an object");
          return;
        }
      g_autoptr (GObject) record = g_object_new (item_type, NULL);
      if (!reeve_record_read_json (record, json_node_get_object (element), REEVE_READ_REPLY, pointer, error))
        return;
      g_ptr_array_add (self->items, g_steal_pointer (&record));
    }
}

static void
read_page (ReeveListing *self, JsonObject *object, GError **error)
{
  JsonNode *next = get_member (object, "next");
  JsonNode *total = get_member (object, "total");
  JsonNode *estimate = get_member (object, "totalIsEstimate");

  if (next != NULL && !holds (next, G_TYPE_STRING))
    reeve_error_add_member (error, "/next", "type", "is not a string");
  else if (next != NULL)
    self->next = json_node_dup_string (next);
  if (total != NULL && !(holds (total, G_TYPE_INT64) && json_node_get_int (total) >= 0))
    reeve_error_add_member (error, "/total", "type", "is not a count");
  else if (total != NULL)
    self->total = json_node_get_int (total);
  if (estimate != NULL && !holds (estimate, G_TYPE_BOOLEAN))
    reeve_error_add_member (error, "/totalIsEstimate", "type", "is not true or false");
  else if (estimate != NULL)
    self->total_is_estimate = json_node_get_boolean (estimate);
}

ReeveListing *
reeve_listing_from_json (JsonObject *object, GType item_type, GError **error)
{
  g_return_val_if_fail (object != NULL && g_type_is_a (item_type, REEVE_TYPE_RECORD), NULL);
  g_autoptr (ReeveListing) self = reeve_listing_new ();
  g_autoptr (GError) failure = NULL;

  read_items (self, object, item_type, &failure);
  if (failure == NULL)
    read_page (self, object, &failure);
  if (failure == NULL)
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}
