/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Written straight into text, in the order of the table. Paths with several methods are gathered. */

#include "config.h"

#include "service/http/openapi.h"

#include <string.h>

#include "common/json.h"
#include "common/log-export.h"
#include "service/http/preconditions.h"

typedef struct
{
  const ReeveRoute *routes;
  guint n_routes;
  GString *json;
  /* of ReeveRecordClass, borrowed: schemas that are referred to */
  GPtrArray *inputs;
  GPtrArray *outputs;
} Page;

static char *
to_schema_name (const char *noun)
{
  GString *name = g_string_new (NULL);

  for (gboolean upper = TRUE; *noun != '\0'; noun++)
    {
      if (*noun == '-')
        upper = TRUE;
      else
        {
          g_string_append_c (name, upper ? g_ascii_toupper (*noun) : *noun);
          upper = FALSE;
        }
    }
  return g_string_free (name, FALSE);
}

/* "GET /v1/workspaces/{workspace}/users" -> "getWorkspacesWorkspaceUsers" */
static char *
make_operation_id (const ReeveRoute *route)
{
  GString *id = g_string_new (NULL);
  gboolean upper = TRUE;

  for (const char *at = route->method; *at != '\0'; at++)
    g_string_append_c (id, g_ascii_tolower (*at));
  for (const char *at = g_str_has_prefix (route->path, "/v1") ? route->path + 3 : route->path; *at != '\0';
       at++)
    {
      if (!g_ascii_isalnum (*at))
        upper = TRUE;
      else
        {
          g_string_append_c (id, upper ? g_ascii_toupper (*at) : *at);
          upper = FALSE;
        }
    }
  return g_string_free (id, FALSE);
}

/* What a record holds is referred to by its plain name, in a request as in a reply. */
static void
add_type (Page *page, GType type, gboolean for_request)
{
  ReeveRecordClass *klass = reeve_record_class_of (type);
  GPtrArray *types = for_request ? page->inputs : page->outputs;

  if (g_ptr_array_find (types, klass, NULL))
    return;
  g_ptr_array_add (types, klass);
  for (guint i = 0; i < klass->n_fields; i++)
    if (klass->fields[i].record_type != NULL)
      add_type (page, klass->fields[i].record_type (), FALSE);
}

static void
append_reference (Page *page, GType type, gboolean for_request)
{
  g_autofree char *name = to_schema_name (reeve_record_class_of (type)->noun);

  add_type (page, type, for_request);
  g_string_append_printf (page->json, "{\"$ref\":\"#/components/schemas/%s%s\"}", name,
                          for_request ? "Input" : "");
}

static void
append_text_member (GString *json, const char *name, const char *text)
{
  g_string_append_printf (json, "\"%s\":", name);
  reeve_json_append_string (json, text);
}

static void
append_parameter (GString *json, const char *name, const char *in, gboolean required, const char *schema)
{
  g_string_append_printf (json, "{\"name\":\"%s\",\"in\":\"%s\",\"required\":%s,\"schema\":%s},", name, in,
                          required ? "true" : "false", schema);
}

static void
append_sorts (GString *json, const char *const *sorts)
{
  GString *schema = g_string_new ("{\"type\":\"string\",\"enum\":[");

  for (guint i = 0; sorts[i] != NULL; i++)
    g_string_append_printf (schema, "%s\"%s\",\"-%s\"", i > 0 ? "," : "", sorts[i], sorts[i]);
  g_string_append (schema, "]}");
  append_parameter (json, "sort", "query", FALSE, schema->str);
  g_string_free (schema, TRUE);
}

/* @parameter: from its brace on */
static gboolean
is_rest (const char *parameter)
{
  return g_str_has_prefix (parameter + 1 + strcspn (parameter + 1, ".}"), "...}");
}

static void
append_parameters (GString *json, const ReeveRoute *route)
{
  g_autofree char *limit =
    g_strdup_printf ("{\"type\":\"integer\",\"minimum\":1,\"maximum\":%d,\"default\":%d}",
                     REEVE_QUERY_MAX_LIMIT, REEVE_QUERY_DEFAULT_LIMIT);

  g_string_append (json, "\"parameters\":[");
  for (const char *at = strchr (route->path, '{'); at != NULL; at = strchr (at + 1, '{'))
    {
      g_autofree char *name = g_strndup (at + 1, strcspn (at + 1, ".}"));
      append_parameter (
        json, name, "path", TRUE,
        is_rest (at)
          ? "{\"type\":\"string\",\"description\":\"The rest of the path, its slashes as they are.\"}"
          : "{\"type\":\"string\",\"format\":\"uuid\"}");
    }
  if ((route->flags & REEVE_ROUTE_IF_MATCH) != 0)
    append_parameter (json, "If-Match", "header", TRUE, "{\"type\":\"string\"}");
  if ((route->flags & REEVE_ROUTE_STEP_UP) != 0 || route->wants_code != NULL)
    append_parameter (
      json, "Reeve-Code", "header", route->wants_code == NULL,
      "{\"type\":\"string\",\"description\":\"A fresh code of the caller's second factor, or a "
      "recovery code; each works once.\"}");
  if (route->operation != NULL)
    append_parameter (
      json, "Reeve-Approval", "header", FALSE,
      "{\"type\":\"string\",\"description\":\"Where a rule holds it (403, reason `approval_needed`): the id "
      "of the approval of just this request; of several, with commas between.\"}");
  if ((route->flags & REEVE_ROUTE_WRITES) != 0 && g_str_equal (route->method, "POST"))
    append_parameter (json, "Idempotency-Key", "header", (route->flags & REEVE_ROUTE_CREATES) != 0,
                      "{\"type\":\"string\",\"minLength\":1,\"maxLength\":128}");
  if ((route->flags & REEVE_ROUTE_LIST) != 0)
    {
      append_parameter (json, "limit", "query", FALSE, limit);
      append_parameter (json, "cursor", "query", FALSE, "{\"type\":\"string\"}");
    }
  if ((route->flags & (REEVE_ROUTE_LIST | REEVE_ROUTE_QUERY)) != 0)
    {
      append_parameter (json, "q", "query", FALSE, "{\"type\":\"string\"}");
      if (route->sorts != NULL)
        append_sorts (json, route->sorts);
    }
  for (guint i = 0; route->filters != NULL && route->filters[i] != NULL; i++)
    append_parameter (json, route->filters[i], "query", FALSE, "{\"type\":\"string\"}");
  if (json->str[json->len - 1] == ',')
    g_string_truncate (json, json->len - 1);
  g_string_append (json, "],");
}

static void
append_body (Page *page, const ReeveRoute *route)
{
  if (route->body == NULL && (route->flags & REEVE_ROUTE_LINES) == 0)
    return;
  g_string_append_printf (page->json, "\"requestBody\":{\"required\":true,\"content\":{\"%s\":{\"schema\":",
                          reeve_route_get_body_type (route));
  /* a merge patch may leave out what a create must have */
  if ((route->flags & REEVE_ROUTE_PATCH) != 0)
    g_string_append (page->json, "{\"type\":\"object\"}");
  else if (route->body == NULL)
    g_string_append (page->json, "{\"type\":\"string\"}");
  else
    append_reference (page, route->body (), TRUE);
  g_string_append (page->json, "}}},");
}

/* Each kind once, without its parameters. */
static void
append_export_media (GString *json)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < REEVE_LOG_EXPORT_FORMATS; i++)
    {
      const char *type = reeve_log_export_get_mime_type (i);
      char *media = g_strndup (type, strcspn (type, ";"));

      if (!g_hash_table_contains (seen, media))
        g_string_append_printf (json, "%s\"%s\":{\"schema\":{\"type\":\"string\"}}",
                                g_hash_table_size (seen) > 0 ? "," : "", media);
      g_hash_table_add (seen, media);
    }
}

static void
append_reply (Page *page, const ReeveRoute *route)
{
  gboolean created = (route->flags & REEVE_ROUTE_CREATES) != 0;
  const char *media = (route->flags & REEVE_ROUTE_STREAM) != 0 ? "text/event-stream"
                      : route->media != NULL                   ? route->media
                      : (route->flags & REEVE_ROUTE_RAW) != 0  ? "text/csv"
                                                               : NULL;

  if ((route->flags & REEVE_ROUTE_RAW) != 0 && (route->flags & REEVE_ROUTE_QUERY) != 0)
    {
      g_string_append (page->json, "\"200\":{\"description\":\"Done.\",\"content\":{");
      append_export_media (page->json);
      g_string_append (page->json, "}}");
    }
  else if (media != NULL) /* what is no text has no schema */
    g_string_append_printf (page->json,
                            "\"200\":{\"description\":\"Done.\",\"content\":{\"%s\":{\"schema\":%s}}}", media,
                            g_str_equal (media, "application/octet-stream") ? "{}" : "{\"type\":\"string\"}");
  else if (route->reply == NULL)
    g_string_append (page->json, "\"204\":{\"description\":\"Done.\"}");
  else
    {
      g_string_append_printf (
        page->json, "\"%s\":{\"description\":\"Done.\",\"content\":{\"application/json\":{\"schema\":",
        created ? "201" : "200");
      if ((route->flags & REEVE_ROUTE_LIST) != 0)
        g_string_append (page->json,
                         "{\"type\":\"object\",\"required\":[\"items\"],\"properties\":{\"items\":{\"type\":"
                         "\"array\",\"items\":");
      append_reference (page, route->reply (), FALSE);
      if ((route->flags & REEVE_ROUTE_LIST) != 0)
        g_string_append (
          page->json,
          "},\"next\":{\"type\":[\"string\",\"null\"]},\"total\":{\"type\":\"integer\"},"
          "\"totalIsEstimate\":{\"type\":\"boolean\"},"
          "\"unread\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},"
          "\"description\":\"Parts of what was asked for that are damaged: some or all of them is "
          "missing here. Days of an access log.\"}}}");
      g_string_append (page->json, "}}}");
    }
}

static void
append_responses (Page *page, const ReeveRoute *route)
{
  g_string_append (page->json, "\"responses\":{");
  append_reply (page, route);
  if ((route->flags & REEVE_ROUTE_STEP_UP) != 0 || route->wants_code != NULL)
    g_string_append (page->json, ",\"403\":{\"$ref\":\"#/components/responses/StepUp\"}");
  g_string_append (page->json, ",\"4XX\":{\"$ref\":\"#/components/responses/Problem\"},"
                               "\"5XX\":{\"$ref\":\"#/components/responses/Problem\"}}");
}

static void
append_operation (Page *page, const ReeveRoute *route)
{
  g_autofree char *id = make_operation_id (route);
  g_autofree char *method = g_ascii_strdown (route->method, -1);
  GString *json = page->json;

  g_string_append_printf (json, "\"%s\":{\"operationId\":\"%s\",", method, id);
  append_text_member (json, "summary", route->summary);
  g_string_append_c (json, ',');
  if (route->capability != REEVE_CAPABILITY_NONE)
    g_string_append_printf (
      json, "\"description\":\"Needs the capability `%s`%s.\",", reeve_capability_to_wire (route->capability),
      strstr (route->path, "{workspace}") == NULL ? " in one of the caller's workspaces" : "");
  g_string_append_printf (json, "\"security\":[%s],",
                          (route->flags & REEVE_ROUTE_PUBLIC) != 0 ? ""
                          : (route->flags & REEVE_ROUTE_OPEN) != 0 ? "{\"proof\":[]}"
                                                                   : "{\"token\":[],\"proof\":[]}");
  append_parameters (json, route);
  append_body (page, route);
  append_responses (page, route);
  g_string_append_c (json, '}');
}

static gboolean
is_first_of_path (const Page *page, guint index)
{
  for (guint i = 0; i < index; i++)
    if (g_str_equal (page->routes[i].path, page->routes[index].path))
      return FALSE;
  return TRUE;
}

static void
append_plain_path (GString *json, const char *path)
{
  gsize begin = json->len;

  g_string_append_printf (json, "\"%s\":{", path);
  if (g_str_has_suffix (path, "...}"))
    g_string_erase (json, (gssize) (begin + strlen ("\"") + strlen (path) - strlen ("...}")), strlen ("..."));
}

static void
append_path (Page *page, guint index)
{
  GString *json = page->json;

  /* OpenAPI has no name for a parameter that goes on behind a slash */
  append_plain_path (json, page->routes[index].path);
  for (guint i = index; i < page->n_routes; i++)
    {
      if (!g_str_equal (page->routes[i].path, page->routes[index].path))
        continue;
      if (i > index)
        g_string_append_c (json, ',');
      append_operation (page, &page->routes[i]);
    }
  g_string_append_c (json, '}');
}

static void
append_schemas (Page *page, GPtrArray *types, gboolean for_request)
{
  for (guint i = 0; i < types->len; i++)
    {
      ReeveRecordClass *klass = types->pdata[i];
      g_autofree char *name = to_schema_name (klass->noun);
      g_string_append_printf (page->json, ",\"%s%s\":", name, for_request ? "Input" : "");
      reeve_record_class_append_schema (klass, for_request, page->json);
    }
}

static void
append_components (Page *page)
{
  GString *json = page->json;

  g_string_append (
    json,
    "\"components\":{\"securitySchemes\":{\"token\":{\"type\":\"apiKey\",\"in\":\"header\",\"name\":"
    "\"Authorization\","
    "\"description\":\"`DPoP` and an access token (RFC "
    "9449).\"},\"proof\":{\"type\":\"apiKey\",\"in\":\"header\","
    "\"name\":\"DPoP\",\"description\":\"A proof made for this request, with the server's nonce, and `bh`: "
    "the "
    "SHA-256 of the body in base64url.\"}},\"responses\":{\"Problem\":{\"description\":\"Refused, or "
    "failed.\","
    "\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}},"
    "\"StepUp\":{\"description\":\"Not allowed; or, with the code `second_factor`, `Reeve-Code` is missing "
    "(reason `step_up`), wrong (`code_wrong`, `code_replayed`, `clock_skew`), or the account has no second "
    "factor (`second_factor_missing`).\","
    "\"content\":{\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}},"
    "\"schemas\":{\"Problem\":{\"type\":\"object\",\"required\":[\"status\",\"code\"],\"properties\":{"
    "\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
    "\"code\":{\"type\":\"string\"},\"reason\":{\"type\":\"string\"},\"detail\":{\"type\":\"string\"},"
    "\"incident\":{\"type\":\"string\"},\"retryAfterMs\":{\"type\":\"integer\"},\"errors\":{\"type\":"
    "\"array\","
    "\"items\":{\"type\":\"object\",\"properties\":{\"pointer\":{\"type\":\"string\"},\"reason\":{\"type\":"
    "\"string\"},"
    "\"detail\":{\"type\":\"string\"}}}}}}");
  append_schemas (page, page->outputs, FALSE);
  append_schemas (page, page->inputs, TRUE);
  g_string_append (json, "}}");
}

GBytes *
reeve_openapi_build (const ReeveRoute *routes, guint n_routes)
{
  Page page = { .routes = routes, .n_routes = n_routes, .json = g_string_sized_new (65536) };

  page.inputs = g_ptr_array_new ();
  page.outputs = g_ptr_array_new ();
  g_string_append (
    page.json, "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Reeve\",\"version\":\"" REEVE_VERSION
               "\",\"summary\":\"Administration of workspaces that hold other people's data.\",\"license\":{"
               "\"name\":\"GPL-3.0-or-later\",\"identifier\":\"GPL-3.0-or-later\"}},"
               "\"servers\":[{\"url\":\"/\",\"description\":\"This service.\"}],\"paths\":{");
  for (guint i = 0; i < n_routes; i++)
    {
      if (!is_first_of_path (&page, i))
        continue;
      append_path (&page, i);
      g_string_append_c (page.json, ',');
    }
  g_string_truncate (page.json, page.json->len - 1);
  g_string_append (page.json, "},");
  append_components (&page);
  g_string_append_c (page.json, '}');
  g_ptr_array_unref (page.inputs);
  g_ptr_array_unref (page.outputs);
  return g_string_free_to_bytes (page.json);
}
