/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Keycloak's events (EventRepresentation: org.keycloak.events.EventType) and admin events
 * (AdminEventRepresentation: operationType, resourceType, resourcePath, authDetails), as the admin API
 * answers them and listeners print them. Of the details names alone are read; representations, which may hold
 * what was set, are not. */

#include "config.h"

#include "common/log-action.h"
#include "common/log-format-private.h"

#include <string.h>

/* Each also with "_ERROR". */
static const ReeveLogWord actions[] = {
  { "LOGIN", REEVE_LOG_SIGN_IN },
  { "CLIENT_LOGIN", REEVE_LOG_SIGN_IN },
  { "IDENTITY_PROVIDER_LOGIN", REEVE_LOG_SIGN_IN },
  { "IDENTITY_PROVIDER_FIRST_LOGIN", REEVE_LOG_SIGN_IN },
  { "IDENTITY_PROVIDER_POST_LOGIN", REEVE_LOG_SIGN_IN },
  { "LOGOUT", REEVE_LOG_SIGN_OUT },
  { "REGISTER", REEVE_LOG_USER_CREATE },
  { "DELETE_ACCOUNT", REEVE_LOG_USER_DELETE },
  { "UPDATE_PROFILE", REEVE_LOG_USER_CHANGE },
  { "UPDATE_EMAIL", REEVE_LOG_EMAIL_CHANGE },
  { "VERIFY_EMAIL", REEVE_LOG_EMAIL_VERIFY },
  { "UPDATE_PASSWORD", REEVE_LOG_PASSWORD_CHANGE },
  { "RESET_PASSWORD", REEVE_LOG_PASSWORD_RESET },
  { "SEND_RESET_PASSWORD", REEVE_LOG_PASSWORD_ASK_RESET },
  { "UPDATE_TOTP", REEVE_LOG_FACTOR_ADD },
  { "REMOVE_TOTP", REEVE_LOG_FACTOR_REMOVE },
  { "UPDATE_CREDENTIAL", REEVE_LOG_FACTOR_ADD },
  { "REMOVE_CREDENTIAL", REEVE_LOG_FACTOR_REMOVE },
  { "CODE_TO_TOKEN", REEVE_LOG_TOKEN_ISSUE },
  { "OAUTH2_DEVICE_CODE_TO_TOKEN", REEVE_LOG_TOKEN_ISSUE },
  { "AUTHREQID_TO_TOKEN", REEVE_LOG_TOKEN_ISSUE },
  { "TOKEN_EXCHANGE", REEVE_LOG_TOKEN_ISSUE },
  { "PERMISSION_TOKEN", REEVE_LOG_TOKEN_ISSUE },
  { "JWT_BEARER", REEVE_LOG_TOKEN_ISSUE },
  { "REFRESH_TOKEN", REEVE_LOG_TOKEN_REFRESH },
  { "REVOKE_GRANT", REEVE_LOG_CONSENT_REVOKE },
  { "GRANT_CONSENT", REEVE_LOG_CONSENT_GRANT },
  { "UPDATE_CONSENT", REEVE_LOG_CONSENT_GRANT },
  { "FEDERATED_IDENTITY_LINK", REEVE_LOG_ACCOUNT_LINK },
  { "IDENTITY_PROVIDER_LINK_ACCOUNT", REEVE_LOG_ACCOUNT_LINK },
  { "REMOVE_FEDERATED_IDENTITY", REEVE_LOG_ACCOUNT_UNLINK },
  { "IMPERSONATE", REEVE_LOG_IMPERSONATE },
  { "USER_DISABLED_BY_PERMANENT_LOCKOUT", REEVE_LOG_ACCOUNT_LOCK },
  { "USER_DISABLED_BY_TEMPORARY_LOCKOUT", REEVE_LOG_ACCOUNT_LOCK },
  { NULL, NULL },
};

/* resourceType and operationType */
static const ReeveLogWord admin_actions[] = {
  { "USER CREATE", REEVE_LOG_USER_CREATE },
  { "USER UPDATE", REEVE_LOG_USER_CHANGE },
  { "USER DELETE", REEVE_LOG_USER_DELETE },
  { "GROUP CREATE", REEVE_LOG_GROUP_CREATE },
  { "GROUP UPDATE", REEVE_LOG_GROUP_CHANGE },
  { "GROUP DELETE", REEVE_LOG_GROUP_DELETE },
  { "GROUP_MEMBERSHIP CREATE", REEVE_LOG_GROUP_CHANGE },
  { "GROUP_MEMBERSHIP DELETE", REEVE_LOG_GROUP_CHANGE },
  { "REALM_ROLE_MAPPING CREATE", REEVE_LOG_ROLE_ASSIGN },
  { "REALM_ROLE_MAPPING DELETE", REEVE_LOG_ROLE_REMOVE },
  { "CLIENT_ROLE_MAPPING CREATE", REEVE_LOG_ROLE_ASSIGN },
  { "CLIENT_ROLE_MAPPING DELETE", REEVE_LOG_ROLE_REMOVE },
  { "USER_SESSION DELETE", REEVE_LOG_SIGN_OUT },
  { "USER_LOGIN_FAILURE DELETE", REEVE_LOG_ACCOUNT_UNLOCK },
  { NULL, NULL },
};

/* Of USER ACTION, by the end of the path. */
static const ReeveLogWord user_actions[] = {
  { "reset-password", REEVE_LOG_PASSWORD_RESET },
  { "logout", REEVE_LOG_SIGN_OUT },
  { "impersonation", REEVE_LOG_IMPERSONATE },
  { "disable-credential-types", REEVE_LOG_FACTOR_REMOVE },
  { "reset-password-email", REEVE_LOG_PASSWORD_ASK_RESET },
  { NULL, NULL },
};

/* org.keycloak.events.Errors that are no mistake, but a door that was shut */
static const char *const refusals[] = {
  "user_disabled", "user_temporarily_disabled", "client_disabled", "realm_disabled", "not_allowed",
  "access_denied", "rejected_by_user",          "consent_denied",  "ssl_required",   "registration_disabled",
};

static gboolean
knows (JsonObject *object)
{
  gint64 number;

  if (!reeve_log_get_number (object, "time", &number) || !json_object_has_member (object, "realmId"))
    return FALSE;
  return (reeve_log_get_text (object, "type") != NULL && json_object_has_member (object, "clientId")) ||
         reeve_log_get_text (object, "operationType") != NULL;
}

static gboolean
read_time (JsonObject *object, ReeveAccessEvent *event)
{
  gint64 milliseconds;

  if (!reeve_log_get_number (object, "time", &milliseconds) || milliseconds < 0 ||
      milliseconds > G_MAXINT64 / 1000)
    return FALSE;
  event->time = milliseconds * 1000;
  return TRUE;
}

static const char *
name_source (ReeveLogContext *context, JsonObject *object)
{
  const char *realm = reeve_log_get_text (object, "realmName");

  if (realm == NULL)
    realm = reeve_log_get_text (object, "realmId");
  return realm != NULL ? reeve_log_compose (context, "keycloak %s", realm) : "keycloak";
}

static ReeveAccessResult
read_result (const char *error, gboolean failed)
{
  for (guint i = 0; error != NULL && i < G_N_ELEMENTS (refusals); i++)
    if (strcmp (error, refusals[i]) == 0)
      return REEVE_ACCESS_REFUSED;
  return error != NULL || failed ? REEVE_ACCESS_FAILED : REEVE_ACCESS_OK;
}

/* "password" among the credentials is a password. */
static const char *
get_action (ReeveLogContext *context, JsonObject *object, const char *type, gboolean *failed)
{
  const char *credential = reeve_log_get_text (object, "details.credential_type");
  const char *action;

  *failed = g_str_has_suffix (type, "_ERROR");
  if (*failed)
    type = reeve_log_compose (context, "%.*s", (int) MIN (strlen (type) - strlen ("_ERROR"), 128), type);
  action = reeve_log_translate (actions, type);
  if (g_strcmp0 (credential, "password") == 0 && strcmp (type, "UPDATE_CREDENTIAL") == 0)
    return REEVE_LOG_PASSWORD_CHANGE;
  return action;
}

static ReeveLogVerdict
read_event (ReeveLogContext *context, JsonObject *object, const char *type, ReeveAccessEvent *event)
{
  const char *method = reeve_log_get_text (object, "details.identity_provider");
  const char *error = reeve_log_get_text (object, "error");
  gboolean failed;

  event->action = get_action (context, object, type, &failed);
  if (event->action == NULL)
    return reeve_log_unknown (context, type);
  event->result = read_result (error, failed);
  event->outcome = error;
  event->actor_name = reeve_log_get_text (object, "details.username");
  event->actor = reeve_log_get_text (object, "userId");
  if (event->actor == NULL)
    event->actor = event->actor_name;
  event->address = reeve_log_get_text (object, "ipAddress");
  event->session = reeve_log_get_text (object, "sessionId");
  event->object = reeve_log_get_text (object, "clientId");
  event->text = method != NULL ? reeve_log_compose (context, "%s, %s", type, method) : type;
  return REEVE_LOG_EVENT;
}

static ReeveLogVerdict
read_admin_event (ReeveLogContext *context,
                  JsonObject *object,
                  const char *operation,
                  ReeveAccessEvent *event)
{
  const char *resource = reeve_log_get_text (object, "resourceType");
  const char *path = reeve_log_get_text (object, "resourcePath");
  const char *end = path != NULL ? strrchr (path, '/') : NULL;
  const char *what = reeve_log_compose (context, "%s %s", resource != NULL ? resource : "?", operation);
  const char *error = reeve_log_get_text (object, "error");

  event->action = strcmp (what, "USER ACTION") == 0 && end != NULL
                    ? reeve_log_translate (user_actions, end + 1)
                    : reeve_log_translate (admin_actions, what);
  if (event->action == NULL)
    return reeve_log_unknown (context, what);
  event->result = read_result (error, FALSE);
  event->outcome = error;
  event->actor = reeve_log_get_text (object, "authDetails.userId");
  event->address = reeve_log_get_text (object, "authDetails.ipAddress");
  event->object = path;
  event->text = what;
  return REEVE_LOG_EVENT;
}

static ReeveLogVerdict
read_object (ReeveLogContext *context, JsonObject *object, guint index, ReeveAccessEvent *event)
{
  const char *type = reeve_log_get_text (object, "type");
  const char *operation = reeve_log_get_text (object, "operationType");

  (void) index;
  if (type == NULL && operation == NULL)
    return reeve_log_broken (context, "not_of_format");
  if (!read_time (object, event))
    return reeve_log_broken (context, "no_time");
  event->source = name_source (context, object);
  event->source_id = reeve_log_get_text (object, "id");
  return operation != NULL ? read_admin_event (context, object, operation, event)
                           : read_event (context, object, type, event);
}

const ReeveLogFormatKind reeve_log_format_keycloak = { .word = "keycloak",
                                                       .knows = knows,
                                                       .read_object = read_object };
