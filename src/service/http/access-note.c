/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/http/access-note.h"

#include "common/log-action.h"
#include "service/api/memberships.h"
#include "service/store/access-log.h"
#include "service/web/pages.h"

/* --- What it was --- */

/* An access log speaks one language, whoever's door it was. */
static const char *
get_action (const ReeveExchange *exchange)
{
  static const struct
  {
    const char *audited;
    const char *action;
  } actions[] = {
    { "session.begin", REEVE_LOG_SIGN_IN },
    { "account.password", REEVE_LOG_PASSWORD_CHANGE },
    { "account.reset-password", REEVE_LOG_PASSWORD_RESET },
    { "second-factor.enrol", REEVE_LOG_FACTOR_ADD },
  };
  const ReeveRoute *route = exchange->match.route;
  const char *audited = route != NULL            ? route->audit_action
                        : exchange->page != NULL ? exchange->page->audit_action
                                                 : NULL;

  if (route != NULL && g_str_has_prefix (route->path, "/v1/sign-out"))
    return REEVE_LOG_SIGN_OUT;
  if (exchange->action != NULL)
    return exchange->action;
  if (exchange->page != NULL && !g_str_equal (exchange->method, "POST"))
    return NULL; /* looking at a form is not what it does */
  for (guint i = 0; i < G_N_ELEMENTS (actions) && audited != NULL; i++)
    if (g_str_equal (audited, actions[i].audited))
      return actions[i].action;
  return audited;
}

/* --- Gathering --- */

/* (nullable): what the path names beyond the workspace, whose log it is anyway */
static const char *
get_object (const ReeveExchange *exchange)
{
  const char *last = reeve_match_get_last (&exchange->match);

  return g_strcmp0 (last, exchange->workspace) != 0 ? last : NULL;
}

/* Of the record that is answered, if it is the one that was asked for: what people call it. */
static void
take_name (ReeveExchange *exchange, ReeveCall *call)
{
  static const char *const names[] = { "display-name", "name", "email", NULL };
  const char *object = get_object (exchange);
  ReeveRecordClass *klass = call->reply != NULL ? REEVE_RECORD_GET_CLASS (call->reply) : NULL;
  const ReeveField *field = klass != NULL ? reeve_record_class_find_field (klass, "id") : NULL;

  if (field == NULL || object == NULL || exchange->object_name != NULL ||
      g_strcmp0 (*(char **) reeve_record_field (call->reply, field), object) != 0)
    return;
  for (guint i = 0; names[i] != NULL && exchange->object_name == NULL; i++)
    {
      field = reeve_record_class_find_field (klass, names[i]);
      if (field != NULL && (field->type == REEVE_FIELD_TEXT || field->type == REEVE_FIELD_EMAIL))
        exchange->object_name = g_strdup (*(char **) reeve_record_field (call->reply, field));
    }
}

/* What was rolled back came to nothing. */
static void
take_what_it_came_to (ReeveExchange *exchange, ReeveCall *call)
{
  if (exchange->outcome != NULL || call->n_audited == 0 || call->came_to == NULL)
    return;
  exchange->came_to = call->came_to;
  g_set_str (&exchange->came_to_in, call->came_to_in != NULL ? call->came_to_in : call->workspace);
}

static void
find_informed (ReeveInstallation *installation, ReeveExchange *exchange, gint64 deadline)
{
  g_autoptr (GError) error = NULL;

  exchange->informed = reeve_memberships_get_informed (installation, exchange->account, deadline, &error);
  if (exchange->informed == NULL)
    g_warning ("the access logs of an account's workspaces miss an event: %s", error->message);
}

void
reeve_access_note_gather (ReeveInstallation *installation, ReeveExchange *exchange, ReeveCall *call)
{
  const char *object = get_object (exchange);

  exchange->action = call->noted_action;
  /* Of many at once none is the one. */
  if (call->n_audited == 1 || (call->n_audited > 1 && object == NULL && call->reply != NULL))
    {
      g_set_str (&exchange->object, call->audited_object);
      g_set_str (&exchange->object_name, call->audited_name);
    }
  if (call->about != NULL)
    {
      g_set_str (&exchange->object, call->about);
      g_set_str (&exchange->object_name, call->about_name);
    }
  take_name (exchange, call);
  take_what_it_came_to (exchange, call);
  if (exchange->account == NULL && call->concerned != NULL)
    {
      g_set_str (&exchange->account, call->concerned);
      g_set_str (&exchange->account_name, call->concerned_name);
    }
  g_set_str (&exchange->stranger, call->stranger);
  if (exchange->workspace == NULL && exchange->account != NULL && get_action (exchange) != NULL)
    find_informed (installation, exchange, call->deadline);
}

/* --- Writing --- */

/* Never with the token behind it. */
static const char *
get_page_path (const ReeveExchange *exchange)
{
  return exchange->token != NULL ? exchange->page->link_path : exchange->page->path;
}

static char *
name_route (const ReeveExchange *exchange)
{
  const ReeveRoute *route = exchange->match.route;

  return g_strconcat (exchange->known_method ? exchange->method : "-", " ",
                      exchange->page != NULL ? get_page_path (exchange)
                      : route != NULL        ? route->path
                                             : "-",
                      NULL);
}

/* (nullable): as the log of @workspace (nullable) tells it; another's rights are none of its business */
static const char *
get_outcome (const ReeveExchange *exchange, const char *workspace)
{
  if (exchange->hidden)
    return "denied";
  if (exchange->outcome != NULL || g_strcmp0 (workspace, exchange->came_to_in) != 0)
    return exchange->outcome;
  return exchange->came_to;
}

void
reeve_access_note_write (ReeveInstallation *installation, ReeveExchange *exchange)
{
  const ReeveRoute *route = exchange->match.route;
  ReeveAccessLog *log = reeve_installation_get_access_log (installation);
  g_autofree char *named = NULL;

  if (exchange->noted || (route != NULL && (route->flags & REEVE_ROUTE_QUIET) != 0))
    return;
  exchange->noted = TRUE;
  named = name_route (exchange);
  ReeveAccessEvent event = {
    .time = exchange->time,
    .duration_us = g_get_monotonic_time () - exchange->started,
    .status = exchange->status,
    .bytes_out = exchange->reply != NULL ? (gint64) g_bytes_get_size (exchange->reply) : exchange->sent,
    .result = exchange->hidden ? REEVE_ACCESS_REFUSED : reeve_access_result_from_status (exchange->status),
    .action = get_action (exchange),
    .actor = exchange->account != NULL ? exchange->account : exchange->stranger,
    .actor_name = exchange->account_name,
    .address = exchange->address,
    .agent = exchange->user_agent,
    .object = exchange->object != NULL ? exchange->object : get_object (exchange),
    .object_name = exchange->object_name,
    .outcome = get_outcome (exchange, exchange->workspace),
    .route = named,
    .session = exchange->session,
  };
  reeve_access_log_append (log, exchange->workspace, &event);
  for (guint i = 0; exchange->informed != NULL && exchange->informed[i] != NULL; i++)
    {
      event.outcome = get_outcome (exchange, exchange->informed[i]);
      reeve_access_log_append (log, exchange->informed[i], &event);
    }
}
