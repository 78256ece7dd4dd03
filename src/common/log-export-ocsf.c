/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* OCSF 1.8.0 (schema.ocsf.io/1.8.0), an object a line: Account Change (3001), Authentication (3002), Entity
 * Management (3004), API Activity (6003), with the profiles datetime and security_control. What the classes
 * have no place for stands in "unmapped", by the names of an event's JSON; log-format-ocsf.c reads all of it
 * back. Nobody is made up: an account that is not known is a user whose account is "unknown". */

#include "config.h"

#include "common/json.h"
#include "common/log-export-private.h"

#include <string.h>

#define LOG_NAME     "\"log_name\":\"access-log\""
#define UNKNOWN_USER "{\"type_id\":0,\"account\":{\"name\":\"unknown\"}"

/* --- JSON --- */

/* Of an object that is open: a comma unless it is the first. */
static void
append_name (GString *out, const char *name)
{
  if (out->str[out->len - 1] != '{')
    g_string_append_c (out, ',');
  g_string_append_c (out, '"');
  g_string_append (out, name);
  g_string_append (out, "\":");
}

static void
append_text (GString *out, const char *name, const char *text)
{
  if (!reeve_log_export_says (text))
    return;
  append_name (out, name);
  reeve_json_append_string (out, text);
}

static void
append_number (GString *out, const char *name, gint64 number)
{
  char text[32];

  append_name (out, name);
  g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
  g_string_append (out, text);
}

static void
open_object (GString *out, const char *name)
{
  append_name (out, name);
  g_string_append_c (out, '{');
}

static void
close_object (GString *out)
{
  g_string_append_c (out, '}');
}

/* --- Objects --- */

/* Of a class that says who it is, and of the schema's email_t, more than this cannot be told from a text. */
static gboolean
is_email (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at > text && at[1] != '\0' &&
         strspn (text,
                 "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.!#$%&'*+/=?^_`{|}~-") ==
           (gsize) (at - text) &&
         strspn (at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") ==
           strlen (at + 1);
}

/* A user has at least one of account, name and uid. */
static void
append_user (GString *out, const char *id, const char *name)
{
  append_name (out, "user");
  if (!reeve_log_export_says (id))
    {
      g_string_append (out, UNKNOWN_USER);
      append_text (out, "full_name", name);
      close_object (out);
      return;
    }
  g_string_append_c (out, '{');
  append_text (out, "uid", id);
  append_text (out, "name", name);
  if (reeve_log_export_says (name) && is_email (name))
    append_text (out, "email_addr", name);
  close_object (out);
}

static void
append_session (GString *out, const char *session)
{
  if (!reeve_log_export_says (session))
    return;
  open_object (out, "session");
  append_text (out, "uid", session);
  close_object (out);
}

static void
append_actor (GString *out, const ReeveAccessEvent *event)
{
  open_object (out, "actor");
  append_user (out, event->actor, event->actor_name);
  append_session (out, event->session);
  close_object (out);
}

/* What has no address came from within. */
static void
append_source (GString *out, const ReeveAccessEvent *event)
{
  open_object (out, "src_endpoint");
  if (!reeve_log_export_says (event->address))
    append_text (out, "svc_name", reeve_log_export_says (event->source) ? event->source : "Reeve");
  else
    append_text (out, reeve_log_export_get_family (event->address) != 0 ? "ip" : "name", event->address);
  close_object (out);
}

/* A request with its path; the query was never kept. TRUE if the route found its place. */
static gboolean
append_request (GString *out, const ReeveAccessEvent *event)
{
  const char *path = reeve_log_export_find_path (event->route);
  g_autofree char *method = NULL;

  if (path == NULL && !reeve_log_export_says (event->agent))
    return FALSE;
  open_object (out, "http_request");
  if (path != NULL)
    {
      method = g_strndup (event->route, (gsize) (path - event->route - 1));
      append_text (out, "http_method", method);
      open_object (out, "url");
      append_text (out, "path", path);
      close_object (out);
    }
  append_text (out, "user_agent", event->agent);
  close_object (out);
  return path != NULL;
}

/* TRUE if the size found its place: an integer_t, of 32 bits with many readers, and of a response only. */
static gboolean
append_response (GString *out, const ReeveAccessEvent *event)
{
  gboolean fits = event->bytes_out > 0 && event->bytes_out <= G_MAXINT32;

  if (event->status == 0)
    return FALSE;
  open_object (out, "http_response");
  append_number (out, "code", event->status);
  if (fits)
    append_number (out, "length", event->bytes_out);
  close_object (out);
  return fits;
}

static void
append_metadata (GString *out, const ReeveLogExportScope *scope, const ReeveAccessEvent *event)
{
  char id[32];

  g_snprintf (id, sizeof id, "%" G_GINT64_FORMAT, event->time);
  g_string_append (out,
                   ",\"metadata\":{\"version\":\"1.8.0\",\"profiles\":[\"datetime\",\"security_control\"],"
                   "\"product\":{\"name\":\"Reeve\",\"vendor_name\":\"Reeve\",\"version\":\"" REEVE_VERSION
                   "\"}," LOG_NAME);
  append_text (out, "uid", id);
  append_text (out, "event_code", event->action);
  append_text (out, "source", event->source);
  append_text (out, "original_event_uid", event->source_id);
  append_text (out, "tenant_uid", scope->workspace);
  close_object (out);
}

/* --- The classes --- */

static const char *
name_class (guint class)
{
  switch (class)
    {
    case REEVE_OCSF_ACCOUNT_CHANGE:
      return "Account Change";
    case REEVE_OCSF_AUTHENTICATION:
      return "Authentication";
    case REEVE_OCSF_ENTITY_MANAGEMENT:
      return "Entity Management";
    default:
      return "API Activity";
    }
}

static void
append_class (GString *out, const ReeveOcsfActivity *activity, const ReeveAccessEvent *event)
{
  append_number (out, "category_uid", activity->class / 1000);
  append_number (out, "class_uid", activity->class);
  append_text (out, "class_name", name_class (activity->class));
  append_number (out, "activity_id", activity->activity);
  append_text (out, "activity_name", activity->name != NULL ? activity->name : event->action);
  append_number (out, "type_uid", (gint64) activity->class * 100 + activity->activity);
}

/* A failure of whoever asked, a refusal and a failure of whoever answered are told apart by the disposition.
 */
static void
append_result (GString *out, const ReeveAccessEvent *event)
{
  static const char *const words[REEVE_ACCESS_RESULTS] = {
    [REEVE_ACCESS_OK] =
      ",\"severity_id\":1,\"status_id\":1,\"status\":\"Success\","
      "\"action_id\":1,\"action\":\"Allowed\",\"disposition_id\":1,\"disposition\":\"Allowed\"",
    [REEVE_ACCESS_FAILED] =
      ",\"severity_id\":2,\"status_id\":2,\"status\":\"Failure\","
      "\"action_id\":2,\"action\":\"Denied\",\"disposition_id\":25,\"disposition\":\"Rejected\"",
    [REEVE_ACCESS_REFUSED] =
      ",\"severity_id\":2,\"status_id\":2,\"status\":\"Failure\","
      "\"action_id\":2,\"action\":\"Denied\",\"disposition_id\":2,\"disposition\":\"Blocked\"",
    [REEVE_ACCESS_ERROR] =
      ",\"severity_id\":3,\"status_id\":2,\"status\":\"Failure\","
      "\"action_id\":0,\"action\":\"Unknown\",\"disposition_id\":27,\"disposition\":\"Error\"",
  };

  g_string_append (out, words[event->result]);
  append_text (out, "status_detail", event->outcome);
}

/* Who it was about. @has_object: whether the class had a place for the event's object. */
static void
append_parties (GString *out, guint class, const ReeveAccessEvent *event, gboolean *has_object)
{
  const char *service = reeve_log_export_says (event->source) ? event->source : "Reeve";
  const char *dot = event->action != NULL ? strrchr (event->action, '.') : NULL;
  g_autofree char *type = dot != NULL ? g_strndup (event->action, (gsize) (dot - event->action)) : NULL;

  *has_object = class != REEVE_OCSF_AUTHENTICATION;
  if (class == REEVE_OCSF_AUTHENTICATION)
    {
      append_user (out, event->actor, event->actor_name);
      append_session (out, event->session);
      open_object (out, "service");
      append_text (out, "name", service);
      close_object (out);
      return;
    }
  append_actor (out, event);
  if (class == REEVE_OCSF_ACCOUNT_CHANGE && reeve_log_export_says (event->object))
    append_user (out, event->object, event->object_name);
  else if (class == REEVE_OCSF_ACCOUNT_CHANGE) /* one's own account */
    {
      append_user (out, event->actor, event->actor_name);
      *has_object = FALSE;
    }
  else if (class == REEVE_OCSF_ENTITY_MANAGEMENT)
    {
      open_object (out, "entity");
      append_text (out, "uid", event->object);
      append_text (out, "name", event->object_name);
      append_text (out, "type", type);
      close_object (out);
    }
}

/* API Activity's own: what was called, and upon what. */
static void
append_call (GString *out, const ReeveAccessEvent *event)
{
  gboolean is_path = reeve_log_export_find_path (event->route) != NULL;
  const char *operation = !is_path && reeve_log_export_says (event->route) ? event->route : event->action;

  open_object (out, "api");
  if (!reeve_log_export_says (operation))
    operation = is_path ? event->route : "request";
  append_text (out, "operation", operation);
  close_object (out);
  if (reeve_log_export_says (event->object) || reeve_log_export_says (event->object_name))
    {
      g_string_append (out, ",\"resources\":[{");
      append_text (out, "uid", event->object);
      append_text (out, "name", event->object_name);
      g_string_append (out, "}]");
    }
}

static void
append_unmapped (GString *out, const ReeveAccessEvent *event, gboolean object, gboolean route, gboolean bytes)
{
  gsize start = out->len;

  open_object (out, "unmapped");
  gsize inside = out->len;
  if (!object)
    {
      append_text (out, "object", event->object);
      append_text (out, "objectName", event->object_name);
    }
  if (!route)
    append_text (out, "route", event->route);
  if (!bytes && event->bytes_out > 0)
    append_number (out, "bytesOut", event->bytes_out);
  if (event->duration_us % 1000 != 0)
    append_number (out, "durationUs", event->duration_us);
  if (out->len == inside)
    g_string_truncate (out, start);
  else
    close_object (out);
}

static void
append (const ReeveLogExportScope *scope, const ReeveAccessEvent *event, GString *out)
{
  ReeveOcsfActivity activity = reeve_log_export_classify (event);
  gboolean object, route, bytes;

  g_string_append_c (out, '{');
  append_class (out, &activity, event);
  append_number (out, "time", event->time / 1000);
  append_name (out, "time_dt");
  reeve_json_append_time (out, event->time);
  append_metadata (out, scope, event);
  append_result (out, event);
  append_parties (out, activity.class, event, &object);
  append_source (out, event);
  route = append_request (out, event) || activity.class == REEVE_OCSF_API_ACTIVITY;
  if (activity.class == REEVE_OCSF_API_ACTIVITY)
    append_call (out, event);
  bytes = append_response (out, event);
  if (event->duration_us > 0)
    append_number (out, "duration", event->duration_us / 1000);
  append_text (out, "message", event->text);
  append_unmapped (out, event, object, route, bytes);
  g_string_append (out, "}\n");
}

/* Of the metadata, before which nothing has members of others. */
static const char *
find_id (const char *line)
{
  static const char begin[] = LOG_NAME ",\"uid\":\"";
  const char *name = strstr (line, begin);

  return name != NULL ? name + strlen (begin) : NULL;
}

const ReeveLogExportKind reeve_log_export_ocsf = { .word = "ocsf",
                                                   .mime_type = "application/jsonl; charset=utf-8",
                                                   .suffix = ".ocsf.jsonl",
                                                   .append = append,
                                                   .find_id = find_id };
