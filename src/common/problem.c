/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Errors as RFC 9457 problem documents, out of the service and into the console. */

#include "config.h"

#include "common/problem.h"

#include "common/error.h"
#include "common/json.h"

/* No honest service reports more; a hostile one cannot make us keep more. */
#define MAX_MEMBERS 100

static void
append_member (GString *json, const char *name, const char *text)
{
  if (text == NULL)
    return;
  g_string_append_printf (json, "%s\"%s\":", json->str[json->len - 1] == '{' ? "" : ",", name);
  reeve_json_append_string (json, text);
}

static const char *
get_text (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

/* A service that answers rubbish must not make the console fall over: whatever is not as it should be is
 * left out. */
static void
read_members (GError **error, JsonObject *problem)
{
  JsonNode *node = json_object_get_member (problem, "errors");

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    return;
  JsonArray *array = json_node_get_array (node);
  guint length = MIN (json_array_get_length (array), MAX_MEMBERS);
  for (guint i = 0; i < length; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      if (!JSON_NODE_HOLDS_OBJECT (element))
        continue;
      JsonObject *object = json_node_get_object (element);
      const char *pointer = get_text (object, "pointer");
      const char *reason = get_text (object, "reason");
      const char *detail = get_text (object, "detail");
      reeve_error_add_member (error, pointer != NULL ? pointer : "", reason != NULL ? reason : "", "%s",
                              detail != NULL ? detail : "");
    }
}

void
reeve_problem_append (const GError *error, GString *json)
{
  ReeveErrorCode code = reeve_error_get_code (error);
  GPtrArray *members = reeve_error_get_members (error);

  g_string_append_printf (json, "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%u,\"code\":\"%s\"",
                          reeve_error_code_to_title (code), reeve_error_code_to_status (code),
                          reeve_error_code_to_wire (code));
  append_member (json, "reason", reeve_error_get_reason (error));
  if (code != REEVE_ERROR_INTERNAL)
    {
      g_autofree char *valid = g_utf8_make_valid (error->message, -1);
      append_member (json, "detail", valid);
    }
  append_member (json, "incident", reeve_error_get_incident (error));
  if (reeve_error_get_retry_after_ms (error) > 0)
    g_string_append_printf (json, ",\"retryAfterMs\":%" G_GINT64_FORMAT,
                            reeve_error_get_retry_after_ms (error));
  if (members != NULL && code != REEVE_ERROR_INTERNAL)
    {
      g_string_append (json, ",\"errors\":[");
      for (guint i = 0; i < members->len; i++)
        {
          const ReeveBadMember *member = g_ptr_array_index (members, i);
          g_string_append (json, i == 0 ? "{" : ",{");
          append_member (json, "pointer", member->pointer);
          append_member (json, "reason", member->reason);
          append_member (json, "detail", member->message);
          g_string_append_c (json, '}');
        }
      g_string_append_c (json, ']');
    }
  g_string_append_c (json, '}');
}

GError *
reeve_problem_read (unsigned status, GBytes *body)
{
  g_autoptr (JsonObject) problem = NULL;
  ReeveErrorCode code = reeve_error_code_from_status (status);
  gsize size = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &size) : NULL;

  if (size > 0)
    problem = reeve_json_parse_object (data, size, &reeve_json_body, NULL);
  if (problem == NULL)
    return reeve_error_new (code, NULL, "the service answered with status %u and no problem document",
                            status);

  const char *wire = get_text (problem, "code");
  if (wire != NULL)
    reeve_error_code_from_wire (wire, &code);
  const char *detail = get_text (problem, "detail");
  GError *error = reeve_error_new (code, get_text (problem, "reason"), "%s",
                                   detail != NULL ? detail : reeve_error_code_to_title (code));
  reeve_error_set_incident (error, get_text (problem, "incident"));
  JsonNode *retry = json_object_get_member (problem, "retryAfterMs");
  if (retry != NULL && JSON_NODE_HOLDS_VALUE (retry) && json_node_get_value_type (retry) == G_TYPE_INT64)
    reeve_error_set_retry_after_ms (error, CLAMP (json_node_get_int (retry), 0, G_MAXINT32));
  read_members (&error, problem);
  return error;
}
