/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Which of OCSF's classes an action belongs to, and its activity there (schema.ocsf.io/1.8.0: the enums of
 * activity_id). Reeve's own actions (http/routes.c, web/pages.c) and those of other systems (log-action.h)
 * that tell of an account or a sign-in are named; of others the verb tells. */

#include "config.h"

#include "common/log-action.h"
#include "common/log-export-private.h"

#include <string.h>

typedef struct
{
  const char *action;
  guint activity;
} Known;

static const Known authentications[] = {
  { REEVE_LOG_SIGN_IN, 1 },          { "session.begin", 1 },
  { REEVE_LOG_SESSION_START, 1 },    { REEVE_LOG_APP_OPEN, 1 },
  { REEVE_LOG_SIGN_OUT, 2 },         { REEVE_LOG_SESSION_END, 2 },
  { "session.end-all", 2 },          { "sessions.end-all", 2 },
  { REEVE_LOG_TOKEN_ISSUE, 3 },      { REEVE_LOG_TOKEN_REFRESH, 5 },
  { REEVE_LOG_FACTOR_CHALLENGE, 6 }, { REEVE_LOG_FACTOR_VERIFY, 6 },
  { REEVE_LOG_IMPERSONATE, 7 },
};

static const Known account_changes[] = {
  { REEVE_LOG_USER_CREATE, 1 },
  { REEVE_LOG_USER_RESTORE, 2 },
  { REEVE_LOG_PASSWORD_CHANGE, 3 },
  { "account.password", 3 },
  { REEVE_LOG_PASSWORD_RESET, 4 },
  { REEVE_LOG_PASSWORD_ASK_RESET, 4 },
  { "account.reset-password", 4 },
  { REEVE_LOG_USER_SUSPEND, 5 },
  { REEVE_LOG_USER_DELETE, 6 },
  { REEVE_LOG_ROLE_ASSIGN, 7 },
  { REEVE_LOG_ROLE_REMOVE, 8 },
  { REEVE_LOG_ACCOUNT_LOCK, 9 },
  { "user.lock", 9 },
  { REEVE_LOG_FACTOR_ADD, 10 },
  { "second-factor.enrol", 10 },
  { REEVE_LOG_FACTOR_REMOVE, 11 },
  { "second-factor.reset", 11 },
  { REEVE_LOG_ACCOUNT_UNLOCK, 12 },
  { "user.unlock", 12 },
  { REEVE_LOG_USER_CHANGE, 99 },
  { "user.save", 99 },
  { REEVE_LOG_FACTOR_CHANGE, 99 },
  { REEVE_LOG_EMAIL_CHANGE, 99 },
  { REEVE_LOG_EMAIL_VERIFY, 99 },
  { REEVE_LOG_ACCOUNT_LINK, 99 },
  { REEVE_LOG_ACCOUNT_UNLINK, 99 },
  { "account.confirm", 99 },
};

/* Of "group.delete" the part behind the dot. */
static const Known entity_verbs[] = {
  { "create", 1 }, { "import", 1 }, { "read", 2 },   { "export", 2 },   { "save", 3 },
  { "change", 3 }, { "delete", 4 }, { "revoke", 4 }, { "withdraw", 4 },
};

static const Known methods[] = {
  { "POST ", 1 }, { "GET ", 2 }, { "HEAD ", 2 }, { "PUT ", 3 }, { "PATCH ", 3 }, { "DELETE ", 4 },
};

static const char *const authentication_names[] = { "Unknown",
                                                    "Logon",
                                                    "Logoff",
                                                    "Authentication Ticket",
                                                    "Service Ticket Request",
                                                    "Service Ticket Renew",
                                                    "Preauth",
                                                    "Account Switch" };
static const char *const account_names[] = {
  "Unknown",       "Create",        "Enable", "Password Change",   "Password Reset",     "Disable", "Delete",
  "Attach Policy", "Detach Policy", "Lock",   "MFA Factor Enable", "MFA Factor Disable", "Unlock"
};
static const char *const crud_names[] = { "Unknown", "Create", "Read", "Update", "Delete" };

static guint
find_known (const Known *known, gsize n_known, const char *action)
{
  for (gsize i = 0; i < n_known; i++)
    if (strcmp (known[i].action, action) == 0)
      return known[i].activity;
  return 0;
}

static ReeveOcsfActivity
make_activity (guint class, guint activity, const char *const *names)
{
  return (ReeveOcsfActivity) { class, activity, activity != 99 ? names[activity] : NULL };
}

/* What the method tells; an action of another system without one is Other, or not known at all. */
static ReeveOcsfActivity
classify_call (const ReeveAccessEvent *event)
{
  for (gsize i = 0; event->route != NULL && i < G_N_ELEMENTS (methods); i++)
    if (g_str_has_prefix (event->route, methods[i].action))
      return make_activity (REEVE_OCSF_API_ACTIVITY, methods[i].activity, crud_names);
  return make_activity (REEVE_OCSF_API_ACTIVITY, reeve_log_export_says (event->action) ? 99 : 0, crud_names);
}

ReeveOcsfActivity
reeve_log_export_classify (const ReeveAccessEvent *event)
{
  gboolean has_object = reeve_log_export_says (event->object);
  guint activity;
  const char *dot;

  if (!reeve_log_export_says (event->action))
    return classify_call (event);
  activity = find_known (authentications, G_N_ELEMENTS (authentications), event->action);
  if (activity != 0)
    return make_activity (REEVE_OCSF_AUTHENTICATION, activity, authentication_names);
  activity = find_known (account_changes, G_N_ELEMENTS (account_changes), event->action);
  if (activity != 0 && (has_object || reeve_log_export_says (event->actor)))
    return make_activity (REEVE_OCSF_ACCOUNT_CHANGE, activity, account_names);
  dot = strrchr (event->action, '.');
  activity = dot != NULL ? find_known (entity_verbs, G_N_ELEMENTS (entity_verbs), dot + 1) : 0;
  if (activity != 0 && has_object)
    return make_activity (REEVE_OCSF_ENTITY_MANAGEMENT, activity, crud_names);
  return classify_call (event);
}
