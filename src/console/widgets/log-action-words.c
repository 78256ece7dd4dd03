/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Actions of Reeve's own are as many as routes change something, and are worded as the history of a record
 * words them where that is enough; those of other systems are of the vocabulary in log-action.h. A request
 * that changes nothing has no action; its route says what was looked at. tests/service/route-words.py holds
 * both tables against the service's own. */

#include "config.h"

#include "console/widgets/log-action-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/log-action.h"
#include "console/widgets/word-table.h"

#define WORKSPACE "/v1/workspaces/{workspace}"

/* --- Actions --- */

static const ReeveWords actions[] = {
  { REEVE_LOG_CONNECT, N_ ("Connection") },
  { REEVE_LOG_DISCONNECT, N_ ("Disconnected") },
  { REEVE_LOG_SIGN_IN, N_ ("Sign-in") },
  { REEVE_LOG_SIGN_OUT, N_ ("Sign-out") },
  { REEVE_LOG_SESSION_START, N_ ("Session begins") },
  { REEVE_LOG_SESSION_END, N_ ("Session ends") },
  { REEVE_LOG_IMPERSONATE, N_ ("Acts as somebody else") },
  { REEVE_LOG_APP_OPEN, N_ ("Opens an application") },
  { REEVE_LOG_REQUEST, N_ ("Request") },
  { REEVE_LOG_FACTOR_CHALLENGE, N_ ("Asked for a second factor") },
  { REEVE_LOG_FACTOR_VERIFY, N_ ("Second factor") },
  { REEVE_LOG_FACTOR_ADD, N_ ("Second factor set up") },
  { REEVE_LOG_FACTOR_CHANGE, N_ ("Second factor changed") },
  { REEVE_LOG_FACTOR_REMOVE, N_ ("Second factor removed") },
  { REEVE_LOG_PASSWORD_CHANGE, N_ ("Password changed") },
  { REEVE_LOG_PASSWORD_RESET, N_ ("Password reset") },
  { REEVE_LOG_PASSWORD_ASK_RESET, N_ ("Asks for a new password") },
  { REEVE_LOG_KEY_CREATE, N_ ("Key made") },
  { REEVE_LOG_KEY_CHANGE, N_ ("Key changed") },
  { REEVE_LOG_KEY_DELETE, N_ ("Key deleted") },
  { REEVE_LOG_TOKEN_ISSUE, N_ ("Token issued") },
  { REEVE_LOG_TOKEN_REFRESH, N_ ("Token renewed") },
  { REEVE_LOG_TOKEN_REVOKE, N_ ("Token revoked") },
  { REEVE_LOG_CONSENT_GRANT, N_ ("Consent given") },
  { REEVE_LOG_CONSENT_REVOKE, N_ ("Consent withdrawn") },
  { REEVE_LOG_USER_CREATE, N_ ("User added") },
  { REEVE_LOG_USER_CHANGE, N_ ("User changed") },
  { REEVE_LOG_USER_DELETE, N_ ("User deleted") },
  { REEVE_LOG_USER_SUSPEND, N_ ("User suspended") },
  { REEVE_LOG_USER_RESTORE, N_ ("User restored") },
  { REEVE_LOG_ACCOUNT_LOCK, N_ ("Account locked") },
  { REEVE_LOG_ACCOUNT_UNLOCK, N_ ("Account unlocked") },
  { REEVE_LOG_ACCOUNT_LINK, N_ ("Account linked") },
  { REEVE_LOG_ACCOUNT_UNLINK, N_ ("Account unlinked") },
  { REEVE_LOG_EMAIL_CHANGE, N_ ("E-mail address changed") },
  { REEVE_LOG_EMAIL_VERIFY, N_ ("E-mail address verified") },
  { REEVE_LOG_GROUP_CREATE, N_ ("Group made") },
  { REEVE_LOG_GROUP_CHANGE, N_ ("Group changed") },
  { REEVE_LOG_GROUP_DELETE, N_ ("Group deleted") },
  { REEVE_LOG_ROLE_ASSIGN, N_ ("Role given") },
  { REEVE_LOG_ROLE_REMOVE, N_ ("Role taken away") },
  { REEVE_LOG_POLICY_DECIDE, N_ ("Policy decided") },
  { REEVE_LOG_POLICY_CHANGE, N_ ("Policy changed") },
  { REEVE_LOG_WARNING, N_ ("Warning") },
  { REEVE_LOG_ENTITY_CREATE, N_ ("Something made") },
  { REEVE_LOG_ENTITY_READ, N_ ("Something read") },
  { REEVE_LOG_ENTITY_CHANGE, N_ ("Something changed") },
  { REEVE_LOG_ENTITY_DELETE, N_ ("Something deleted") },
  /* Reeve's own */
  { "access-log.export", N_ ("Log exported") },
  { "access-log.import", N_ ("Log imported") },
  { "access-log.ingest", N_ ("Events taken in") },
  { "access-review.decide", N_ ("Access review decided") },
  { "access-review.open", N_ ("Access review opened") },
  { "account.ask-confirmation", N_ ("Asks to confirm the address") },
  { "account.confirm", N_ ("Address confirmed") },
  { "account.export", N_ ("Own data downloaded") },
  { "account.password", N_ ("Password set") },
  { "account.report-breach", N_ ("Breach reported") },
  { "account.reset-password", N_ ("Password set by a link") },
  { "approval-rule.create", N_ ("Approval rule made") },
  { "approval-rule.delete", N_ ("Approval rule deleted") },
  { "approval-rule.save", N_ ("Approval rule changed") },
  { "approval.approve", N_ ("Request approved") },
  { "approval.ask", N_ ("Approval asked for") },
  { "approval.refuse", N_ ("Request refused") },
  { "approval.withdraw", N_ ("Request withdrawn") },
  { "audit.read", N_ ("Changes read") },
  { "breach-report.create", N_ ("Breach of a colleague's account reported") },
  { "bulk-job.cancel", N_ ("Bulk job cancelled") },
  { "bulk-job.create", N_ ("Bulk job begun") },
  { "bulk-job.delete", N_ ("Bulk job deleted") },
  { "bulk-job.export", N_ ("Bulk job exported") },
  { "case-settings.save", N_ ("Notices to customers changed") },
  { "case.close", N_ ("Case closed") },
  { "case.contain", N_ ("Accounts of a case locked") },
  { "case.create", N_ ("Breach reported, accounts locked") },
  { "case.dismiss", N_ ("Report of a breach dismissed") },
  { "case.evidence", N_ ("Evidence of a breach taken") },
  { "case.instruct", N_ ("Instruction on a case given") },
  { "case.note", N_ ("Note on a case") },
  { "case.notify", N_ ("Customer told of a case") },
  { "case.reopen", N_ ("Case waits again") },
  { "case.resolve", N_ ("Vulnerability of a case closed") },
  { "case.save", N_ ("Case changed") },
  { "contact.answer", N_ ("Contact answered") },
  { "contact.create", N_ ("Contact asked") },
  { "contact.resend", N_ ("Contact asked again") },
  { "contact.revoke", N_ ("Contact revoked") },
  { "detections.save", N_ ("Detections changed") },
  { "finding.decide", N_ ("Finding decided") },
  { "folder.create", N_ ("Folder made") },
  { "folder.save", N_ ("Folder changed") },
  { "group.administrators", N_ ("Group administrators changed") },
  { "group.save", N_ ("Group changed") },
  { "hold.create", N_ ("Hold made") },
  { "hold.end", N_ ("Hold ended") },
  { "hold.lift", N_ ("Hold lifted") },
  { "identity-provider.delete", N_ ("Single sign-on removed") },
  { "identity-provider.save", N_ ("Single sign-on changed") },
  { "invitation.accept", N_ ("Invitation accepted") },
  { "invitation.create", N_ ("Invitation sent") },
  { "invitation.import", N_ ("Invitations imported") },
  { "invitation.link", N_ ("Invitation link copied") },
  { "invitation.open", N_ ("Invitation opened") },
  { "invitation.resend", N_ ("Invitation sent again") },
  { "invitation.revoke", N_ ("Invitation revoked") },
  { "log-review.look", N_ ("Part of a review of the log looked at") },
  { "log-review.return", N_ ("Review of the log opened again") },
  { "log-review.save", N_ ("Review of the log changed") },
  { "log-review.sign", N_ ("Review of the log signed") },
  { "log.count", N_ ("Log counted") },
  { "log.export", N_ ("Log exported") },
  { "log.purge", N_ ("Old lines left the log") },
  { "log.read", N_ ("Log read") },
  /* Translators: further lines of what somebody reads in the log were fetched */
  { "log.read-on", N_ ("Log read on") },
  /* Translators: somebody was shown new lines of the log as they came */
  { "log.watch", N_ ("Log watched") },
  { "mail.retry", N_ ("Mail tried again") },
  { "mail.retry-all", N_ ("Mails tried again") },
  { "mute.create", N_ ("Findings muted") },
  { "mute.delete", N_ ("Mute lifted") },
  { "mute.save", N_ ("Mute changed") },
  { "notification-rule.create", N_ ("Notifications set up") },
  { "notification-rule.delete", N_ ("Notifications deleted") },
  { "notification-rule.pause", N_ ("Notifications paused") },
  { "notification-rule.save", N_ ("Notifications changed") },
  { "notification-rule.secret", N_ ("Secret of a webhook renewed") },
  { "notification-rule.test", N_ ("Notifications tested") },
  { "permissions.apply", N_ ("Permissions changed") },
  { "permissions.export", N_ ("Permissions exported") },
  { "policy.save", N_ ("Policy changed") },
  { "recovery.ask", N_ ("Way back to an account asked for") },
  { "recovery.release", N_ ("New credentials given out without an administrator") },
  { "recovery.stop", N_ ("Way back to an account stopped") },
  { "role.create", N_ ("Role made") },
  { "role.delete", N_ ("Role deleted") },
  { "role.preview", N_ ("Role previewed") },
  { "role.save", N_ ("Role changed") },
  { "rotation.create", N_ ("Secret entered") },
  { "rotation.delete", N_ ("Secret deleted") },
  { "rotation.rotated", N_ ("Secret rotated") },
  { "rotation.save", N_ ("Secret changed") },
  { "second-factor.begin", N_ ("Second factor begun") },
  { "second-factor.decline-reset", N_ ("Reset of a second factor declined") },
  { "second-factor.demand", N_ ("Second factor demanded") },
  { "second-factor.enrol", N_ ("Second factor set up") },
  { "second-factor.renew-codes", N_ ("New recovery codes") },
  { "second-factor.reset", N_ ("Second factor reset") },
  { "session.begin", N_ ("Sign-in") },
  { "session.end", N_ ("Session ended") },
  { "session.end-all", N_ ("All sessions ended") },
  { "session.provider", N_ ("Sign-in by a provider") },
  { "support.approve", N_ ("Support let in") },
  { "support.end", N_ ("Access of support ended") },
  { "support.refuse", N_ ("Support not let in") },
  { "support.request", N_ ("Support asked to be let in") },
  { "user.bulk", N_ ("Many users changed") },
  { "user.contain", N_ ("Account locked for a breach") },
  { "user.export", N_ ("Users exported") },
  { "user.import", N_ ("Users imported") },
  { "user.keep-locked", N_ ("Account kept locked") },
  { "user.leave", N_ ("User offboarded") },
  { "user.release", N_ ("User released") },
  { "user.save", N_ ("User changed") },
  { "user.unlock", N_ ("User unlocked") },
  { "workspace.create", N_ ("Workspace made") },
  { "workspace.save", N_ ("Workspace changed") },
  { "workspace.set-up", N_ ("Workspace set up") },
};

/* --- Looks --- */

/* By method and path, the workspace's own by what is below it. */
static const ReeveWords looks[] = {
  { "GET /recoveries", N_ ("Ways back to accounts viewed") },
  { "GET /v1/me", N_ ("Own account viewed") },
  { "GET /v1/me/password-policy", N_ ("Password rules viewed") },
  { "GET /v1/me/sessions", N_ ("Own sessions viewed") },
  { "GET /v1/password-policy", N_ ("Password rules viewed") },
  { "GET /v1/workspaces", N_ ("Workspaces viewed") },
  { "POST /v1/password-resets/look", N_ ("Reset link opened") },
  { "POST /v1/sign-in/provider", N_ ("Sign-in by a provider begun") },
  { "POST /v1/sign-in/providers", N_ ("Asked for a provider") },
  { "POST /v1/sign-in/refresh", N_ ("Session renewed") },
  /* of a workspace */
  { "GET ", N_ ("Workspace viewed") },
  { "GET /access-log/holds", N_ ("Holds viewed") },
  { "GET /access-log/holds/{hold}", N_ ("Hold viewed") },
  { "GET /access-log/holds/{hold}/history", N_ ("History of a hold viewed") },
  { "GET /access-reviews", N_ ("Access reviews viewed") },
  { "GET /access-reviews/{review}", N_ ("Access review viewed") },
  { "GET /access-reviews/{review}/rights", N_ ("Rights under review viewed") },
  { "GET /approval-rules", N_ ("Approval rules viewed") },
  { "GET /approval-rules/{rule}", N_ ("Approval rule viewed") },
  { "GET /approval-rules/{rule}/history", N_ ("History of an approval rule viewed") },
  { "GET /approvals", N_ ("Approvals viewed") },
  { "GET /approvals/{approval}", N_ ("Approval viewed") },
  { "GET /approvals/{approval}/history", N_ ("History of an approval viewed") },
  { "GET /bulk-jobs", N_ ("Bulk jobs viewed") },
  { "GET /bulk-jobs/{job}", N_ ("Bulk job viewed") },
  { "GET /bulk-jobs/{job}/rows", N_ ("Rows of a bulk job viewed") },
  { "GET /case-settings", N_ ("Settings of notices viewed") },
  { "GET /cases", N_ ("Cases viewed") },
  { "GET /cases/{case}", N_ ("Case viewed") },
  { "GET /cases/{case}/entries", N_ ("Timeline of a case viewed") },
  { "GET /cases/{case}/history", N_ ("History of a case viewed") },
  { "GET /cases/{case}/people", N_ ("People of a case viewed") },
  { "GET /contacts", N_ ("Contacts viewed") },
  { "GET /contacts/{contact}", N_ ("Contact viewed") },
  { "GET /contacts/{contact}/history", N_ ("History of a contact viewed") },
  { "GET /detections", N_ ("Detections viewed") },
  { "GET /findings", N_ ("Findings viewed") },
  { "GET /findings/groups", N_ ("Findings viewed in groups") },
  { "GET /findings/{finding}", N_ ("Finding viewed") },
  { "GET /findings/{finding}/history", N_ ("History of a finding viewed") },
  { "GET /folders", N_ ("Folders viewed") },
  { "GET /folders/{folder}", N_ ("Folder viewed") },
  { "GET /folders/{folder}/access", N_ ("Who reaches a folder viewed") },
  { "GET /folders/{folder}/grants", N_ ("Grants of a folder viewed") },
  { "GET /folders/{folder}/history", N_ ("History of a folder viewed") },
  { "GET /grants", N_ ("Grants viewed") },
  { "GET /groups", N_ ("Groups viewed") },
  { "GET /groups/{group}", N_ ("Group viewed") },
  { "GET /groups/{group}/administrators", N_ ("Group administrators viewed") },
  { "GET /groups/{group}/history", N_ ("History of a group viewed") },
  { "GET /groups/{group}/members", N_ ("Members of a group viewed") },
  { "GET /identity-provider", N_ ("Single sign-on viewed") },
  { "GET /invitations", N_ ("Invitations viewed") },
  { "GET /invitations/{invitation}", N_ ("Invitation viewed") },
  { "GET /live", N_ ("Changes followed") },
  { "GET /log-reviews", N_ ("Reviews of the log viewed") },
  { "GET /log-reviews/{review}", N_ ("Review of the log viewed") },
  { "GET /log-reviews/{review}/certificate", N_ ("Certificate of a review viewed") },
  { "GET /log-reviews/{review}/certificate/pdf", N_ ("Certificate of a review printed") },
  { "GET /log-reviews/{review}/history", N_ ("History of a review viewed") },
  { "GET /log-reviews/{review}/slices", N_ ("Parts of a review of the log viewed") },
  { "GET /mail-status", N_ ("State of the mail viewed") },
  { "GET /mails", N_ ("Mails viewed") },
  { "GET /mails/{mail}", N_ ("Mail viewed") },
  { "GET /mutes", N_ ("Mutes viewed") },
  { "GET /mutes/{mute}", N_ ("Mute viewed") },
  { "GET /mutes/{mute}/history", N_ ("History of a mute viewed") },
  { "GET /notification-rules", N_ ("Notifications viewed") },
  { "GET /notification-rules/{rule}", N_ ("Notification rule viewed") },
  { "GET /notification-rules/{rule}/history", N_ ("History of a notification rule viewed") },
  { "GET /overview", N_ ("Overview viewed") },
  { "GET /policy", N_ ("Policy viewed") },
  { "GET /policy/history", N_ ("History of the policy viewed") },
  { "GET /record/checkpoint", N_ ("Record checked") },
  { "GET /record/log/checkpoint", N_ ("Record checked") },
  { "GET /record/log/tile/{tile...}", N_ ("Record checked") },
  { "GET /roles", N_ ("Roles viewed") },
  { "GET /roles/{role}", N_ ("Role viewed") },
  { "GET /roles/{role}/history", N_ ("History of a role viewed") },
  { "GET /rotations", N_ ("Secrets viewed") },
  { "GET /rotations/{rotation}", N_ ("Secret viewed") },
  { "GET /rotations/{rotation}/history", N_ ("History of a secret viewed") },
  { "GET /second-factor-demands", N_ ("Demands of a second factor viewed") },
  { "GET /second-factor-resets", N_ ("Resets of second factors viewed") },
  { "GET /second-factor-resets/{reset}", N_ ("Reset of a second factor viewed") },
  { "GET /sessions", N_ ("Sessions viewed") },
  { "GET /support-grants", N_ ("Access of support viewed") },
  { "GET /support-grants/{grant}", N_ ("Access of somebody of support viewed") },
  { "GET /support-grants/{grant}/history", N_ ("History of an access of support viewed") },
  { "GET /users", N_ ("Users viewed") },
  { "GET /users/{user}", N_ ("User viewed") },
  { "GET /users/{user}/history", N_ ("History of a user viewed") },
  { "GET /users/{user}/leave", N_ ("Offboarding of a user previewed") },
  { "GET /users/{user}/second-factor", N_ ("Second factor of a user viewed") },
  { "POST /cases/preview", N_ ("Report of a breach previewed") },
  { "POST /containments/preview", N_ ("Locking of accounts previewed") },
  { "POST /identity-provider/test", N_ ("Single sign-on tried") },
  { "POST /leavings/preview", N_ ("Offboarding previewed") },
  { "POST /permissions/matrix", N_ ("Table of permissions viewed") },
  { "POST /permissions/plan", N_ ("Change of permissions previewed") },
  { "POST /permissions/why", N_ ("Asked why somebody may") },
  { "POST /record/consistency", N_ ("Record checked") },
  { "POST /record/inclusion", N_ ("Line proved") },
  { "POST /second-factor-demands/preview", N_ ("Demand of a second factor previewed") },
};

/* "GET /users" of "GET /v1/workspaces/{workspace}/users". (transfer full) */
static char *
strip_workspace (const char *route)
{
  const char *path = strchr (route, '/');
  const char *below = path != NULL && g_str_has_prefix (path, WORKSPACE) ? path + strlen (WORKSPACE) : NULL;

  if (below == NULL || (*below != '\0' && *below != '/'))
    return g_strdup (route);
  return g_strdup_printf ("%.*s%s", (int) (path - route), route, below);
}

static const char *
name_page (const char *route)
{
  if (strstr (route, " /p/") != NULL)
    return _ ("Web page opened");
  return g_str_has_suffix (route, " -") ? _ ("Unknown address asked for") : NULL;
}

char *
reeve_log_action_words (const char *action, const char *route)
{
  g_autofree char *stripped = action == NULL && route != NULL ? strip_workspace (route) : NULL;
  const char *words = REEVE_WORDS_FIND (actions, action);

  if (words == NULL)
    words = REEVE_WORDS_FIND (looks, stripped);
  if (words == NULL && stripped != NULL)
    words = name_page (stripped);
  if (words != NULL)
    return g_strdup (words);
  if (action != NULL)
    return g_strdup (action);
  return stripped != NULL ? g_steal_pointer (&stripped) : g_strdup (_ ("Request"));
}
