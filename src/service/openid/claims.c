/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Members of untrusted objects, each looked at before it is read. */

#include "config.h"

#include "service/openid/claims.h"

#include "common/error.h"
#include "common/json.h"
#include "service/openid/fetch.h"

static const ReeveJsonLimits limits = { .max_bytes = REEVE_FETCH_MOST_BYTES, .max_depth = 12 };

static const char *
get_string (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

const char *
reeve_claims_get_text (JsonObject *claims, const char *name)
{
  return get_string (json_object_get_member (claims, name));
}

gboolean
reeve_claims_get_seconds (JsonObject *claims, const char *name, gint64 *seconds)
{
  JsonNode *node = json_object_get_member (claims, name);
  GType type = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_NONE;
  double number;

  if (type == G_TYPE_INT64)
    *seconds = json_node_get_int (node);
  else if (type == G_TYPE_DOUBLE)
    {
      number = json_node_get_double (node);
      if (!(number > -1e15 && number < 1e15))
        return FALSE;
      *seconds = (gint64) number;
    }
  else
    return FALSE;
  /* Far from where adding to it could overflow. */
  return *seconds > -1000000000000 && *seconds < 1000000000000;
}

gboolean
reeve_claims_is_true (JsonObject *claims, const char *name)
{
  JsonNode *node = json_object_get_member (claims, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN &&
         json_node_get_boolean (node);
}

gboolean
reeve_claims_list_has (JsonObject *claims, const char *name, const char *value)
{
  JsonNode *node = json_object_get_member (claims, name);
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    if (g_strcmp0 (get_string (json_array_get_element (list, i)), value) == 0)
      return TRUE;
  return FALSE;
}

const char *
reeve_claims_get_only (JsonObject *claims, const char *name)
{
  JsonNode *node = json_object_get_member (claims, name);
  JsonArray *list = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (list == NULL)
    return get_string (node);
  return json_array_get_length (list) == 1 ? get_string (json_array_get_element (list, 0)) : NULL;
}

JsonObject *
reeve_claims_parse (GBytes *bytes, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  JsonObject *object = data != NULL ? reeve_json_parse_object (data, length, &limits, NULL) : NULL;

  if (object == NULL)
    reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "provider_answer",
                     "the provider answers something that is no JSON object");
  return object;
}
