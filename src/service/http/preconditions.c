/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reads the headers and the body that a route asks for, and refuses those it does not. */

#include "config.h"

#include "service/http/preconditions.h"

#include <string.h>

#include "common/json-tree.h"
#include "common/json.h"
#include "common/log-intake.h"

#define MAX_KEY_BYTES 128

/* Exactly one strong tag as we give them out: "17". Weak ones and lists cannot be ours. */
static gboolean
read_if_match (ReeveExchange *exchange, ReeveCall *call, GError **error)
{
  const char *header = exchange->if_match;
  gsize length = header != NULL ? strlen (header) : 0;
  g_autofree char *digits = NULL;
  guint64 version;

  call->if_match = -1;
  if (header == NULL)
    {
      if ((exchange->match.route->flags & REEVE_ROUTE_IF_MATCH) == 0)
        return TRUE;
      reeve_set_error (error, REEVE_ERROR_PRECONDITION, "if_match", "this needs If-Match");
      return FALSE;
    }
  if (length > 2 && header[0] == '"' && header[length - 1] == '"')
    digits = g_strndup (header + 1, length - 2);
  if (digits == NULL || !g_ascii_string_to_unsigned (digits, 10, 0, (guint64) 1 << 53, &version, NULL))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "if_match", "If-Match is not an ETag of this service");
      return FALSE;
    }
  call->if_match = (gint64) version;
  return TRUE;
}

static gboolean
check_idempotency_key (ReeveExchange *exchange, GError **error)
{
  const char *key = exchange->idempotency_key;

  if (key == NULL)
    {
      if ((exchange->match.route->flags & REEVE_ROUTE_CREATES) == 0)
        return TRUE;
      reeve_set_error (error, REEVE_ERROR_PRECONDITION, "idempotency_key", "this needs Idempotency-Key");
      return FALSE;
    }
  gsize length = strlen (key);
  gboolean plain = length > 0 && length <= MAX_KEY_BYTES;
  for (gsize i = 0; plain && i < length; i++)
    plain = g_ascii_isgraph (key[i]);
  if (!plain)
    reeve_set_error (error, REEVE_ERROR_INVALID, "idempotency_key",
                     "Idempotency-Key must be 1 to %d printable ASCII characters", MAX_KEY_BYTES);
  return plain;
}

/* Without what only a list has. */
static gboolean
check_parameters (const ReeveRoute *route, const ReeveQuery *query, GError **error)
{
  gboolean asks = (route->flags & REEVE_ROUTE_QUERY) != 0;
  const char *foreign = query->cursor != NULL                       ? "?cursor"
                        : query->text != NULL && !asks              ? "?q"
                        : query->limit != REEVE_QUERY_DEFAULT_LIMIT ? "?limit"
                                                                    : NULL;

  if ((route->flags & REEVE_ROUTE_LIST) != 0 || foreign == NULL)
    return TRUE;
  reeve_error_add_member (error, foreign, "unknown_parameter", "there is no such parameter here");
  return FALSE;
}

static gboolean
read_query (ReeveExchange *exchange, ReeveCall *call, GError **error)
{
  const ReeveRoute *route = exchange->match.route;
  static const char *const none[] = { NULL };

  if ((route->flags & (REEVE_ROUTE_LIST | REEVE_ROUTE_QUERY)) != 0 || route->filters != NULL)
    {
      call->query = reeve_query_from_string (exchange->query != NULL ? exchange->query : "",
                                             route->sorts != NULL ? route->sorts : none,
                                             route->filters != NULL ? route->filters : none, error);
      return call->query != NULL && check_parameters (route, call->query, error);
    }
  if (exchange->query == NULL || *exchange->query == '\0')
    return TRUE;
  g_autofree char *name = g_strndup (exchange->query, strcspn (exchange->query, "=&"));
  g_autofree char *shown = reeve_error_show (name);
  g_autofree char *pointer = g_strconcat ("?", shown, NULL);
  reeve_error_add_member (error, pointer, "unknown_parameter", "there is no such parameter here");
  return FALSE;
}

static gboolean
is_json (const char *type, unsigned flags)
{
  g_autofree char *essence = NULL;
  const char *parameters;

  if (type == NULL)
    return FALSE;
  parameters = strchrnul (type, ';');
  essence = g_strstrip (g_strndup (type, (gsize) (parameters - type)));
  if (*parameters != '\0')
    {
      g_autofree char *rest = g_strstrip (g_strdup (parameters + 1));
      if (g_ascii_strcasecmp (rest, "charset=utf-8") != 0 &&
          g_ascii_strcasecmp (rest, "charset=\"utf-8\"") != 0)
        return FALSE;
    }
  if ((flags & REEVE_ROUTE_LINES) != 0)
    return g_ascii_strcasecmp (essence, "application/x-ndjson") == 0;
  return g_ascii_strcasecmp (essence, "application/json") == 0 ||
         ((flags & REEVE_ROUTE_PATCH) != 0 &&
          g_ascii_strcasecmp (essence, "application/merge-patch+json") == 0);
}

static gboolean
takes_body (const ReeveRoute *route)
{
  return route->body != NULL || (route->flags & REEVE_ROUTE_LINES) != 0;
}

const char *
reeve_route_get_body_type (const ReeveRoute *route)
{
  return (route->flags & REEVE_ROUTE_LINES) != 0   ? "application/x-ndjson"
         : (route->flags & REEVE_ROUTE_PATCH) != 0 ? "application/merge-patch+json"
                                                   : "application/json";
}

static gboolean
read_body (ReeveExchange *exchange, ReeveCall *call, GError **error)
{
  const ReeveRoute *route = exchange->match.route;
  gboolean patch = (route->flags & REEVE_ROUTE_PATCH) != 0;
  gboolean small = (route->flags & (REEVE_ROUTE_OPEN | REEVE_ROUTE_SLOW_HASH)) != 0;
  gsize length = 0;
  const char *data = exchange->body_bytes != NULL ? g_bytes_get_data (exchange->body_bytes, &length) : NULL;

  if (!takes_body (route))
    {
      if (length == 0)
        return TRUE;
      reeve_set_error (error, REEVE_ERROR_INVALID, "body", "this takes no body");
      return FALSE;
    }
  if (length == 0)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "body", "this needs a body");
      return FALSE;
    }
  if (!is_json (exchange->content_type, route->flags))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "content_type", "the body must be %s",
                       reeve_route_get_body_type (route));
      return FALSE;
    }
  if ((route->flags & REEVE_ROUTE_LINES) != 0)
    {
      call->lines = g_bytes_ref (exchange->body_bytes);
      return TRUE;
    }
  const ReeveJsonLimits *limits = small                                    ? &reeve_json_sign_in
                                  : (route->flags & REEVE_ROUTE_FILE) != 0 ? &reeve_json_file
                                                                           : &reeve_json_body;
  g_autoptr (JsonObject) object = reeve_json_parse_object (data, length, limits, error);
  if (object == NULL)
    return FALSE;
  if (patch)
    {
      call->patch = g_steal_pointer (&object);
      return TRUE;
    }
  g_autoptr (ReeveRecord) record = g_object_new (route->body (), NULL);
  gboolean good = reeve_record_read_json (record, object, REEVE_READ_CREATE, "", error);
  reeve_json_tree_wipe (object);
  if (!good)
    return FALSE;
  call->body = g_steal_pointer (&record);
  return TRUE;
}

gsize
reeve_route_get_body_limit (const ReeveRoute *route)
{
  if (!takes_body (route))
    return 0;
  return (route->flags & (REEVE_ROUTE_OPEN | REEVE_ROUTE_SLOW_HASH)) != 0 ? REEVE_OPEN_BODY_BYTES
                                                                          : REEVE_BODY_BYTES;
}

gsize
reeve_route_get_file_limit (const ReeveRoute *route)
{
  return (route->flags & REEVE_ROUTE_LINES) != 0 ? REEVE_LOG_INTAKE_BYTES : REEVE_FILE_BODY_BYTES;
}

gboolean
reeve_preconditions_read (ReeveExchange *exchange, ReeveCall *call, GError **error)
{
  return read_if_match (exchange, call, error) && check_idempotency_key (exchange, error) &&
         read_query (exchange, call, error) && read_body (exchange, call, error);
}
