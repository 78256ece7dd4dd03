/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The JSON gate as a filter, for json-corpus.py: reads documents from stdin, each behind its length (four
 * bytes, big endian), and answers each with a line: "no", or "ok" and the document written again. Members
 * come in the order of their names' bytes, doubles as the 16 hexadecimal digits of their bits in quotes and
 * behind a "d", so that nothing is left to formatting. The reader without a tree must see the same members:
 * where it does not, the answer is "differs". */

#include "config.h"

#include "common/json.h"

#include <stdio.h>
#include <string.h>

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

static void
append_node (GString *out, JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_autoptr (GList) names = g_list_sort (json_object_get_members (object), compare_names);
      g_string_append_c (out, '{');
      for (GList *l = names; l != NULL; l = l->next)
        {
          reeve_json_append_string (out, l->data);
          g_string_append_c (out, ':');
          append_node (out, json_object_get_member (object, l->data));
          if (l->next != NULL)
            g_string_append_c (out, ',');
        }
      g_string_append_c (out, '}');
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      g_string_append_c (out, '[');
      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (i > 0)
            g_string_append_c (out, ',');
          append_node (out, json_array_get_element (array, i));
        }
      g_string_append_c (out, ']');
    }
  else if (JSON_NODE_HOLDS_NULL (node))
    {
      g_string_append (out, "null");
    }
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    {
      reeve_json_append_string (out, json_node_get_string (node));
    }
  else if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    {
      g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
    }
  else if (json_node_get_value_type (node) == G_TYPE_INT64)
    {
      g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
    }
  else
    {
      double value = json_node_get_double (node);
      guint64 bits;
      memcpy (&bits, &value, sizeof bits);
      g_string_append_printf (out, "\"d%016" G_GINT64_MODIFIER "x\"", bits);
    }
}

static gboolean
is_same_member (JsonObject *object, const ReeveJsonMember *member)
{
  JsonNode *node = json_object_get_member (object, member->name);
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;

  if (node == NULL || (member->text != NULL) != (type == G_TYPE_STRING) ||
      member->is_integer != (type == G_TYPE_INT64))
    return FALSE;
  if (type == G_TYPE_STRING)
    return strcmp (member->text, json_node_get_string (node)) == 0;
  return type != G_TYPE_INT64 || member->integer == json_node_get_int (node);
}

/* @data is spoilt. */
static gboolean
reads_the_same (char *data, gsize length, JsonNode *node)
{
  static ReeveJsonMember members[REEVE_JSON_MAX_MEMBERS];
  JsonObject *object = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  guint n = 0;

  if (reeve_json_read_members (data, length, &reeve_json_body, members, &n, NULL) != (object != NULL))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!is_same_member (object, &members[i]))
      return FALSE;
  return object == NULL || n == json_object_get_size (object);
}

int
main (void)
{
  guint8 head[4];

  while (fread (head, 1, 4, stdin) == 4)
    {
      gsize length = (gsize) head[0] << 24 | (gsize) head[1] << 16 | (gsize) head[2] << 8 | head[3];
      g_autofree char *data = g_malloc (MAX (length, 1));
      if (fread (data, 1, length, stdin) != length)
        return 1;
      g_autoptr (JsonNode) node = reeve_json_parse (data, length, &reeve_json_body, NULL);
      g_autoptr (GString) out = g_string_new (node != NULL ? "ok " : "no");
      if (node != NULL)
        append_node (out, node);
      if (!reads_the_same (data, length, node))
        g_string_assign (out, "differs");
      puts (out->str);
      fflush (stdout);
    }
  return 0;
}
