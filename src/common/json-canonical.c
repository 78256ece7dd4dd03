/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "common/json-canonical.h"

#include "common/error.h"
#include "common/json.h"

static gboolean append_value (JsonNode *node, GString *json, GError **error);

/* RFC 8785, section 3.2.3: by UTF-16 code units, which differs from UTF-8 above the surrogates. */
static int
compare_names (gconstpointer a, gconstpointer b)
{
  g_autofree gunichar2 *first = g_utf8_to_utf16 (*(const char *const *) a, -1, NULL, NULL, NULL);
  g_autofree gunichar2 *second = g_utf8_to_utf16 (*(const char *const *) b, -1, NULL, NULL, NULL);
  gsize i = 0;

  g_return_val_if_fail (first != NULL && second != NULL, 0);
  while (first[i] != 0 && first[i] == second[i])
    i++;
  return (int) first[i] - (int) second[i];
}

static gboolean
append_object (JsonObject *object, GString *json, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (object);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (GList *each = members; each != NULL; each = each->next)
    g_ptr_array_add (names, each->data);
  g_ptr_array_sort (names, compare_names);
  g_string_append_c (json, '{');
  for (guint i = 0; i < names->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      reeve_json_append_string (json, names->pdata[i]);
      g_string_append_c (json, ':');
      if (!append_value (json_object_get_member (object, names->pdata[i]), json, error))
        return FALSE;
    }
  g_string_append_c (json, '}');
  return TRUE;
}

static gboolean
append_array (JsonArray *array, GString *json, GError **error)
{
  g_string_append_c (json, '[');
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      if (!append_value (json_array_get_element (array, i), json, error))
        return FALSE;
    }
  g_string_append_c (json, ']');
  return TRUE;
}

static gboolean
append_scalar (JsonNode *node, GString *json, GError **error)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      reeve_json_append_string (json, json_node_get_string (node));
      return TRUE;
    case G_TYPE_BOOLEAN:
      g_string_append (json, json_node_get_boolean (node) ? "true" : "false");
      return TRUE;
    case G_TYPE_INT64:
      g_string_append_printf (json, "%" G_GINT64_FORMAT, json_node_get_int (node));
      return TRUE;
    default:
      reeve_set_error (error, REEVE_ERROR_INVALID, "json", "numbers have no fraction here");
      return FALSE;
    }
}

static gboolean
append_value (JsonNode *node, GString *json, GError **error)
{
  switch (json_node_get_node_type (node))
    {
    case JSON_NODE_OBJECT:
      return append_object (json_node_get_object (node), json, error);
    case JSON_NODE_ARRAY:
      return append_array (json_node_get_array (node), json, error);
    case JSON_NODE_VALUE:
      return append_scalar (node, json, error);
    case JSON_NODE_NULL:
    default:
      g_string_append (json, "null");
      return TRUE;
    }
}

char *
reeve_json_canonical (JsonObject *object, GError **error)
{
  g_autoptr (GString) json = g_string_new (NULL);

  if (!append_object (object, json, error))
    return NULL;
  return g_string_free (g_steal_pointer (&json), FALSE);
}
