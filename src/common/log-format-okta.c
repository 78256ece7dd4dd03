/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* LogEvent of Okta's System Log API (/api/v1/logs). Nothing of debugContext is read: its URLs have queries.
 */

#include "config.h"

#include "common/log-action.h"
#include "common/log-format-private.h"

#include <string.h>

static const ReeveLogWord actions[] = {
  { "user.session.start", REEVE_LOG_SIGN_IN },
  { "user.session.end", REEVE_LOG_SIGN_OUT },
  { "user.session.clear", REEVE_LOG_SIGN_OUT },
  { "user.session.expire", REEVE_LOG_SIGN_OUT },
  { "user.session.context.change", REEVE_LOG_WARNING },
  { "user.session.access_admin_app", REEVE_LOG_APP_OPEN },
  { "user.session.impersonation.initiate", REEVE_LOG_IMPERSONATE },
  { "user.session.impersonation.grant", REEVE_LOG_ROLE_ASSIGN },
  { "user.session.impersonation.revoke", REEVE_LOG_ROLE_REMOVE },
  { "user.authentication.sso", REEVE_LOG_APP_OPEN },
  { "user.authentication.authenticate", REEVE_LOG_SIGN_IN },
  { "user.authentication.auth", REEVE_LOG_SIGN_IN },
  { "user.authentication.auth_via_mfa", REEVE_LOG_FACTOR_VERIFY },
  { "user.authentication.verify", REEVE_LOG_FACTOR_VERIFY },
  { "user.authentication.auth_via_IDP", REEVE_LOG_SIGN_IN },
  { "user.authentication.auth_via_social", REEVE_LOG_SIGN_IN },
  { "user.authentication.auth_via_radius", REEVE_LOG_SIGN_IN },
  { "user.authentication.auth_via_AD_agent", REEVE_LOG_SIGN_IN },
  { "user.authentication.auth_via_LDAP_agent", REEVE_LOG_SIGN_IN },
  { "user.authentication.auth_via_inbound_SAML", REEVE_LOG_SIGN_IN },
  { "user.authentication.auth_via_iwa", REEVE_LOG_SIGN_IN },
  { "user.authentication.slo", REEVE_LOG_SIGN_OUT },
  { "user.authentication.universal_logout", REEVE_LOG_SIGN_OUT },
  { "user.mfa.attempt_bypass", REEVE_LOG_FACTOR_VERIFY },
  { "user.mfa.okta_verify", REEVE_LOG_FACTOR_VERIFY },
  { "user.mfa.okta_verify.deny_push", REEVE_LOG_FACTOR_VERIFY },
  { "user.mfa.okta_verify.deny_push_upgrade_needed", REEVE_LOG_FACTOR_VERIFY },
  { "system.push.send_factor_verify_push", REEVE_LOG_FACTOR_CHALLENGE },
  { "user.mfa.factor.activate", REEVE_LOG_FACTOR_ADD },
  { "user.mfa.factor.update", REEVE_LOG_FACTOR_CHANGE },
  { "user.mfa.factor.suspend", REEVE_LOG_FACTOR_CHANGE },
  { "user.mfa.factor.unsuspend", REEVE_LOG_FACTOR_CHANGE },
  { "user.mfa.factor.deactivate", REEVE_LOG_FACTOR_REMOVE },
  { "user.mfa.factor.reset_all", REEVE_LOG_FACTOR_REMOVE },
  { "user.account.update_password", REEVE_LOG_PASSWORD_CHANGE },
  { "user.account.reset_password", REEVE_LOG_PASSWORD_RESET },
  { "user.account.expire_password", REEVE_LOG_PASSWORD_RESET },
  { "user.account.lock", REEVE_LOG_ACCOUNT_LOCK },
  { "user.account.lock.limit", REEVE_LOG_ACCOUNT_LOCK },
  { "user.account.unlock", REEVE_LOG_ACCOUNT_UNLOCK },
  { "user.account.unlock_by_admin", REEVE_LOG_ACCOUNT_UNLOCK },
  { "user.account.unlock_failure", REEVE_LOG_ACCOUNT_UNLOCK },
  { "user.account.unlock_token", REEVE_LOG_ACCOUNT_UNLOCK },
  { "user.account.update_profile", REEVE_LOG_USER_CHANGE },
  { "user.account.update_primary_email", REEVE_LOG_EMAIL_CHANGE },
  { "user.account.update_secondary_email", REEVE_LOG_EMAIL_CHANGE },
  { "user.account.privilege.grant", REEVE_LOG_ROLE_ASSIGN },
  { "user.account.privilege.revoke", REEVE_LOG_ROLE_REMOVE },
  { "user.account.access_super_user_app", REEVE_LOG_APP_OPEN },
  { "user.account.report_suspicious_activity_by_enduser", REEVE_LOG_WARNING },
  { "user.lifecycle.create", REEVE_LOG_USER_CREATE },
  { "user.lifecycle.activate", REEVE_LOG_USER_RESTORE },
  { "user.lifecycle.reactivate", REEVE_LOG_USER_RESTORE },
  { "user.lifecycle.unsuspend", REEVE_LOG_USER_RESTORE },
  { "user.lifecycle.suspend", REEVE_LOG_USER_SUSPEND },
  { "user.lifecycle.deactivate", REEVE_LOG_USER_SUSPEND },
  { "user.lifecycle.delete.initiated", REEVE_LOG_USER_DELETE },
  { "user.lifecycle.delete.completed", REEVE_LOG_USER_DELETE },
  { "group.lifecycle.create", REEVE_LOG_GROUP_CREATE },
  { "group.lifecycle.delete", REEVE_LOG_GROUP_DELETE },
  { "group.profile.update", REEVE_LOG_GROUP_CHANGE },
  { "group.user_membership.add", REEVE_LOG_GROUP_CHANGE },
  { "group.user_membership.remove", REEVE_LOG_GROUP_CHANGE },
  { "group.privilege.grant", REEVE_LOG_ROLE_ASSIGN },
  { "group.privilege.revoke", REEVE_LOG_ROLE_REMOVE },
  { "application.user_membership.add", REEVE_LOG_ROLE_ASSIGN },
  { "application.user_membership.remove", REEVE_LOG_ROLE_REMOVE },
  { "app.oauth2.token.grant.access_token", REEVE_LOG_TOKEN_ISSUE },
  { "app.oauth2.token.grant.id_token", REEVE_LOG_TOKEN_ISSUE },
  { "app.oauth2.token.grant.refresh_token", REEVE_LOG_TOKEN_REFRESH },
  { "app.oauth2.token.revoke", REEVE_LOG_TOKEN_REVOKE },
  { "app.oauth2.token.detect_reuse", REEVE_LOG_WARNING },
  { "app.oauth2.as.token.grant.access_token", REEVE_LOG_TOKEN_ISSUE },
  { "app.oauth2.as.token.grant.id_token", REEVE_LOG_TOKEN_ISSUE },
  { "app.oauth2.as.token.grant.refresh_token", REEVE_LOG_TOKEN_REFRESH },
  { "app.oauth2.as.token.revoke", REEVE_LOG_TOKEN_REVOKE },
  { "app.oauth2.as.token.detect_reuse", REEVE_LOG_WARNING },
  { "system.api_token.create", REEVE_LOG_KEY_CREATE },
  { "system.api_token.update", REEVE_LOG_KEY_CHANGE },
  { "system.api_token.revoke", REEVE_LOG_KEY_DELETE },
  { "policy.evaluate_sign_on", REEVE_LOG_POLICY_DECIDE },
  { "security.request.blocked", REEVE_LOG_CONNECT },
  { "security.threat.detected", REEVE_LOG_WARNING },
  { "security.session.detect_client_roaming", REEVE_LOG_WARNING },
  { NULL, NULL },
};

/* Of FAILURE, what is no mistake of theirs but a door that was shut. */
static const char *const refusals[] = { "LOCKED_OUT", "INACTIVE", "SUSPENDED", "DENIED", "BLOCKED" };

static gboolean
knows (JsonObject *object)
{
  return reeve_log_get_text (object, "eventType") != NULL &&
         reeve_log_get_text (object, "published") != NULL && json_object_has_member (object, "uuid");
}

static ReeveAccessResult
read_result (const char *result, const char *reason)
{
  if (result == NULL)
    return REEVE_ACCESS_OK;
  if (strcmp (result, "DENY") == 0 || strcmp (result, "RATE_LIMIT") == 0)
    return REEVE_ACCESS_REFUSED;
  if (strcmp (result, "FAILURE") == 0)
    {
      for (guint i = 0; reason != NULL && i < G_N_ELEMENTS (refusals); i++)
        if (strstr (reason, refusals[i]) != NULL)
          return REEVE_ACCESS_REFUSED;
      return REEVE_ACCESS_FAILED;
    }
  return strcmp (result, "ABANDONED") == 0 || strcmp (result, "UNANSWERED") == 0 ? REEVE_ACCESS_FAILED
                                                                                 : REEVE_ACCESS_OK;
}

/* Whom or what it was about: an own account is not named twice. */
static void
read_target (JsonObject *object, ReeveAccessEvent *event)
{
  JsonArray *targets = reeve_log_get_array (object, "target");

  for (guint i = 0; targets != NULL && i < json_array_get_length (targets); i++)
    {
      JsonObject *target = reeve_log_get_element (targets, i);
      const char *id = target != NULL ? reeve_log_get_text (target, "id") : NULL;

      if (id == NULL || g_strcmp0 (id, event->actor) == 0)
        continue;
      event->object = id;
      event->object_name = reeve_log_get_text (target, "displayName");
      return;
    }
}

/* "Chrome on Mac OS X" is not needed where the whole text is there; "unknown" is nobody. */
static const char *
get_known (JsonObject *object, const char *path)
{
  const char *text = reeve_log_get_text (object, path);

  return text != NULL && g_ascii_strcasecmp (text, "unknown") != 0 ? text : NULL;
}

static ReeveLogVerdict
read_object (ReeveLogContext *context, JsonObject *object, guint index, ReeveAccessEvent *event)
{
  const char *type = reeve_log_get_text (object, "eventType");
  const char *reason = reeve_log_get_text (object, "outcome.reason");

  (void) index;
  if (type == NULL)
    return reeve_log_broken (context, "not_of_format");
  event->action = reeve_log_translate (actions, type);
  if (event->action == NULL)
    return reeve_log_unknown (context, type);
  if (!reeve_log_get_time (object, "published", &event->time))
    return reeve_log_broken (context, "no_time");
  event->result = read_result (reeve_log_get_text (object, "outcome.result"), reason);
  if (g_str_has_prefix (type, "user.mfa.okta_verify.deny_push"))
    event->result = REEVE_ACCESS_REFUSED;
  event->outcome = reason;
  event->actor = get_known (object, "actor.id");
  event->actor_name = get_known (object, "actor.alternateId");
  if (event->actor_name == NULL)
    event->actor_name = get_known (object, "actor.displayName");
  event->address = reeve_log_get_text (object, "client.ipAddress");
  event->agent = reeve_log_get_text (object, "client.userAgent.rawUserAgent");
  event->session = get_known (object, "authenticationContext.externalSessionId");
  event->source_id = reeve_log_get_text (object, "uuid");
  event->text = type;
  read_target (object, event);
  return REEVE_LOG_EVENT;
}

const ReeveLogFormatKind reeve_log_format_okta = { .word = "okta",
                                                   .knows = knows,
                                                   .read_object = read_object };
