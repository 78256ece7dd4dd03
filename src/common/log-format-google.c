/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Activities of Google Workspace's Reports API (admin#reports#activity): the applications login and
 * user_accounts, and what admin did to accounts. An activity has a list of events; some exporters write one
 * event without a list. */

#include "config.h"

#include "common/log-action.h"
#include "common/log-format-private.h"

#include <string.h>

typedef struct
{
  const char *name;
  const char *action;
  ReeveAccessResult result;
} Known;

static const Known known[] = {
  { "login_success", REEVE_LOG_SIGN_IN, REEVE_ACCESS_OK },
  { "login_failure", REEVE_LOG_SIGN_IN, REEVE_ACCESS_FAILED },
  { "login_challenge", REEVE_LOG_FACTOR_CHALLENGE, REEVE_ACCESS_OK },
  { "login_verification", REEVE_LOG_FACTOR_VERIFY, REEVE_ACCESS_OK },
  { "logout", REEVE_LOG_SIGN_OUT, REEVE_ACCESS_OK },
  { "user_signed_out_due_to_suspicious_session_cookie", REEVE_LOG_SIGN_OUT, REEVE_ACCESS_REFUSED },
  { "risky_sensitive_action_allowed", REEVE_LOG_POLICY_DECIDE, REEVE_ACCESS_OK },
  { "risky_sensitive_action_blocked", REEVE_LOG_POLICY_DECIDE, REEVE_ACCESS_REFUSED },
  { "suspicious_login", REEVE_LOG_WARNING, REEVE_ACCESS_OK },
  { "suspicious_login_less_secure_app", REEVE_LOG_WARNING, REEVE_ACCESS_OK },
  { "suspicious_programmatic_login", REEVE_LOG_WARNING, REEVE_ACCESS_OK },
  { "gov_attack_warning", REEVE_LOG_WARNING, REEVE_ACCESS_OK },
  { "account_disabled_generic", REEVE_LOG_ACCOUNT_LOCK, REEVE_ACCESS_OK },
  { "account_disabled_hijacked", REEVE_LOG_ACCOUNT_LOCK, REEVE_ACCESS_OK },
  { "account_disabled_password_leak", REEVE_LOG_ACCOUNT_LOCK, REEVE_ACCESS_OK },
  { "account_disabled_spamming", REEVE_LOG_ACCOUNT_LOCK, REEVE_ACCESS_OK },
  { "account_disabled_spamming_through_relay", REEVE_LOG_ACCOUNT_LOCK, REEVE_ACCESS_OK },
  { "2sv_enroll", REEVE_LOG_FACTOR_ADD, REEVE_ACCESS_OK },
  { "2sv_disable", REEVE_LOG_FACTOR_REMOVE, REEVE_ACCESS_OK },
  { "passkey_enrolled", REEVE_LOG_FACTOR_ADD, REEVE_ACCESS_OK },
  { "passkey_removed", REEVE_LOG_FACTOR_REMOVE, REEVE_ACCESS_OK },
  { "titanium_enroll", REEVE_LOG_FACTOR_ADD, REEVE_ACCESS_OK },
  { "titanium_unenroll", REEVE_LOG_FACTOR_REMOVE, REEVE_ACCESS_OK },
  { "password_edit", REEVE_LOG_PASSWORD_CHANGE, REEVE_ACCESS_OK },
  { "recovery_email_edit", REEVE_LOG_EMAIL_CHANGE, REEVE_ACCESS_OK },
  { "recovery_phone_edit", REEVE_LOG_FACTOR_CHANGE, REEVE_ACCESS_OK },
  { "recovery_secret_qa_edit", REEVE_LOG_FACTOR_CHANGE, REEVE_ACCESS_OK },
  { "CREATE_USER", REEVE_LOG_USER_CREATE, REEVE_ACCESS_OK },
  { "DELETE_USER", REEVE_LOG_USER_DELETE, REEVE_ACCESS_OK },
  { "SUSPEND_USER", REEVE_LOG_USER_SUSPEND, REEVE_ACCESS_OK },
  { "UNSUSPEND_USER", REEVE_LOG_USER_RESTORE, REEVE_ACCESS_OK },
  { "CHANGE_PASSWORD", REEVE_LOG_PASSWORD_RESET, REEVE_ACCESS_OK },
  { "RESET_SIGNIN_COOKIES", REEVE_LOG_SIGN_OUT, REEVE_ACCESS_OK },
  { "ASSIGN_ROLE", REEVE_LOG_ROLE_ASSIGN, REEVE_ACCESS_OK },
  { "UNASSIGN_ROLE", REEVE_LOG_ROLE_REMOVE, REEVE_ACCESS_OK },
};

static gboolean
knows (JsonObject *object)
{
  const char *kind = reeve_log_get_text (object, "kind");

  if (kind != NULL)
    return strcmp (kind, "admin#reports#activity") == 0;
  return reeve_log_get_text (object, "id.applicationName") != NULL &&
         json_object_has_member (object, "events");
}

static guint
count (JsonObject *object)
{
  JsonArray *events = reeve_log_get_array (object, "events");

  return events != NULL ? json_array_get_length (events) : 1;
}

static JsonObject *
get_event (JsonObject *object, guint index)
{
  JsonArray *events = reeve_log_get_array (object, "events");

  return events != NULL ? reeve_log_get_element (events, index) : reeve_log_get_object (object, "events");
}

/* (nullable) */
static const char *
get_parameter (JsonObject *event, const char *name)
{
  JsonArray *parameters = reeve_log_get_array (event, "parameters");

  for (guint i = 0; parameters != NULL && i < json_array_get_length (parameters); i++)
    {
      JsonObject *parameter = reeve_log_get_element (parameters, i);

      if (parameter != NULL && g_strcmp0 (reeve_log_get_text (parameter, "name"), name) == 0)
        return reeve_log_get_text (parameter, "value");
    }
  return NULL;
}

static const Known *
find_known (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i].name, name) == 0)
      return &known[i];
  return NULL;
}

static void
read_outcome (JsonObject *theirs, ReeveAccessEvent *event)
{
  const char *failure = get_parameter (theirs, "login_failure_type");
  const char *status = get_parameter (theirs, "login_challenge_status");

  event->outcome = failure != NULL ? failure : status;
  if (failure != NULL && (strstr (failure, "disabled") != NULL || strstr (failure, "disallowed") != NULL))
    event->result = REEVE_ACCESS_REFUSED;
  else if (status != NULL && strstr (status, "assed") == NULL) /* "Challenge Passed.", "passed" */
    event->result = REEVE_ACCESS_FAILED;
}

static void
read_who (ReeveLogContext *context, JsonObject *object, JsonObject *theirs, ReeveAccessEvent *event)
{
  gint64 number;

  event->actor_name = reeve_log_get_text (object, "actor.email");
  event->actor = reeve_log_get_text (object, "actor.profileId");
  if (event->actor == NULL && reeve_log_get_number (object, "actor.profileId", &number))
    event->actor = reeve_log_compose (context, "%" G_GINT64_FORMAT, number);
  if (event->actor == NULL)
    event->actor = event->actor_name != NULL ? event->actor_name : reeve_log_get_text (object, "actor.key");
  event->object = get_parameter (theirs, "affected_email_address");
  if (event->object == NULL)
    event->object = get_parameter (theirs, "USER_EMAIL");
  event->object_name = get_parameter (theirs, "ROLE_NAME");
}

/* One activity's events share its id: the ordinal tells them apart. */
static void
name_source (ReeveLogContext *context, JsonObject *object, guint index, ReeveAccessEvent *event)
{
  const char *customer = reeve_log_get_text (object, "id.customerId");
  const char *application = reeve_log_get_text (object, "id.applicationName");
  const char *time = reeve_log_get_text (object, "id.time");
  const char *id = reeve_log_get_text (object, "id.uniqueQualifier");
  gint64 number;

  event->source = customer != NULL ? reeve_log_compose (context, "google %s", customer) : "google";
  if (id == NULL && reeve_log_get_number (object, "id.uniqueQualifier", &number))
    id = reeve_log_compose (context, "%" G_GINT64_FORMAT, number);
  if (id != NULL)
    event->source_id =
      reeve_log_compose (context, "%s %s %s %u", application != NULL ? application : "", time, id, index);
}

static ReeveLogVerdict
read_object (ReeveLogContext *context, JsonObject *object, guint index, ReeveAccessEvent *event)
{
  JsonObject *theirs = get_event (object, index);
  const char *name = theirs != NULL ? reeve_log_get_text (theirs, "name") : NULL;
  const char *type;
  const Known *found;

  if (name == NULL)
    return reeve_log_broken (context, "not_of_format");
  found = find_known (name);
  if (found == NULL)
    return reeve_log_unknown (context, name);
  if (!reeve_log_get_time (object, "id.time", &event->time))
    return reeve_log_broken (context, "no_time");
  event->action = found->action;
  event->result = found->result;
  read_outcome (theirs, event);
  read_who (context, object, theirs, event);
  name_source (context, object, index, event);
  event->address = reeve_log_get_text (object, "ipAddress");
  type = get_parameter (theirs, "login_type");
  event->text = type != NULL ? reeve_log_compose (context, "%s, %s", name, type) : name;
  return REEVE_LOG_EVENT;
}

static const char *const lists[] = { "items", NULL };

const ReeveLogFormatKind reeve_log_format_google = { .word = "google",
                                                     .lists = lists,
                                                     .knows = knows,
                                                     .count = count,
                                                     .read_object = read_object };
