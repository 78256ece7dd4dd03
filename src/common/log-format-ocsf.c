/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* OCSF 1.8.0: Account Change (3001), Authentication (3002), Entity Management (3004), API Activity (6003).
 * Where the producer names its own kind of event (metadata.event_code) in words like ours, that is the
 * action; else the class's activity is. */

#include "config.h"

#include "common/log-action.h"
#include "common/log-format-private.h"

#include <string.h>

#define ACCOUNT_CHANGE    3001
#define AUTHENTICATION    3002
#define ENTITY_MANAGEMENT 3004
#define API_ACTIVITY      6003

typedef struct
{
  gint64 class;
  gint64 activity;
  const char *action;
} Activity;

static const Activity activities[] = {
  { ACCOUNT_CHANGE, 1, REEVE_LOG_USER_CREATE },
  { ACCOUNT_CHANGE, 2, REEVE_LOG_USER_RESTORE },
  { ACCOUNT_CHANGE, 3, REEVE_LOG_PASSWORD_CHANGE },
  { ACCOUNT_CHANGE, 4, REEVE_LOG_PASSWORD_RESET },
  { ACCOUNT_CHANGE, 5, REEVE_LOG_USER_SUSPEND },
  { ACCOUNT_CHANGE, 6, REEVE_LOG_USER_DELETE },
  { ACCOUNT_CHANGE, 7, REEVE_LOG_ROLE_ASSIGN },
  { ACCOUNT_CHANGE, 8, REEVE_LOG_ROLE_REMOVE },
  { ACCOUNT_CHANGE, 9, REEVE_LOG_ACCOUNT_LOCK },
  { ACCOUNT_CHANGE, 10, REEVE_LOG_FACTOR_ADD },
  { ACCOUNT_CHANGE, 11, REEVE_LOG_FACTOR_REMOVE },
  { ACCOUNT_CHANGE, 12, REEVE_LOG_ACCOUNT_UNLOCK },
  { ACCOUNT_CHANGE, 99, REEVE_LOG_USER_CHANGE },
  { AUTHENTICATION, 1, REEVE_LOG_SIGN_IN },
  { AUTHENTICATION, 2, REEVE_LOG_SIGN_OUT },
  { AUTHENTICATION, 3, REEVE_LOG_TOKEN_ISSUE },
  { AUTHENTICATION, 4, REEVE_LOG_TOKEN_ISSUE },
  { AUTHENTICATION, 5, REEVE_LOG_TOKEN_REFRESH },
  { AUTHENTICATION, 6, REEVE_LOG_FACTOR_CHALLENGE },
  { AUTHENTICATION, 7, REEVE_LOG_IMPERSONATE },
  { ENTITY_MANAGEMENT, 1, REEVE_LOG_ENTITY_CREATE },
  { ENTITY_MANAGEMENT, 2, REEVE_LOG_ENTITY_READ },
  { ENTITY_MANAGEMENT, 3, REEVE_LOG_ENTITY_CHANGE },
  { ENTITY_MANAGEMENT, 4, REEVE_LOG_ENTITY_DELETE },
  { ENTITY_MANAGEMENT, 5, REEVE_LOG_ENTITY_CHANGE },
  { ENTITY_MANAGEMENT, 6, REEVE_LOG_ENTITY_CHANGE },
  { ENTITY_MANAGEMENT, 7, REEVE_LOG_ENTITY_CHANGE },
  { ENTITY_MANAGEMENT, 8, REEVE_LOG_ENTITY_CHANGE },
  { ENTITY_MANAGEMENT, 9, REEVE_LOG_ENTITY_CHANGE },
  { ENTITY_MANAGEMENT, 10, REEVE_LOG_ENTITY_CHANGE },
  { ENTITY_MANAGEMENT, 11, REEVE_LOG_ENTITY_CHANGE },
  { ENTITY_MANAGEMENT, 12, REEVE_LOG_ENTITY_CHANGE },
  { ENTITY_MANAGEMENT, 13, REEVE_LOG_ENTITY_CHANGE },
  { API_ACTIVITY, 1, REEVE_LOG_REQUEST },
  { API_ACTIVITY, 2, REEVE_LOG_REQUEST },
  { API_ACTIVITY, 3, REEVE_LOG_REQUEST },
  { API_ACTIVITY, 4, REEVE_LOG_REQUEST },
  { API_ACTIVITY, 99, REEVE_LOG_REQUEST },
  { API_ACTIVITY, 0, REEVE_LOG_REQUEST },
};

static gboolean
knows (JsonObject *object)
{
  gint64 number;

  return reeve_log_get_number (object, "class_uid", &number) &&
         reeve_log_get_object (object, "metadata") != NULL;
}

/* "user.suspend", "sign-in" */
static gboolean
is_like_ours (const char *code)
{
  return code != NULL && strspn (code, "abcdefghijklmnopqrstuvwxyz.-") == strlen (code);
}

static gboolean
is_ours (JsonObject *object)
{
  return g_strcmp0 (reeve_log_get_text (object, "metadata.product.vendor_name"), "Reeve") == 0;
}

static const char *
find_action (JsonObject *object, gint64 class)
{
  const char *code = reeve_log_get_text (object, "metadata.event_code");
  gint64 activity;

  if (!reeve_log_get_number (object, "activity_id", &activity))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (activities); i++)
    if (activities[i].class == class && activities[i].activity == activity)
      return is_like_ours (code) || (code != NULL && is_ours (object)) ? code : activities[i].action;
  return NULL;
}

/* "time" is in milliseconds, some producers' in RFC 3339 beside it ("time_dt", profile datetime). */
static gboolean
read_time (JsonObject *object, ReeveAccessEvent *event)
{
  gint64 milliseconds;

  if (reeve_log_get_time (object, "time_dt", &event->time))
    return TRUE;
  if (!reeve_log_get_number (object, "time", &milliseconds) || milliseconds < 0 ||
      milliseconds > G_MAXINT64 / 1000)
    return FALSE;
  event->time = milliseconds * 1000;
  return TRUE;
}

static const char *
get_first (JsonObject *object, const char *const *paths)
{
  const char *text = NULL;

  for (; *paths != NULL && text == NULL; paths++)
    text = reeve_log_get_text (object, *paths);
  return text;
}

/* Who did it, and to whom: in Authentication the user is who came. */
static void
read_who (JsonObject *object, gint64 class, ReeveAccessEvent *event)
{
  static const char *const user_ids[] = { "user.uid", "user.email_addr", "user.name", NULL };
  static const char *const user_names[] = { "user.email_addr", "user.name", "user.full_name", NULL };
  static const char *const actor_ids[] = { "actor.user.uid", "actor.user.email_addr", "actor.user.name",
                                           "actor.app_uid",  "actor.app_name",        NULL };
  static const char *const actor_names[] = { "actor.user.email_addr", "actor.user.name",
                                             "actor.user.full_name", "actor.app_name", NULL };
  static const char *const object_ids[] = { "entity.uid", "entity.name", NULL };
  JsonArray *resources = reeve_log_get_array (object, "resources");
  JsonObject *resource = resources != NULL ? reeve_log_get_element (resources, 0) : NULL;

  if (class == AUTHENTICATION)
    {
      event->actor = get_first (object, user_ids);
      event->actor_name = get_first (object, user_names);
      return;
    }
  event->actor = get_first (object, actor_ids);
  event->actor_name = get_first (object, actor_names);
  if (class == ACCOUNT_CHANGE)
    {
      event->object = get_first (object, user_ids);
      event->object_name = get_first (object, user_names);
    }
  else if (class == ENTITY_MANAGEMENT)
    {
      event->object = get_first (object, object_ids);
      event->object_name = reeve_log_get_text (object, "entity.name");
    }
  else if (resource != NULL)
    {
      event->object = reeve_log_get_text (resource, "uid");
      event->object_name = reeve_log_get_text (resource, "name");
    }
}

/* Of a path that may have a query, the path. An operation that is the action says nothing new. */
static const char *
read_route (ReeveLogContext *context, JsonObject *object, const char *action)
{
  const char *operation = reeve_log_get_text (object, "api.operation");
  const char *method = reeve_log_get_text (object, "http_request.http_method");
  const char *path = reeve_log_get_text (object, "http_request.url.path");

  if (method == NULL || path == NULL)
    return g_strcmp0 (operation, action) != 0 ? operation : NULL;
  return reeve_log_compose (context, "%.32s %.*s", method, (int) MIN (strcspn (path, "?#;"), 512), path);
}

static void
read_result (JsonObject *object, ReeveAccessEvent *event)
{
  gint64 status = 0, disposition = 0;

  reeve_log_get_number (object, "http_response.code", &event->status);
  event->status = CLAMP (event->status, 0, 999);
  reeve_log_get_number (object, "status_id", &status);
  reeve_log_get_number (object, "disposition_id", &disposition);
  event->result = reeve_access_result_from_status (event->status);
  if (disposition == 2) /* Blocked */
    event->result = REEVE_ACCESS_REFUSED;
  else if (disposition == 25) /* Rejected */
    event->result = REEVE_ACCESS_FAILED;
  else if (disposition == 27) /* Error */
    event->result = REEVE_ACCESS_ERROR;
  else if (status == 1)
    event->result = REEVE_ACCESS_OK;
  else if (status == 2 && event->result == REEVE_ACCESS_OK)
    event->result = REEVE_ACCESS_FAILED;
  event->outcome = reeve_log_get_text (object, "status_detail");
  if (event->outcome == NULL)
    event->outcome = reeve_log_get_text (object, "status_code");
}

static const char *
name_source (ReeveLogContext *context, JsonObject *object)
{
  const char *product = reeve_log_get_text (object, "metadata.product.name");

  return product != NULL ? reeve_log_compose (context, "ocsf %s", product) : "ocsf";
}

/* What log-export-ocsf.c wrote: what has no place in the schema, and whose event it was before it was ours.
 */
static void
read_ours (JsonObject *object, ReeveAccessEvent *event)
{
  const char *source = reeve_log_get_text (object, "metadata.source");
  const char *id = reeve_log_get_text (object, "metadata.original_event_uid");
  const char *text;

  if (!is_ours (object))
    return;
  if (source != NULL && id != NULL)
    {
      event->source = source;
      event->source_id = id;
    }
  if ((text = reeve_log_get_text (object, "unmapped.object")) != NULL)
    event->object = text;
  if ((text = reeve_log_get_text (object, "unmapped.objectName")) != NULL)
    event->object_name = text;
  if ((text = reeve_log_get_text (object, "unmapped.route")) != NULL)
    event->route = text;
  reeve_log_get_number (object, "unmapped.durationUs", &event->duration_us);
  event->duration_us = MAX (event->duration_us, 0);
  reeve_log_get_number (object, "unmapped.bytesOut", &event->bytes_out);
}

static ReeveLogVerdict
read_object (ReeveLogContext *context, JsonObject *object, guint index, ReeveAccessEvent *event)
{
  static const char *const addresses[] = { "src_endpoint.ip", "src_endpoint.hostname", "src_endpoint.name",
                                           NULL };
  static const char *const sessions[] = { "session.uid", "actor.session.uid", NULL };
  gint64 class, duration = 0;

  (void) index;
  if (!reeve_log_get_number (object, "class_uid", &class))
    return reeve_log_broken (context, "not_of_format");
  event->action = find_action (object, class);
  if (event->action == NULL)
    return reeve_log_unknown (context, reeve_log_compose (context, "class %" G_GINT64_FORMAT, class));
  if (!read_time (object, event))
    return reeve_log_broken (context, "no_time");
  read_result (object, event);
  read_who (object, class, event);
  reeve_log_get_number (object, "duration", &duration);
  event->duration_us = CLAMP (duration, 0, G_MAXINT64 / 1000) * 1000;
  reeve_log_get_number (object, "http_response.length", &event->bytes_out);
  event->address = get_first (object, addresses);
  event->session = get_first (object, sessions);
  event->agent = reeve_log_get_text (object, "http_request.user_agent");
  event->route = read_route (context, object, event->action);
  event->source = name_source (context, object);
  event->source_id = reeve_log_get_text (object, "metadata.uid");
  event->text = reeve_log_get_text (object, "message");
  read_ours (object, event);
  event->bytes_out = MAX (event->bytes_out, 0);
  return REEVE_LOG_EVENT;
}

const ReeveLogFormatKind reeve_log_format_ocsf = { .word = "ocsf",
                                                   .knows = knows,
                                                   .read_object = read_object };
