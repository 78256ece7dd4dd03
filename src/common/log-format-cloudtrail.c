/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* AWS CloudTrail, as in its files ({"Records": […]}) or as `aws cloudtrail lookup-events` prints it
 * ({"Events": [{"CloudTrailEvent": "…"}]}): console sign-ins (signin), IAM Identity Center (sso, signin),
 * roles taken on (sts), and what IAM did to people and their keys. Of request and response only who it was
 * about is read. */

#include "config.h"

#include "common/json.h"
#include "common/log-action.h"
#include "common/log-format-private.h"

#include <string.h>

/* Services are told apart: names of calls are not unique over them. */
static const ReeveLogWord actions[] = {
  { "signin ConsoleLogin", REEVE_LOG_SIGN_IN },
  { "signin UserAuthentication", REEVE_LOG_SIGN_IN },
  { "signin CredentialChallenge", REEVE_LOG_FACTOR_CHALLENGE },
  { "signin CredentialVerification", REEVE_LOG_FACTOR_VERIFY },
  { "signin CheckMfa", REEVE_LOG_FACTOR_CHALLENGE },
  { "signin SwitchRole", REEVE_LOG_IMPERSONATE },
  { "signin RenewRole", REEVE_LOG_IMPERSONATE },
  { "signin ExitRole", REEVE_LOG_SIGN_OUT },
  { "signin Logout", REEVE_LOG_SIGN_OUT },
  { "signin GetSigninToken", REEVE_LOG_TOKEN_ISSUE },
  { "signin PasswordRecoveryRequested", REEVE_LOG_PASSWORD_ASK_RESET },
  { "signin PasswordRecoveryCompleted", REEVE_LOG_PASSWORD_RESET },
  { "signin PasswordUpdated", REEVE_LOG_PASSWORD_CHANGE },
  { "sso Authenticate", REEVE_LOG_SIGN_IN },
  { "sso Federate", REEVE_LOG_APP_OPEN },
  { "sso Logout", REEVE_LOG_SIGN_OUT },
  { "sso CreateToken", REEVE_LOG_TOKEN_ISSUE },
  { "sts AssumeRole", REEVE_LOG_IMPERSONATE },
  { "sts AssumeRoleWithSAML", REEVE_LOG_SIGN_IN },
  { "sts AssumeRoleWithWebIdentity", REEVE_LOG_SIGN_IN },
  { "sts GetSessionToken", REEVE_LOG_TOKEN_ISSUE },
  { "sts GetFederationToken", REEVE_LOG_TOKEN_ISSUE },
  { "iam CreateUser", REEVE_LOG_USER_CREATE },
  { "iam UpdateUser", REEVE_LOG_USER_CHANGE },
  { "iam DeleteUser", REEVE_LOG_USER_DELETE },
  { "iam ChangePassword", REEVE_LOG_PASSWORD_CHANGE },
  { "iam CreateLoginProfile", REEVE_LOG_PASSWORD_RESET },
  { "iam UpdateLoginProfile", REEVE_LOG_PASSWORD_RESET },
  { "iam DeleteLoginProfile", REEVE_LOG_USER_SUSPEND },
  { "iam CreateGroup", REEVE_LOG_GROUP_CREATE },
  { "iam UpdateGroup", REEVE_LOG_GROUP_CHANGE },
  { "iam DeleteGroup", REEVE_LOG_GROUP_DELETE },
  { "iam AddUserToGroup", REEVE_LOG_GROUP_CHANGE },
  { "iam RemoveUserFromGroup", REEVE_LOG_GROUP_CHANGE },
  { "iam EnableMFADevice", REEVE_LOG_FACTOR_ADD },
  { "iam ResyncMFADevice", REEVE_LOG_FACTOR_CHANGE },
  { "iam DeactivateMFADevice", REEVE_LOG_FACTOR_REMOVE },
  { "iam CreateAccessKey", REEVE_LOG_KEY_CREATE },
  { "iam UpdateAccessKey", REEVE_LOG_KEY_CHANGE },
  { "iam DeleteAccessKey", REEVE_LOG_KEY_DELETE },
  { "iam UploadSSHPublicKey", REEVE_LOG_KEY_CREATE },
  { "iam UpdateSSHPublicKey", REEVE_LOG_KEY_CHANGE },
  { "iam DeleteSSHPublicKey", REEVE_LOG_KEY_DELETE },
  { "iam AttachUserPolicy", REEVE_LOG_ROLE_ASSIGN },
  { "iam PutUserPolicy", REEVE_LOG_ROLE_ASSIGN },
  { "iam AttachGroupPolicy", REEVE_LOG_ROLE_ASSIGN },
  { "iam PutGroupPolicy", REEVE_LOG_ROLE_ASSIGN },
  { "iam AttachRolePolicy", REEVE_LOG_ROLE_ASSIGN },
  { "iam PutRolePolicy", REEVE_LOG_ROLE_ASSIGN },
  { "iam DetachUserPolicy", REEVE_LOG_ROLE_REMOVE },
  { "iam DeleteUserPolicy", REEVE_LOG_ROLE_REMOVE },
  { "iam DetachGroupPolicy", REEVE_LOG_ROLE_REMOVE },
  { "iam DeleteGroupPolicy", REEVE_LOG_ROLE_REMOVE },
  { "iam DetachRolePolicy", REEVE_LOG_ROLE_REMOVE },
  { "iam DeleteRolePolicy", REEVE_LOG_ROLE_REMOVE },
  { "iam UpdateAccountPasswordPolicy", REEVE_LOG_POLICY_CHANGE },
  { "iam DeleteAccountPasswordPolicy", REEVE_LOG_POLICY_CHANGE },
  { NULL, NULL },
};

static gboolean
knows (JsonObject *object)
{
  if (reeve_log_get_text (object, "CloudTrailEvent") != NULL)
    return TRUE;
  return reeve_log_get_text (object, "eventSource") != NULL &&
         reeve_log_get_text (object, "eventName") != NULL && json_object_has_member (object, "userIdentity");
}

/* What a call answered stands under its own name: {"ConsoleLogin": "Failure"}. */
static void
read_result (JsonObject *object, const char *name, ReeveAccessEvent *event)
{
  JsonObject *response = reeve_log_get_object (object, "responseElements");
  JsonObject *details = reeve_log_get_object (object, "serviceEventDetails");
  const char *word = response != NULL ? reeve_log_get_text (response, name) : NULL;
  const char *code = reeve_log_get_text (object, "errorCode");

  if (word == NULL && details != NULL)
    word = reeve_log_get_text (details, name);
  event->outcome = reeve_log_get_text (object, "errorMessage");
  if (code != NULL)
    {
      event->outcome = code;
      event->result = strstr (code, "AccessDenied") != NULL || strstr (code, "Unauthorized") != NULL
                        ? REEVE_ACCESS_REFUSED
                        : REEVE_ACCESS_FAILED;
    }
  else if (event->outcome != NULL || (word != NULL && strcmp (word, "Failure") == 0))
    {
      event->result = REEVE_ACCESS_FAILED;
    }
}

/* Names that AWS did not want to write down stay unknown. */
static const char *
get_name (JsonObject *object, const char *path)
{
  const char *name = reeve_log_get_text (object, path);

  return name != NULL && strcmp (name, "HIDDEN_DUE_TO_SECURITY_REASONS") != 0 ? name : NULL;
}

static void
read_actor (JsonObject *object, ReeveAccessEvent *event)
{
  static const char *const ids[] = { "userIdentity.arn", "userIdentity.onBehalfOf.userId",
                                     "additionalEventData.UserName", "userIdentity.principalId",
                                     "userIdentity.accountId" };
  static const char *const names[] = { "userIdentity.userName", "additionalEventData.UserName",
                                       "userIdentity.sessionContext.sessionIssuer.userName",
                                       "userIdentity.invokedBy", "userIdentity.type" };

  for (guint i = 0; i < G_N_ELEMENTS (ids) && event->actor == NULL; i++)
    event->actor = get_name (object, ids[i]);
  for (guint i = 0; i < G_N_ELEMENTS (names) && event->actor_name == NULL; i++)
    event->actor_name = get_name (object, names[i]);
}

static void
read_target (JsonObject *object, ReeveAccessEvent *event)
{
  static const char *const ids[] = { "requestParameters.roleArn",      "requestParameters.accessKeyId",
                                     "requestParameters.serialNumber", "requestParameters.groupName",
                                     "requestParameters.userName",     "additionalEventData.SwitchTo" };

  for (guint i = 0; i < G_N_ELEMENTS (ids) && event->object == NULL; i++)
    event->object = get_name (object, ids[i]);
  event->object_name = get_name (object, "requestParameters.userName");
}

/* "ConsoleLogin, MFA" */
static const char *
describe (ReeveLogContext *context, JsonObject *object, const char *name)
{
  const char *mfa = reeve_log_get_text (object, "additionalEventData.MFAUsed");
  const char *credential = reeve_log_get_text (object, "additionalEventData.CredentialType");

  if (credential != NULL)
    return reeve_log_compose (context, "%s, %s", name, credential);
  return g_strcmp0 (mfa, "Yes") == 0 ? reeve_log_compose (context, "%s, with MFA", name) : name;
}

static const char *
name_source (ReeveLogContext *context, JsonObject *object)
{
  const char *account = reeve_log_get_text (object, "recipientAccountId");

  if (account == NULL)
    account = reeve_log_get_text (object, "userIdentity.accountId");
  return account != NULL ? reeve_log_compose (context, "cloudtrail %s", account) : "cloudtrail";
}

static ReeveLogVerdict
read_object (ReeveLogContext *context, JsonObject *object, guint index, ReeveAccessEvent *event)
{
  const char *within = reeve_log_get_text (object, "CloudTrailEvent");
  const char *service, *name, *call;

  (void) index;
  if (within != NULL)
    {
      context->inner = reeve_json_parse_object (within, strlen (within), &reeve_json_body, NULL);
      if (context->inner == NULL)
        return reeve_log_broken (context, "not_json");
      object = context->inner;
    }
  service = reeve_log_get_text (object, "eventSource");
  name = reeve_log_get_text (object, "eventName");
  if (service == NULL || name == NULL)
    return reeve_log_broken (context, "not_of_format");
  call = reeve_log_compose (context, "%.*s %s", (int) MIN (strcspn (service, "."), 64), service, name);
  event->action = reeve_log_translate (actions, call);
  if (event->action == NULL)
    return reeve_log_unknown (context, call);
  if (!reeve_log_get_time (object, "eventTime", &event->time))
    return reeve_log_broken (context, "no_time");
  read_result (object, name, event);
  read_actor (object, event);
  read_target (object, event);
  event->address = reeve_log_get_text (object, "sourceIPAddress");
  event->agent = reeve_log_get_text (object, "userAgent");
  event->session = reeve_log_get_text (object, "additionalEventData.AuthWorkflowID");
  event->source = name_source (context, object);
  event->source_id = reeve_log_get_text (object, "eventID");
  event->text = describe (context, object, name);
  return REEVE_LOG_EVENT;
}

static const char *const lists[] = { "Records", "Events", NULL };

const ReeveLogFormatKind reeve_log_format_cloudtrail = { .word = "cloudtrail",
                                                         .lists = lists,
                                                         .knows = knows,
                                                         .read_object = read_object };
