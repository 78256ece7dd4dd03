/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The API's contents page. Read it first. */

#include "config.h"

#include "service/http/routes.h"

#include "common/access-export.h"
#include "common/access-line.h"
#include "common/access-review.h"
#include "common/account.h"
#include "common/approval-rule.h"
#include "common/approval.h"
#include "common/audit-entry.h"
#include "common/breach-release.h"
#include "common/bulk-job.h"
#include "common/case-settings.h"
#include "common/case.h"
#include "common/contact.h"
#include "common/detection-settings.h"
#include "common/duty.h"
#include "common/finding-bulk.h"
#include "common/finding.h"
#include "common/group.h"
#include "common/hold.h"
#include "common/identity-provider.h"
#include "common/invitation.h"
#include "common/leaving.h"
#include "common/log-intake.h"
#include "common/log-review.h"
#include "common/mail.h"
#include "common/mute.h"
#include "common/notification-rule.h"
#include "common/password-reset.h"
#include "common/policy.h"
#include "common/record-proof.h"
#include "common/recovery.h"
#include "common/role.h"
#include "common/rotation.h"
#include "common/second-factor-demand.h"
#include "common/second-factor.h"
#include "common/session.h"
#include "common/sign-in.h"
#include "common/support-grant.h"
#include "common/user-bulk.h"
#include "common/user-import.h"
#include "common/user.h"
#include "common/workspace.h"
#include "service/api/access-log-export.h"
#include "service/api/access-log-ingest.h"
#include "service/api/access-log.h"
#include "service/api/access-reviews.h"
#include "service/api/approval-demand.h"
#include "service/api/approvals.h"
#include "service/api/audit.h"
#include "service/api/breach.h"
#include "service/api/bulk-jobs.h"
#include "service/api/case-contain.h"
#include "service/api/case-evidence.h"
#include "service/api/case-instruct.h"
#include "service/api/case-settings.h"
#include "service/api/cases.h"
#include "service/api/confirmation.h"
#include "service/api/contacts.h"
#include "service/api/detection-settings.h"
#include "service/api/findings.h"
#include "service/api/folders.h"
#include "service/api/groups.h"
#include "service/api/health.h"
#include "service/api/holds.h"
#include "service/api/identity-provider.h"
#include "service/api/invitations.h"
#include "service/api/leaving.h"
#include "service/api/log-reviews.h"
#include "service/api/mails.h"
#include "service/api/me.h"
#include "service/api/mutes.h"
#include "service/api/notification-rules.h"
#include "service/api/overview.h"
#include "service/api/password-reset.h"
#include "service/api/permissions.h"
#include "service/api/policy.h"
#include "service/api/record.h"
#include "service/api/recoveries.h"
#include "service/api/roles.h"
#include "service/api/rotations.h"
#include "service/api/second-factor-demands.h"
#include "service/api/second-factor-resets.h"
#include "service/api/sign-in.h"
#include "service/api/support-grants.h"
#include "service/api/users-many.h"
#include "service/api/users.h"
#include "service/api/workspace-sessions.h"
#include "service/api/workspaces.h"

#define W "/v1/workspaces/{workspace}"

static const char *const ingest_parameters[] = { "format", "source", NULL };

const ReeveRoute reeve_routes[] = {
  /* health and description */
  { "GET", "/livez", REEVE_CAPABILITY_NONE,
    REEVE_ROUTE_PUBLIC | REEVE_ROUTE_INLINE | REEVE_ROUTE_OWN_TX | REEVE_ROUTE_QUIET, NULL, NULL, NULL,
    live_get, "The process answers." },
  { "GET", "/readyz", REEVE_CAPABILITY_NONE, REEVE_ROUTE_PUBLIC | REEVE_ROUTE_OWN_TX | REEVE_ROUTE_QUIET,
    NULL, NULL, NULL, ready_get, "Every store takes a write and reads it back." },
  /* /openapi.json is served by the server itself, from this table */

  /* signing in */
  { "GET", "/v1/password-policy", REEVE_CAPABILITY_NONE,
    REEVE_ROUTE_OPEN | REEVE_ROUTE_INLINE | REEVE_ROUTE_OWN_TX, NULL, reeve_password_terms_get_type, NULL,
    password_policy_get, "Which passwords are accepted where no workspace demands more." },
  { "POST", "/v1/setup", REEVE_CAPABILITY_NONE, REEVE_ROUTE_OPEN | REEVE_ROUTE_SLOW_HASH | REEVE_ROUTE_OWN_TX,
    reeve_setup_get_type, reeve_tokens_get_type, "workspace.set-up", setup_create,
    "Makes the first workspace and its first administrator; once." },
  { "POST", "/v1/sign-in", REEVE_CAPABILITY_NONE,
    REEVE_ROUTE_OPEN | REEVE_ROUTE_SLOW_HASH | REEVE_ROUTE_OWN_TX, reeve_sign_in_get_type,
    reeve_tokens_get_type, "session.begin", sign_in_password,
    "Signs in with a password; answers what comes next." },
  { "POST", "/v1/sign-in/code", REEVE_CAPABILITY_NONE, REEVE_ROUTE_OPEN | REEVE_ROUTE_OWN_TX,
    reeve_sign_in_code_get_type, reeve_tokens_get_type, "session.begin", sign_in_code,
    "Completes signing in with a code." },
  { "POST", "/v1/sign-in/providers", REEVE_CAPABILITY_NONE, REEVE_ROUTE_OPEN | REEVE_ROUTE_OWN_TX,
    reeve_provider_question_get_type, reeve_provider_offers_get_type, NULL, sign_in_providers,
    "Which identity providers vouch for addresses of a domain." },
  { "POST", "/v1/sign-in/provider", REEVE_CAPABILITY_NONE,
    REEVE_ROUTE_OPEN | REEVE_ROUTE_OWN_TX | REEVE_ROUTE_OUTSIDE, reeve_provider_sign_in_get_type,
    reeve_provider_start_get_type, NULL, sign_in_provider_start,
    "Begins signing in through an identity provider; answers what to open in the browser." },
  { "POST", "/v1/sign-in/provider/complete", REEVE_CAPABILITY_NONE,
    REEVE_ROUTE_OPEN | REEVE_ROUTE_OWN_TX | REEVE_ROUTE_OUTSIDE, reeve_provider_answer_get_type,
    reeve_tokens_get_type, "session.begin", sign_in_provider_complete,
    "Ends it with what the browser brought back; answers what comes next." },
  { "POST", "/v1/sign-in/refresh", REEVE_CAPABILITY_NONE, REEVE_ROUTE_OPEN | REEVE_ROUTE_OWN_TX,
    reeve_refresh_get_type, reeve_tokens_get_type, NULL, sign_in_refresh,
    "Swaps a refresh token for the next pair of tokens." },
  { "POST", "/v1/sign-out", REEVE_CAPABILITY_NONE,
    REEVE_ROUTE_ENROL | REEVE_ROUTE_WRITES | REEVE_ROUTE_FEDERATED, NULL, NULL, "session.end", sign_out,
    "Ends the calling session." },
  { "POST", "/v1/sign-out-everywhere", REEVE_CAPABILITY_NONE, REEVE_ROUTE_ENROL | REEVE_ROUTE_WRITES, NULL,
    NULL, "session.end-all", sign_out_everywhere, "Ends every session of the caller, this one included." },

  /* invitations, for those who have one */
  { "POST", "/v1/invitations/look", REEVE_CAPABILITY_NONE, REEVE_ROUTE_OPEN | REEVE_ROUTE_OWN_TX,
    reeve_invitation_token_get_type, reeve_invitation_view_get_type, "invitation.open", invitations_look,
    "What a link invites to; uses nothing up." },
  { "POST", "/v1/invitations/accept", REEVE_CAPABILITY_NONE,
    REEVE_ROUTE_OPEN | REEVE_ROUTE_SLOW_HASH | REEVE_ROUTE_OWN_TX, reeve_invitation_acceptance_get_type, NULL,
    "invitation.accept", invitations_accept, "Makes a user of the person who was invited; once." },

  /* a new password, for those who have a link for it */
  { "POST", "/v1/password-resets/look", REEVE_CAPABILITY_NONE, REEVE_ROUTE_OPEN | REEVE_ROUTE_OWN_TX,
    reeve_password_reset_token_get_type, reeve_password_reset_view_get_type, NULL, password_resets_look,
    "Whose password a link sets; uses nothing up." },
  { "POST", "/v1/password-resets/use", REEVE_CAPABILITY_NONE,
    REEVE_ROUTE_OPEN | REEVE_ROUTE_SLOW_HASH | REEVE_ROUTE_OWN_TX, reeve_password_reset_get_type, NULL,
    "account.reset-password", password_resets_use,
    "Sets the password and ends every session of the account; once. The second factor stays." },

  /* the caller's own account */
  { "GET", "/v1/me", REEVE_CAPABILITY_NONE, REEVE_ROUTE_ENROL | REEVE_ROUTE_OWN_TX | REEVE_ROUTE_FEDERATED,
    NULL, reeve_identity_get_type, NULL, me_get, "Who the caller is, and in which workspaces." },
  { "GET", "/v1/me/password-policy", REEVE_CAPABILITY_NONE, REEVE_ROUTE_OWN_TX, NULL,
    reeve_password_terms_get_type, NULL, me_get_password_policy,
    "Which passwords are accepted from the caller: what all their workspaces demand, together." },
  { "POST", "/v1/me/password", REEVE_CAPABILITY_NONE, REEVE_ROUTE_SLOW_HASH | REEVE_ROUTE_OWN_TX,
    reeve_password_change_get_type, NULL, "account.password", me_set_password,
    "Changes the caller's password; ends the other sessions." },
  { "POST", "/v1/me/confirmation", REEVE_CAPABILITY_NONE, REEVE_ROUTE_ENROL | REEVE_ROUTE_OWN_TX, NULL, NULL,
    "account.ask-confirmation", me_ask_confirmation,
    "Mails the caller a link that, with their password, opens the workspaces that are unconfirmed, and "
    "proves "
    "the address, without which there is no second factor where mail can be sent; not twice within five "
    "minutes." },
  { "POST", "/v1/me/second-factor", REEVE_CAPABILITY_NONE, REEVE_ROUTE_ENROL | REEVE_ROUTE_WRITES, NULL,
    reeve_enrolment_get_type, "second-factor.begin", second_factor_begin,
    "Makes a key for an authenticator app; not in force until confirmed." },
  { "POST", "/v1/me/second-factor/confirm", REEVE_CAPABILITY_NONE, REEVE_ROUTE_ENROL | REEVE_ROUTE_WRITES,
    reeve_enrolment_code_get_type, reeve_enrolled_get_type, "second-factor.enrol", second_factor_confirm,
    "Puts the key in force; answers the recovery codes, once." },
  { "POST", "/v1/me/second-factor/replace", REEVE_CAPABILITY_NONE, REEVE_ROUTE_OWN_TX | REEVE_ROUTE_STEP_UP,
    NULL, reeve_enrolment_get_type, "second-factor.begin", second_factor_replace,
    "Makes a key that will replace the one in force, once it is confirmed." },
  { "POST", "/v1/me/second-factor/recovery-codes", REEVE_CAPABILITY_NONE,
    REEVE_ROUTE_OWN_TX | REEVE_ROUTE_STEP_UP, NULL, reeve_enrolled_get_type, "second-factor.renew-codes",
    second_factor_renew_codes, "Answers ten new recovery codes, once; the old ones serve no longer." },
  { "GET", "/v1/me/sessions", REEVE_CAPABILITY_NONE, REEVE_ROUTE_LIST, NULL, reeve_session_get_type, NULL,
    sessions_list, "The caller's signed-in devices." },
  { "DELETE", "/v1/me/sessions/{session}", REEVE_CAPABILITY_NONE, REEVE_ROUTE_WRITES, NULL, NULL,
    "session.end", sessions_end, "Ends one of the caller's sessions." },

  /* workspaces */
  { "GET", "/v1/workspaces", REEVE_CAPABILITY_NONE,
    REEVE_ROUTE_LIST | REEVE_ROUTE_OWN_TX | REEVE_ROUTE_FEDERATED, NULL, reeve_workspace_get_type, NULL,
    workspaces_list, "The workspaces that the caller is a member of." },
  { "POST", "/v1/workspaces", REEVE_CAPABILITY_WORKSPACE_WRITE, REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES,
    reeve_workspace_get_type, reeve_workspace_get_type, "workspace.create", workspaces_create,
    "Makes a workspace with a database and a key of its own; the caller is its first administrator." },
  { "GET", W, REEVE_CAPABILITY_NONE, REEVE_ROUTE_OWN_TX | REEVE_ROUTE_GRANTED, NULL, reeve_workspace_get_type,
    NULL, workspaces_get, "One workspace." },
  { "PATCH", W, REEVE_CAPABILITY_WORKSPACE_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH, reeve_workspace_get_type,
    reeve_workspace_get_type, "workspace.save", workspaces_save, "Renames it." },
  { "GET", W "/live", REEVE_CAPABILITY_NONE, REEVE_ROUTE_STREAM | REEVE_ROUTE_GRANTED, NULL, NULL, NULL, NULL,
    "Server-sent events: what changed, as it changes." },
  { "GET", W "/overview", REEVE_CAPABILITY_NONE, REEVE_ROUTE_GRANTED, NULL, reeve_overview_get_type, NULL,
    overview_get, "What waits, or will soon: of each kind what the caller may look at." },

  /* users */
  { "GET", W "/users", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_LIST | REEVE_ROUTE_SCOPED, NULL,
    reeve_user_get_type, NULL, users_list, "Users, a page at a time.", reeve_user_sorts, reeve_user_filters },
  { "POST", W "/users", REEVE_CAPABILITY_USERS_WRITE,
    REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES | REEVE_ROUTE_SCOPED, reeve_user_get_type, reeve_user_get_type,
    "user.create", users_create, "Adds a person to the workspace." },
  { "POST", W "/users/bulk", REEVE_CAPABILITY_USERS_WRITE, REEVE_ROUTE_WRITES | REEVE_ROUTE_SCOPED,
    reeve_user_bulk_get_type, reeve_user_bulk_result_get_type, "user.bulk", users_bulk,
    "Changes many users at once, or says what that would do.", .operation = "users.remove" },
  { "POST", W "/users/import", REEVE_CAPABILITY_USERS_WRITE,
    REEVE_ROUTE_OWN_TX | REEVE_ROUTE_FILE | REEVE_ROUTE_SCOPED, reeve_user_import_get_type,
    reeve_user_import_report_get_type, "user.import", users_import,
    "Adds users from a CSV file, or says what that would do." },
  { "POST", W "/users/bulk-job", REEVE_CAPABILITY_USERS_WRITE, REEVE_ROUTE_OWN_TX, reeve_user_bulk_get_type,
    reeve_bulk_job_get_type, "bulk-job.create", users_bulk_job, "The same as a job, for very many.",
    .operation = "users.remove" },
  { "POST", W "/users/import-job", REEVE_CAPABILITY_USERS_WRITE, REEVE_ROUTE_OWN_TX | REEVE_ROUTE_FILE,
    reeve_user_import_get_type, reeve_bulk_job_get_type, "bulk-job.create", users_import_job,
    "Adds users from a CSV file as a job: goes on by itself, row by row." },
  { "GET", W "/users/export", REEVE_CAPABILITY_DATA_EXPORT,
    REEVE_ROUTE_LIST | REEVE_ROUTE_RAW | REEVE_ROUTE_STEP_UP, NULL, NULL, "user.export", users_export,
    "All matching users as CSV.", reeve_user_sorts, reeve_user_filters, .operation = "users.export" },
  { "GET", W "/users/{user}", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_INLINE | REEVE_ROUTE_SCOPED, NULL,
    reeve_user_get_type, NULL, users_get, "One user." },
  { "PATCH", W "/users/{user}", REEVE_CAPABILITY_USERS_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH | REEVE_ROUTE_SCOPED, reeve_user_get_type,
    reeve_user_get_type, "user.save", users_save, "Changes a user." },
  { "DELETE", W "/users/{user}", REEVE_CAPABILITY_USERS_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_SCOPED, NULL, reeve_user_get_type, "user.delete",
    users_delete, "Puts a user into the bin for 30 days.", .operation = "users.remove" },
  { "POST", W "/users/{user}/restore", REEVE_CAPABILITY_USERS_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_SCOPED, NULL, reeve_user_get_type, "user.restore",
    users_restore, "Takes a user out of the bin." },
  { "GET", W "/users/{user}/leave", REEVE_CAPABILITY_USERS_WRITE, 0, NULL, reeve_leaving_get_type, NULL,
    leaving_get, "What would go if the user left, and whether the caller may say so." },
  { "POST", W "/users/{user}/leave", REEVE_CAPABILITY_USERS_WRITE, REEVE_ROUTE_WRITES | REEVE_ROUTE_STEP_UP,
    reeve_leave_get_type, reeve_leaving_get_type, "user.leave", leaving_create,
    "Takes from a user everything that they have in the workspace, and puts them into the bin as a plain "
    "member.",
    .operation = "users.remove" },
  { "POST", W "/leavings", REEVE_CAPABILITY_USERS_WRITE, REEVE_ROUTE_WRITES | REEVE_ROUTE_STEP_UP,
    reeve_leave_many_get_type, reeve_leavings_get_type, "user.leave", leaving_create_many,
    "The same for several: each wholly, or left out with a reason.", .operation = "users.remove" },
  { "POST", W "/leavings/preview", REEVE_CAPABILITY_USERS_WRITE, 0, reeve_leavers_get_type,
    reeve_leavings_get_type, NULL, leaving_preview_many,
    "What would go if these left, and who could not; changes nothing." },
  { "POST", W "/users/{user}/unlock", REEVE_CAPABILITY_USERS_CREDENTIALS,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_SCOPED, NULL, reeve_user_get_type, "user.unlock", users_unlock,
    "Ends cooling off; never a breach lock." },
  { "POST", W "/users/{user}/release", REEVE_CAPABILITY_BREACH_RELEASE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_STEP_UP, reeve_breach_release_get_type, reeve_user_get_type,
    "user.release", users_release,
    "Opens an account again that a breach report locked, and mails its person a link for a new password.",
    .operation = "users.release" },
  { "GET", W "/users/{user}/history", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_LIST | REEVE_ROUTE_SCOPED,
    NULL, reeve_audit_entry_get_type, NULL, users_history, "Every change to a user, newest first." },

  /* the breach desk */
  { "GET", W "/cases", REEVE_CAPABILITY_BREACH_REPORT, REEVE_ROUTE_LIST | REEVE_ROUTE_SCOPED, NULL,
    reeve_case_get_type, NULL, cases_list, "Breach cases, the newest first.", reeve_case_sorts,
    reeve_case_filters },
  { "POST", W "/cases", REEVE_CAPABILITY_BREACH_REPORT,
    REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES | REEVE_ROUTE_SCOPED, reeve_case_report_get_type,
    reeve_case_get_type, "case.create", cases_create,
    "Reports a breach of accounts, locks them at once, and asks who administers them what is to be done." },
  { "POST", W "/containments", REEVE_CAPABILITY_BREACH_CONTAIN, REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES,
    reeve_case_report_get_type, reeve_case_get_type, "case.create", containments_create,
    "The same by support, with a ticket." },
  { "POST", W "/containments/by-address", REEVE_CAPABILITY_BREACH_CONTAIN,
    REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES | REEVE_ROUTE_UNGRANTED, reeve_case_tip_get_type,
    reeve_case_receipt_get_type, "breach-report.create", containments_by_address,
    "The same by support without a grant, who may not look anybody up: locks whoever has the address." },
  { "POST", W "/breach-reports", REEVE_CAPABILITY_NONE, REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES,
    reeve_case_tip_get_type, reeve_case_receipt_get_type, "breach-report.create", breach_reports_create,
    "Reports a breach of a colleague's account; three a day." },
  { "POST", W "/containments/preview", REEVE_CAPABILITY_BREACH_CONTAIN, 0, reeve_case_whom_get_type,
    reeve_case_effects_get_type, NULL, cases_preview,
    "Whom it would lock, and what would end; changes nothing." },
  { "POST", W "/cases/preview", REEVE_CAPABILITY_BREACH_REPORT, REEVE_ROUTE_SCOPED, reeve_case_whom_get_type,
    reeve_case_effects_get_type, NULL, cases_preview, "The same for who reports." },
  { "GET", W "/cases/{case}", REEVE_CAPABILITY_BREACH_REPORT, REEVE_ROUTE_INLINE | REEVE_ROUTE_SCOPED, NULL,
    reeve_case_get_type, NULL, cases_get, "One case." },
  { "PATCH", W "/cases/{case}", REEVE_CAPABILITY_BREACH_INSTRUCT,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH | REEVE_ROUTE_SCOPED, reeve_case_get_type,
    reeve_case_get_type, "case.save", cases_save, "Corrects what is known of a case." },
  { "GET", W "/cases/{case}/people", REEVE_CAPABILITY_BREACH_REPORT, REEVE_ROUTE_LIST | REEVE_ROUTE_SCOPED,
    NULL, reeve_case_person_get_type, NULL, cases_people, "Whom it is about, and how far each of them is.",
    reeve_case_person_sorts, reeve_case_person_filters },
  { "GET", W "/cases/{case}/entries", REEVE_CAPABILITY_BREACH_REPORT, REEVE_ROUTE_LIST | REEVE_ROUTE_SCOPED,
    NULL, reeve_case_entry_get_type, NULL, cases_entries,
    "What happened in it, oldest first: who was told what, when, and whether it arrived.",
    reeve_case_entry_sorts },
  { "GET", W "/cases/{case}/history", REEVE_CAPABILITY_BREACH_REPORT, REEVE_ROUTE_LIST | REEVE_ROUTE_SCOPED,
    NULL, reeve_audit_entry_get_type, NULL, cases_history, "Every change to a case, newest first." },
  { "POST", W "/cases/{case}/contain", REEVE_CAPABILITY_BREACH_CONTAIN, REEVE_ROUTE_WRITES,
    reeve_case_containment_get_type, reeve_case_get_type, "case.contain", cases_contain,
    "Locks those of a case who were reported and are not yet locked." },
  { "POST", W "/cases/{case}/instruct", REEVE_CAPABILITY_BREACH_INSTRUCT,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_STEP_UP | REEVE_ROUTE_SCOPED, reeve_case_instruction_get_type,
    reeve_case_get_type, "case.instruct", cases_instruct,
    "Says what becomes of those who wait for it: released, with new credentials, kept locked, or removed." },
  { "POST", W "/cases/{case}/reopen", REEVE_CAPABILITY_BREACH_INSTRUCT,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_SCOPED, reeve_case_note_get_type, reeve_case_get_type, "case.reopen",
    cases_reopen, "Takes back that accounts stay locked: the case waits for another instruction." },
  { "POST", W "/cases/{case}/dismiss", REEVE_CAPABILITY_BREACH_INSTRUCT,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_SCOPED, reeve_case_note_get_type, reeve_case_get_type, "case.dismiss",
    cases_dismiss, "Says that a report was nothing, before anybody was locked." },
  { "POST", W "/cases/{case}/close", REEVE_CAPABILITY_BREACH_INSTRUCT,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_SCOPED, reeve_case_note_get_type, reeve_case_get_type, "case.close",
    cases_close, "Closes a case of which nothing is left to do." },
  { "POST", W "/cases/{case}/notes", REEVE_CAPABILITY_BREACH_REPORT, REEVE_ROUTE_WRITES | REEVE_ROUTE_SCOPED,
    reeve_case_note_get_type, reeve_case_get_type, "case.note", cases_note, "Adds a note." },
  { "POST", W "/cases/{case}/notify", REEVE_CAPABILITY_BREACH_CONTAIN, REEVE_ROUTE_WRITES,
    reeve_case_note_get_type, reeve_case_get_type, "case.notify", cases_notify,
    "Tells the customer now, instead of when it is due, or again: what is said goes before the notice." },
  { "POST", W "/cases/{case}/resolve", REEVE_CAPABILITY_BREACH_CONTAIN, REEVE_ROUTE_WRITES,
    reeve_case_note_get_type, reeve_case_get_type, "case.resolve", cases_resolve,
    "Says that a vulnerability is closed, and how: the customer need not be told any more." },
  { "GET", W "/recoveries", REEVE_CAPABILITY_BREACH_CONTAIN, REEVE_ROUTE_LIST | REEVE_ROUTE_UNGRANTED, NULL,
    reeve_recovery_get_type, NULL, recoveries_list,
    "Ways back to accounts without which nobody administers the workspace, newest first.",
    reeve_recovery_sorts },
  { "POST", W "/recoveries", REEVE_CAPABILITY_BREACH_CONTAIN,
    REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES | REEVE_ROUTE_UNGRANTED, reeve_recovery_ask_get_type,
    reeve_recovery_get_type, "recovery.ask", recoveries_create,
    "By support: asks for one, or confirms what somebody else asked for; a day begins then." },
  { "POST", W "/recoveries/{recovery}/release", REEVE_CAPABILITY_BREACH_CONTAIN,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_STEP_UP | REEVE_ROUTE_UNGRANTED, NULL, reeve_recovery_get_type,
    "recovery.release", recoveries_release, "Gives out new credentials, once the day is over." },
  { "POST", W "/recoveries/{recovery}/stop", REEVE_CAPABILITY_BREACH_CONTAIN,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_UNGRANTED, reeve_case_note_get_type, reeve_recovery_get_type,
    "recovery.stop", recoveries_stop, "Stops one, and says why." },
  { "GET", W "/case-settings", REEVE_CAPABILITY_POLICY_WRITE, 0, NULL, reeve_case_settings_get_type, NULL,
    case_settings_get, "How the customer is told of a case, and who besides." },
  { "PATCH", W "/case-settings", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH, reeve_case_settings_get_type,
    reeve_case_settings_get_type, "case-settings.save", case_settings_save,
    "Changes it. Later than before, or to fewer, takes a fresh code.", .operation = "policy.save",
    .wants_code = case_settings_want_code },

  /* sessions */
  { "GET", W "/sessions", REEVE_CAPABILITY_SESSIONS_READ, REEVE_ROUTE_LIST | REEVE_ROUTE_SCOPED, NULL,
    reeve_session_get_type, NULL, workspace_sessions_list,
    "Signed-in devices that were used in the workspace, the latest first.", reeve_session_sorts,
    reeve_session_filters },
  { "DELETE", W "/sessions/{session}", REEVE_CAPABILITY_SESSIONS_REVOKE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_SCOPED, NULL, NULL, "session.end", workspace_sessions_end,
    "Ends one, for the workspace." },
  { "POST", W "/sessions/end-all", REEVE_CAPABILITY_SESSIONS_REVOKE, REEVE_ROUTE_WRITES, NULL,
    reeve_sessions_ended_get_type, "session.end-all", workspace_sessions_end_all,
    "Ends everybody's sessions for the workspace but the calling one.", .operation = "sessions.end-all" },
  { "POST", W "/users/{user}/end-sessions", REEVE_CAPABILITY_SESSIONS_REVOKE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_SCOPED, NULL, reeve_sessions_ended_get_type, "session.end-all",
    workspace_sessions_end_of_user, "Ends all sessions of a user, for the workspace." },

  /* users' second factors */
  { "GET", W "/users/{user}/second-factor", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_SCOPED, NULL,
    reeve_second_factor_get_type, NULL, second_factor_get,
    "Whether and since when a user signs in with a code, and whether a reset waits." },
  { "POST", W "/users/{user}/second-factor/reset", REEVE_CAPABILITY_USERS_CREDENTIALS,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_STEP_UP | REEVE_ROUTE_SCOPED, reeve_second_factor_reset_get_type,
    reeve_second_factor_reset_get_type, "second-factor.reset", second_factor_reset,
    "Takes a user's second factor away, signs them out and mails them a link; of an administrator, asks "
    "another administrator to.",
    .operation = "second-factor.reset" },
  { "GET", W "/second-factor-resets", REEVE_CAPABILITY_USERS_CREDENTIALS, REEVE_ROUTE_LIST, NULL,
    reeve_second_factor_reset_get_type, NULL, second_factor_resets_list, "Resets, newest first.", NULL,
    reeve_second_factor_reset_filters },
  { "GET", W "/second-factor-resets/{reset}", REEVE_CAPABILITY_USERS_CREDENTIALS, 0, NULL,
    reeve_second_factor_reset_get_type, NULL, second_factor_resets_get, "One reset." },
  { "POST", W "/second-factor-resets/{reset}/approve", REEVE_CAPABILITY_USERS_CREDENTIALS,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_STEP_UP, NULL, reeve_second_factor_reset_get_type, "second-factor.reset",
    second_factor_resets_approve, "Does what another administrator asked for." },
  { "POST", W "/second-factor-resets/{reset}/decline", REEVE_CAPABILITY_USERS_CREDENTIALS, REEVE_ROUTE_WRITES,
    NULL, reeve_second_factor_reset_get_type, "second-factor.decline-reset", second_factor_resets_decline,
    "Refuses what another administrator asked for, or takes it back." },

  /* roles */
  { "GET", W "/roles", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_LIST | REEVE_ROUTE_SCOPED, NULL,
    reeve_role_get_type, NULL, roles_list,
    "All roles: the built-in ones, then the workspace's own by name." },
  { "POST", W "/roles", REEVE_CAPABILITY_ROLES_WRITE, REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES,
    reeve_role_get_type, reeve_role_get_type, "role.create", roles_create,
    "Makes a role of capabilities that the caller holds.", .operation = "roles.save" },
  { "GET", W "/roles/{role}", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_SCOPED, NULL, reeve_role_get_type,
    NULL, roles_get, "One role." },
  { "PATCH", W "/roles/{role}", REEVE_CAPABILITY_ROLES_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH, reeve_role_get_type, reeve_role_get_type,
    "role.save", roles_save, "Changes a role, for all who hold it, at their next request.",
    .operation = "roles.save" },
  { "DELETE", W "/roles/{role}", REEVE_CAPABILITY_ROLES_WRITE, REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH,
    NULL, reeve_role_get_type, "role.delete", roles_delete, "Deletes a role that nobody holds.",
    .operation = "roles.save" },
  { "POST", W "/roles/{role}/preview", REEVE_CAPABILITY_ROLES_WRITE, REEVE_ROUTE_WRITES,
    reeve_role_plan_get_type, reeve_role_preview_get_type, "role.preview", roles_preview,
    "Says who would gain and lose what; changes nothing." },
  { "POST", W "/roles/{role}/remove", REEVE_CAPABILITY_ROLES_WRITE, REEVE_ROUTE_WRITES,
    reeve_role_removal_get_type, reeve_role_get_type, "role.delete", roles_remove,
    "Takes a role from all who hold it, or gives them another instead, and deletes it.",
    .operation = "roles.save" },
  { "GET", W "/roles/{role}/history", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_LIST, NULL,
    reeve_audit_entry_get_type, NULL, roles_history, "Every change to a role, newest first." },

  /* groups */
  { "GET", W "/groups", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_LIST | REEVE_ROUTE_SCOPED, NULL,
    reeve_group_get_type, NULL, groups_list, "Groups, in the order of the tree, a page at a time.",
    reeve_group_sorts, reeve_group_filters },
  { "POST", W "/groups", REEVE_CAPABILITY_GROUPS_WRITE, REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES,
    reeve_group_get_type, reeve_group_get_type, "group.create", groups_create,
    "Makes a group, at the top or in another." },
  { "GET", W "/groups/{group}", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_SCOPED, NULL, reeve_group_get_type,
    NULL, groups_get, "One group." },
  { "PATCH", W "/groups/{group}", REEVE_CAPABILITY_GROUPS_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH, reeve_group_get_type, reeve_group_get_type,
    "group.save", groups_save, "Changes a group, or moves it with all that is below it." },
  { "DELETE", W "/groups/{group}", REEVE_CAPABILITY_GROUPS_WRITE, REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH,
    NULL, reeve_group_get_type, "group.delete", groups_delete,
    "Deletes a group that no other is in; its people stay in the workspace." },
  { "GET", W "/groups/{group}/members", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_LIST | REEVE_ROUTE_SCOPED,
    NULL, reeve_user_get_type, NULL, groups_members, "Who is in a group or below it, a page at a time.",
    reeve_user_sorts, reeve_user_filters },
  { "GET", W "/groups/{group}/administrators", REEVE_CAPABILITY_USERS_READ,
    REEVE_ROUTE_LIST | REEVE_ROUTE_SCOPED, NULL, reeve_user_get_type, NULL, groups_administrators,
    "Who is named to administer it, by name." },
  { "POST", W "/groups/{group}/administrators", REEVE_CAPABILITY_GROUPS_WRITE, REEVE_ROUTE_WRITES,
    reeve_group_administration_get_type, reeve_group_get_type, "group.administrators",
    groups_set_administrator, "Names somebody to administer a group and all below it, or takes that back." },
  { "GET", W "/groups/{group}/history", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_LIST, NULL,
    reeve_audit_entry_get_type, NULL, groups_history, "Every change to a group, newest first." },

  /* invitations */
  { "GET", W "/invitations", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_LIST | REEVE_ROUTE_SCOPED, NULL,
    reeve_invitation_get_type, NULL, invitations_list, "Invitations, newest first, a page at a time.",
    reeve_invitation_sorts, reeve_invitation_filters },
  { "POST", W "/invitations", REEVE_CAPABILITY_USERS_INVITE,
    REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES | REEVE_ROUTE_SCOPED, reeve_invitation_get_type,
    reeve_invitation_get_type, "invitation.create", invitations_create,
    "Invites a person by mail; answers the link, once." },
  { "POST", W "/invitations/import", REEVE_CAPABILITY_USERS_INVITE,
    REEVE_ROUTE_OWN_TX | REEVE_ROUTE_FILE | REEVE_ROUTE_SCOPED, reeve_invitation_import_get_type,
    reeve_user_import_report_get_type, "invitation.import", invitations_import,
    "Invites people from a CSV file, or says what that would do; the same file again goes on where it "
    "stopped." },
  { "POST", W "/invitations/import-job", REEVE_CAPABILITY_USERS_INVITE, REEVE_ROUTE_OWN_TX | REEVE_ROUTE_FILE,
    reeve_invitation_import_get_type, reeve_bulk_job_get_type, "bulk-job.create", invitations_import_job,
    "Invites people from a CSV file as a job." },
  { "GET", W "/invitations/{invitation}", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_SCOPED, NULL,
    reeve_invitation_get_type, NULL, invitations_get, "One invitation." },
  { "POST", W "/invitations/{invitation}/resend", REEVE_CAPABILITY_USERS_INVITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_SCOPED, NULL, reeve_invitation_get_type, "invitation.resend",
    invitations_resend, "Mails a new link, which ends the older one; for as long as the first was good." },
  { "POST", W "/invitations/{invitation}/link", REEVE_CAPABILITY_USERS_INVITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_SCOPED, NULL, reeve_invitation_get_type, "invitation.link",
    invitations_link, "Answers a new link, which ends the older one, for handing over by other means." },
  { "POST", W "/invitations/{invitation}/revoke", REEVE_CAPABILITY_USERS_INVITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_SCOPED, NULL, reeve_invitation_get_type, "invitation.revoke",
    invitations_revoke, "Ends it; its link works no longer." },

  /* policy */
  { "GET", W "/policy", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_SCOPED, NULL, reeve_policy_get_type, NULL,
    policy_get, "What the workspace demands of its people." },
  { "PATCH", W "/policy", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH, reeve_policy_get_type,
    reeve_policy_get_type, "policy.save", policy_save, "Changes what is demanded, from now on.",
    .operation = "policy.save", .wants_code = policy_wants_code },
  { "GET", W "/policy/history", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_LIST, NULL,
    reeve_audit_entry_get_type, NULL, policy_history, "Every change to the policy, newest first." },

  { "GET", W "/second-factor-demands", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_SCOPED, NULL,
    reeve_second_factor_demands_get_type, NULL, second_factor_demands_get,
    "Of which roles a second factor is demanded, from when on." },
  { "PATCH", W "/second-factor-demands", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH | REEVE_ROUTE_STEP_UP,
    reeve_second_factor_demands_get_type, reeve_second_factor_demands_get_type, "second-factor.demand",
    second_factor_demands_save, "Changes it; from the date on, whoever has none sets one up first.",
    .operation = "policy.save" },
  { "POST", W "/second-factor-demands/preview", REEVE_CAPABILITY_POLICY_WRITE, 0,
    reeve_second_factor_plan_get_type, reeve_second_factor_preview_get_type, NULL,
    second_factor_demands_preview, "Says who would have to set one up first; changes nothing." },
  { "GET", W "/detections", REEVE_CAPABILITY_LOG_READ, 0, NULL, reeve_detection_settings_get_type, NULL,
    detection_settings_get, "What looks at the access log for what is unusual, and from which numbers on." },
  { "PATCH", W "/detections", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH, reeve_detection_settings_get_type,
    reeve_detection_settings_get_type, "detections.save", detection_settings_save,
    "Switches some off or on, or sets their numbers, from now on. To find less than before takes a fresh "
    "code.",
    .operation = "policy.save", .wants_code = detection_settings_want_code },
  /* folders: everybody's own, or all with permissions.read */
  { "GET", W "/folders", REEVE_CAPABILITY_NONE, REEVE_ROUTE_LIST, NULL, reeve_folder_get_type, NULL,
    folders_list, "Folders that the caller may view: one level of the tree, or by name.", reeve_folder_sorts,
    reeve_folder_filters },
  { "POST", W "/folders", REEVE_CAPABILITY_NONE, REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES,
    reeve_folder_get_type, reeve_folder_get_type, "folder.create", folders_create,
    "Makes a folder in one that the caller may edit." },
  { "GET", W "/folders/export", REEVE_CAPABILITY_DATA_EXPORT,
    REEVE_ROUTE_LIST | REEVE_ROUTE_RAW | REEVE_ROUTE_STEP_UP, NULL, NULL, "permissions.export",
    permissions_reach_export, "Every folder that a principal reaches, as CSV.", reeve_folder_sorts,
    reeve_permission_reach_filters, .operation = "permissions.export" },
  { "GET", W "/folders/{folder}", REEVE_CAPABILITY_NONE, 0, NULL, reeve_folder_get_type, NULL, folders_get,
    "One folder." },
  { "PATCH", W "/folders/{folder}", REEVE_CAPABILITY_NONE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH, reeve_folder_get_type,
    reeve_folder_get_type, "folder.save", folders_save, "Renames it; says which company it is for.",
    .operation = REEVE_OPERATION_FOLDERS },
  { "GET", W "/folders/{folder}/history", REEVE_CAPABILITY_PERMISSIONS_READ, REEVE_ROUTE_LIST, NULL,
    reeve_audit_entry_get_type, NULL, folders_history,
    "Every change to it and to the grants on it, newest first." },
  { "GET", W "/folders/{folder}/grants", REEVE_CAPABILITY_PERMISSIONS_READ, REEVE_ROUTE_LIST, NULL,
    reeve_grant_get_type, NULL, permissions_grants,
    "All grants on it and above it, and whether they come down to it." },
  { "GET", W "/folders/{folder}/access", REEVE_CAPABILITY_PERMISSIONS_READ, REEVE_ROUTE_LIST, NULL,
    reeve_permission_holder_get_type, NULL, permissions_access, "Everybody who reaches it.",
    reeve_permission_holder_sorts },
  { "GET", W "/folders/{folder}/access/export", REEVE_CAPABILITY_DATA_EXPORT,
    REEVE_ROUTE_RAW | REEVE_ROUTE_STEP_UP, NULL, NULL, "permissions.export", permissions_access_export,
    "Everybody who reaches it, as CSV.", .operation = "permissions.export" },

  /* permissions */
  { "GET", W "/grants", REEVE_CAPABILITY_PERMISSIONS_READ, REEVE_ROUTE_LIST, NULL, reeve_grant_get_type, NULL,
    permissions_list_grants, "Grants, of all or of one principal.", reeve_grant_sorts, reeve_grant_filters },
  { "POST", W "/permissions/why", REEVE_CAPABILITY_PERMISSIONS_READ, 0, reeve_permission_question_get_type,
    reeve_permission_answer_get_type, NULL, permissions_why,
    "Why somebody may, or may not, do something in a folder, and what would make it otherwise." },
  { "POST", W "/permissions/matrix", REEVE_CAPABILITY_PERMISSIONS_READ, 0, reeve_permission_matrix_get_type,
    reeve_permission_matrix_get_type, NULL, permissions_matrix, "What principals may do in folders." },
  { "POST", W "/permissions/plan", REEVE_CAPABILITY_PERMISSIONS_READ, 0, reeve_permission_draft_get_type,
    reeve_permission_preview_get_type, NULL, permissions_plan,
    "Says what changes would do; changes nothing." },
  { "POST", W "/permissions/apply", REEVE_CAPABILITY_PERMISSIONS_WRITE, REEVE_ROUTE_WRITES,
    reeve_permission_draft_get_type, reeve_permission_preview_get_type, "permissions.apply",
    permissions_apply, "Does changes that were looked at, if they still do the same.",
    .operation = REEVE_OPERATION_FOLDERS },
  { "POST", W "/permissions/apply-sensitive", REEVE_CAPABILITY_PERMISSIONS_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_STEP_UP, reeve_permission_draft_get_type,
    reeve_permission_preview_get_type, "permissions.apply", permissions_apply_sensitive,
    "The same, where somebody gets to manage, somebody from outside gets in, or a folder loses its last "
    "manager.",
    .operation = REEVE_OPERATION_FOLDERS },

  /* contacts: who lets somebody from outside in shows a code, here as in apply-sensitive; what they have read
   * nobody takes back. Asking again reaches nobody else, and no longer. */
  { "GET", W "/contacts", REEVE_CAPABILITY_PERMISSIONS_READ, REEVE_ROUTE_LIST, NULL, reeve_contact_get_type,
    NULL, contacts_list, "People without an account who were asked about a folder.", reeve_contact_sorts,
    reeve_contact_filters },
  { "POST", W "/contacts", REEVE_CAPABILITY_PERMISSIONS_WRITE,
    REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES | REEVE_ROUTE_STEP_UP, reeve_contact_get_type,
    reeve_contact_get_type, "contact.create", contacts_create,
    "Asks somebody from outside about a folder, with a link by mail.", .operation = "contacts.create" },
  { "GET", W "/contacts/{contact}", REEVE_CAPABILITY_PERMISSIONS_READ, 0, NULL, reeve_contact_get_type, NULL,
    contacts_get, "One contact, with the answer." },
  { "POST", W "/contacts/{contact}/resend", REEVE_CAPABILITY_PERMISSIONS_WRITE, REEVE_ROUTE_WRITES, NULL,
    reeve_contact_get_type, "contact.resend", contacts_resend,
    "Sends another link, which ends the one before." },
  { "POST", W "/contacts/{contact}/revoke", REEVE_CAPABILITY_PERMISSIONS_WRITE, REEVE_ROUTE_WRITES, NULL,
    reeve_contact_get_type, "contact.revoke", contacts_revoke, "Ends it, its link and its grant, at once." },
  { "GET", W "/contacts/{contact}/history", REEVE_CAPABILITY_PERMISSIONS_READ, REEVE_ROUTE_LIST, NULL,
    reeve_audit_entry_get_type, NULL, contacts_history, "Every change to it, newest first." },

  /* approvals. To decide takes a code in the body, which is bound to the decision; looking at them and asking
   * are everybody's, each what concerns them */
  { "GET", W "/approval-rules", REEVE_CAPABILITY_PERMISSIONS_READ, REEVE_ROUTE_LIST, NULL,
    reeve_approval_rule_get_type, NULL, approval_rules_list, "What demands an approval, and whose.",
    reeve_approval_rule_sorts, reeve_approval_rule_filters },
  { "POST", W "/approval-rules", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES | REEVE_ROUTE_STEP_UP, reeve_approval_rule_get_type,
    reeve_approval_rule_get_type, "approval-rule.create", approval_rules_create,
    "Demands an approval of a folder's changes, or of an operation." },
  { "GET", W "/approval-rules/{rule}", REEVE_CAPABILITY_PERMISSIONS_READ, 0, NULL,
    reeve_approval_rule_get_type, NULL, approval_rules_get, "One rule, and who could not decide by it now." },
  { "PATCH", W "/approval-rules/{rule}", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH | REEVE_ROUTE_STEP_UP,
    reeve_approval_rule_get_type, reeve_approval_rule_get_type, "approval-rule.save", approval_rules_save,
    "Changes it; other approvers and more hours are for its approvers to approve.",
    .operation = REEVE_OPERATION_RULES },
  { "DELETE", W "/approval-rules/{rule}", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_STEP_UP, NULL, NULL, "approval-rule.delete",
    approval_rules_delete, "Takes it away, for which its approvers have to approve.",
    .operation = REEVE_OPERATION_RULES },
  { "GET", W "/approval-rules/{rule}/history", REEVE_CAPABILITY_PERMISSIONS_READ, REEVE_ROUTE_LIST, NULL,
    reeve_audit_entry_get_type, NULL, approval_rules_history, "Every change to it, newest first." },
  { "GET", W "/approvals", REEVE_CAPABILITY_NONE, REEVE_ROUTE_LIST, NULL, reeve_approval_get_type, NULL,
    approvals_list, "Requests that the caller made, may decide, or sees because they see all; newest first.",
    reeve_approval_sorts, reeve_approval_filters },
  { "POST", W "/approvals", REEVE_CAPABILITY_NONE, REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES,
    reeve_approval_get_type, reeve_approval_get_type, "approval.ask", approvals_create,
    "Asks for the approval of one request, exactly." },
  { "GET", W "/approvals/{approval}", REEVE_CAPABILITY_NONE, 0, NULL, reeve_approval_get_type, NULL,
    approvals_get, "One of them, whole, with what it would do now." },
  { "POST", W "/approvals/{approval}/approve", REEVE_CAPABILITY_NONE, REEVE_ROUTE_WRITES,
    reeve_approval_decision_get_type, reeve_approval_get_type, "approval.approve", approvals_approve,
    "Lets who asked make the request, once." },
  { "POST", W "/approvals/{approval}/refuse", REEVE_CAPABILITY_NONE, REEVE_ROUTE_WRITES,
    reeve_approval_decision_get_type, reeve_approval_get_type, "approval.refuse", approvals_refuse,
    "Does not, and says why." },
  { "POST", W "/approvals/{approval}/withdraw", REEVE_CAPABILITY_NONE, REEVE_ROUTE_WRITES, NULL,
    reeve_approval_get_type, "approval.withdraw", approvals_withdraw,
    "Takes back what the caller asked for." },
  { "GET", W "/approvals/{approval}/history", REEVE_CAPABILITY_NONE, REEVE_ROUTE_LIST, NULL,
    reeve_audit_entry_get_type, NULL, approvals_history, "All that became of it, newest first." },

  /* support grants. Who is of support asks without one, and sees and ends their own; what is done about them
   * is for who may approve, with a code for what lets somebody in */
  { "GET", W "/support-grants", REEVE_CAPABILITY_NONE, REEVE_ROUTE_LIST | REEVE_ROUTE_UNGRANTED, NULL,
    reeve_support_grant_get_type, NULL, support_grants_list,
    "Who of support asked to be let in, and what became of it, newest first: all, for who may approve; else "
    "the caller's own. The state \"over\" is all that neither wait nor are in force.",
    reeve_support_grant_sorts, reeve_support_grant_filters },
  { "POST", W "/support-grants", REEVE_CAPABILITY_SUPPORT_REQUEST,
    REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES | REEVE_ROUTE_UNGRANTED, reeve_support_grant_get_type,
    reeve_support_grant_get_type, "support.request", support_grants_create,
    "Asks to be let in, for a ticket. One request of an agent waits at a time, for twelve hours." },
  { "GET", W "/support-grants/{grant}", REEVE_CAPABILITY_NONE, REEVE_ROUTE_UNGRANTED, NULL,
    reeve_support_grant_get_type, NULL, support_grants_get, "One of them." },
  { "POST", W "/support-grants/{grant}/approve", REEVE_CAPABILITY_SUPPORT_APPROVE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_STEP_UP, reeve_support_answer_get_type, reeve_support_grant_get_type,
    "support.approve", support_grants_approve,
    "Lets who asked in from now on, for so many minutes. It ends another one of theirs. Nobody approves what "
    "they asked for themselves." },
  { "POST", W "/support-grants/{grant}/refuse", REEVE_CAPABILITY_SUPPORT_APPROVE, REEVE_ROUTE_WRITES,
    reeve_support_answer_get_type, reeve_support_grant_get_type, "support.refuse", support_grants_refuse,
    "Does not, and says why." },
  { "POST", W "/support-grants/{grant}/end", REEVE_CAPABILITY_NONE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_UNGRANTED, NULL, reeve_support_grant_get_type, "support.end",
    support_grants_end,
    "Ends it, at once: by its agent, who also takes a request back in this way, or by who may approve." },
  { "GET", W "/support-grants/{grant}/events", REEVE_CAPABILITY_SUPPORT_APPROVE,
    REEVE_ROUTE_LIST | REEVE_ROUTE_OWN_TX, NULL, reeve_access_line_get_type, "log.read",
    support_grants_events,
    "What was done under it, newest first: lines of the access log, as long as that is kept; what its agent "
    "asked for in vain, too." },
  { "GET", W "/support-grants/{grant}/history", REEVE_CAPABILITY_SUPPORT_APPROVE, REEVE_ROUTE_LIST, NULL,
    reeve_audit_entry_get_type, NULL, support_grants_history, "All that became of it, newest first." },

  /* rotations */
  { "GET", W "/rotations", REEVE_CAPABILITY_POLICY_WRITE, REEVE_ROUTE_LIST, NULL, reeve_rotation_get_type,
    NULL, rotations_list, "Secrets that people know, what is due first before the rest.",
    reeve_rotation_sorts, reeve_rotation_filters },
  { "POST", W "/rotations", REEVE_CAPABILITY_POLICY_WRITE, REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES,
    reeve_rotation_get_type, reeve_rotation_get_type, "rotation.create", rotations_create,
    "Enters a secret that people know; never the secret itself." },
  { "GET", W "/rotations/{rotation}", REEVE_CAPABILITY_POLICY_WRITE, 0, NULL, reeve_rotation_get_type, NULL,
    rotations_get, "One of them." },
  { "PATCH", W "/rotations/{rotation}", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH, reeve_rotation_get_type,
    reeve_rotation_get_type, "rotation.save", rotations_save, "Changes what is written of it." },
  { "DELETE", W "/rotations/{rotation}", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH, NULL, NULL, "rotation.delete", rotations_delete,
    "Forgets it: the secret is no more." },
  { "POST", W "/rotations/{rotation}/rotated", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH, NULL, reeve_rotation_get_type, "rotation.rotated",
    rotations_rotated, "Notes that the secret was changed." },
  { "GET", W "/rotations/{rotation}/history", REEVE_CAPABILITY_POLICY_WRITE, REEVE_ROUTE_LIST, NULL,
    reeve_audit_entry_get_type, NULL, rotations_history, "Every change to it, newest first." },

  /* bulk jobs */
  { "GET", W "/bulk-jobs", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_LIST, NULL, reeve_bulk_job_get_type, NULL,
    bulk_jobs_list, "Bulk jobs of the last 30 days and those that run, newest first.", reeve_bulk_job_sorts },
  { "GET", W "/bulk-jobs/{job}", REEVE_CAPABILITY_USERS_READ, 0, NULL, reeve_bulk_job_get_type, NULL,
    bulk_jobs_get, "One job, and how far it is." },
  { "GET", W "/bulk-jobs/{job}/rows", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_LIST, NULL,
    reeve_bulk_job_row_get_type, NULL, bulk_jobs_rows, "What became of each row.", NULL,
    reeve_bulk_job_row_filters },
  { "GET", W "/bulk-jobs/{job}/export", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_RAW, NULL, NULL,
    "bulk-job.export", bulk_jobs_export, "The rows that could not be done, as CSV." },
  { "POST", W "/bulk-jobs/{job}/cancel", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_WRITES, NULL,
    reeve_bulk_job_get_type, "bulk-job.cancel", bulk_jobs_cancel,
    "Stops it; what is done stays done. Takes what it takes to begin such a job." },
  { "DELETE", W "/bulk-jobs/{job}", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_WRITES, NULL, NULL,
    "bulk-job.delete", bulk_jobs_delete, "Forgets a job that is over. Takes what it takes to begin it." },
  /* access reviews */
  { "GET", W "/access-reviews", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_LIST, NULL,
    reeve_access_review_get_type, NULL, access_reviews_list, "Access reviews, the newest first." },
  { "POST", W "/access-reviews", REEVE_CAPABILITY_POLICY_WRITE, REEVE_ROUTE_WRITES, NULL,
    reeve_access_review_get_type, "access-review.open", access_reviews_open,
    "Opens one before its time; one at a time is open." },
  { "GET", W "/access-reviews/{review}", REEVE_CAPABILITY_USERS_READ, 0, NULL, reeve_access_review_get_type,
    NULL, access_reviews_get, "One access review." },
  { "GET", W "/access-reviews/{review}/rights", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_LIST, NULL,
    reeve_reviewed_right_get_type, NULL, reviewed_rights_list,
    "The rights in it, by the names of their people.", reeve_reviewed_right_sorts,
    reeve_reviewed_right_filters },
  { "POST", W "/access-reviews/{review}/decide", REEVE_CAPABILITY_USERS_WRITE, REEVE_ROUTE_WRITES,
    reeve_review_decision_get_type, reeve_user_bulk_result_get_type, "access-review.decide",
    access_reviews_decide, "Keeps or drops rights; each alone, what cannot be is listed with the reason." },

  /* the identity provider */
  { "GET", W "/identity-provider", REEVE_CAPABILITY_POLICY_WRITE, 0, NULL, reeve_identity_provider_get_type,
    NULL, identity_provider_get, "Through whom people may sign in; version 0 where none is set up." },
  { "PATCH", W "/identity-provider", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH | REEVE_ROUTE_STEP_UP,
    reeve_identity_provider_get_type, reeve_identity_provider_get_type, "identity-provider.save",
    identity_provider_save, "Sets it up or changes it.", .operation = "provider.save" },
  { "DELETE", W "/identity-provider", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_STEP_UP, NULL, NULL, "identity-provider.delete",
    identity_provider_delete, "Takes it away; sessions that came through it end.",
    .operation = "provider.save" },
  { "POST", W "/identity-provider/test", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_OWN_TX | REEVE_ROUTE_OUTSIDE, reeve_provider_test_get_type, reeve_provider_report_get_type,
    NULL, identity_provider_test, "Asks a provider and says whether people could sign in; changes nothing." },

  /* mails */
  { "GET", W "/mails", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_LIST | REEVE_ROUTE_OWN_TX, NULL,
    reeve_mail_get_type, NULL, mails_list,
    "Mails of the workspace and to its people about their accounts, newest first, without their texts.",
    reeve_mail_sorts, reeve_mail_filters },
  { "GET", W "/mails/{mail}", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_OWN_TX, NULL, reeve_mail_get_type,
    NULL, mails_get,
    "One mail; with its text where it was kept, has no link, and the caller may reset credentials." },
  { "POST", W "/mails/{mail}/retry", REEVE_CAPABILITY_USERS_WRITE, REEVE_ROUTE_OWN_TX, NULL,
    reeve_mail_get_type, "mail.retry", mails_retry, "Sends a mail that failed, waits or was kept now." },
  { "POST", W "/mails/retry", REEVE_CAPABILITY_USERS_WRITE, REEVE_ROUTE_OWN_TX, NULL, NULL, "mail.retry-all",
    mails_retry_all, "Tries the mail server now, with every mail that waits." },
  { "GET", W "/mail-status", REEVE_CAPABILITY_USERS_READ, REEVE_ROUTE_OWN_TX | REEVE_ROUTE_SCOPED, NULL,
    reeve_mail_status_get_type, NULL, mail_status_get,
    "Whether the mail server takes mails, and how many wait for it." },

  /* the access log */
  { "GET", W "/access-log", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_LIST | REEVE_ROUTE_OWN_TX, NULL,
    reeve_access_line_get_type, "log.read", access_log_list,
    "Lines of the access log that the query `q` finds, newest first. A page may be short, or empty, with "
    "more to be found: the service answers within a second or so, and who wants them all follows `next` "
    "until there is none.",
    NULL, access_log_filters },
  { "GET", W "/access-log/histogram", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_QUERY | REEVE_ROUTE_OWN_TX, NULL,
    reeve_access_histogram_get_type, "log.count", access_log_histogram,
    "How many of them there are over time. The service answers within half a second or so; where that was "
    "not "
    "enough for all, `countedFrom` says how far it came, newest first, and who wants the rest asks again "
    "with "
    "it as `to`, and with the same `from` and `bucket`.",
    NULL, access_log_histogram_filters },
  { "GET", W "/access-log/live", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_STREAM | REEVE_ROUTE_QUERY, NULL,
    NULL, "log.watch", NULL, "Server-sent events: the lines that the query `q` finds, as they are written.",
    NULL, access_log_filters },
  { "GET", W "/access-log/facets", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_QUERY | REEVE_ROUTE_OWN_TX, NULL,
    reeve_access_facets_get_type, "log.count", access_log_facets,
    "What the newest of them have in common, most first: of as many as were looked at in a moment.", NULL,
    access_log_filters },
  { "GET", W "/access-log/export", REEVE_CAPABILITY_LOG_EXPORT,
    REEVE_ROUTE_QUERY | REEVE_ROUTE_WRITES | REEVE_ROUTE_RAW | REEVE_ROUTE_STEP_UP, NULL, NULL,
    "access-log.export", access_log_export,
    "All of them, oldest first, however many (`format`: csv, jsonl, ocsf, syslog, cef; needs log.read, too). "
    "Reeve-Snapshot in the answer names what it is of: with it as `snapshot` and the last line's id as "
    "`after`, an export that was cut off goes on; with Reeve-Ticket as `ticket`, within an hour, it takes no "
    "other code.",
    NULL, access_log_export_filters, .operation = "log.export" },
  { "GET", W "/access-log/export/manifest", REEVE_CAPABILITY_LOG_EXPORT,
    REEVE_ROUTE_QUERY | REEVE_ROUTE_OWN_TX, NULL, reeve_access_manifest_get_type, "log.count",
    access_log_manifest, "How many lines and bytes the same request for an export answers, and their hash.",
    NULL, access_log_manifest_filters },
  { "GET", W "/cases/{case}/evidence", REEVE_CAPABILITY_LOG_EXPORT,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_RAW | REEVE_ROUTE_STEP_UP, NULL, NULL, "case.evidence", case_evidence,
    "What the record has of a breach case, as a ZIP with a README that says how to check it (needs log.read, "
    "users.read, sessions.read and permissions.read, too).",
    .operation = "log.export", .media = "application/zip" },
  { "GET", W "/access-log/holds", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_LIST, NULL, reeve_hold_get_type,
    NULL, holds_list, "What stays in the access log however old it gets, newest first.", reeve_hold_sorts },
  { "POST", W "/access-log/holds", REEVE_CAPABILITY_BREACH_CONTAIN, REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES,
    reeve_hold_get_type, reeve_hold_get_type, "hold.create", holds_create,
    "Keeps the events of a time, or those of them that are about one account, until the hold ends." },
  { "GET", W "/access-log/holds/{hold}", REEVE_CAPABILITY_LOG_READ, 0, NULL, reeve_hold_get_type, NULL,
    holds_get, "One of them." },
  { "DELETE", W "/access-log/holds/{hold}", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_STEP_UP, NULL, NULL, "hold.lift", holds_lift,
    "Lifts it: what is older than what is kept, and held by no other, goes within the hour." },
  { "GET", W "/access-log/holds/{hold}/history", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_LIST, NULL,
    reeve_audit_entry_get_type, NULL, holds_history,
    "Who made it, and how it ended, newest first: of one that is over, too." },

  /* who is told of findings */
  { "GET", W "/notification-rules", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_LIST, NULL,
    reeve_notification_rule_get_type, NULL, notification_rules_list,
    "Who is told of findings, by mail or by a webhook, and whether that works.",
    reeve_notification_rule_sorts },
  { "POST", W "/notification-rules", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES | REEVE_ROUTE_STEP_UP, reeve_notification_rule_get_type,
    reeve_notification_rule_get_type, "notification-rule.create", notification_rules_create,
    "Has findings told. The answer for a webhook has its secret, once; messages are signed as Standard "
    "Webhooks "
    "1.0 says. What is not taken with 2xx is tried again for three days." },
  { "GET", W "/notification-rules/{rule}", REEVE_CAPABILITY_LOG_READ, 0, NULL,
    reeve_notification_rule_get_type, NULL, notification_rules_get, "One of them." },
  { "PATCH", W "/notification-rules/{rule}", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH | REEVE_ROUTE_STEP_UP,
    reeve_notification_rule_get_type, reeve_notification_rule_get_type, "notification-rule.save",
    notification_rules_save,
    "Changes it. With another address a webhook gets another secret, told in the answer." },
  { "DELETE", W "/notification-rules/{rule}", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_STEP_UP, NULL, NULL, "notification-rule.delete",
    notification_rules_delete, "Takes it away; what waits to be told by it is not." },
  { "POST", W "/notification-rules/{rule}/secret", REEVE_CAPABILITY_POLICY_WRITE,
    REEVE_ROUTE_WRITES | REEVE_ROUTE_STEP_UP, NULL, reeve_notification_rule_get_type,
    "notification-rule.secret", notification_rules_renew_secret,
    "Gives a webhook another secret, told in the answer. Messages are signed with the last one, too, for 24 "
    "hours." },
  { "POST", W "/notification-rules/{rule}/test", REEVE_CAPABILITY_POLICY_WRITE, REEVE_ROUTE_WRITES, NULL,
    reeve_notification_rule_get_type, "notification-rule.test", notification_rules_test,
    "Sends a test, once, also by one that is paused. How it went, the rule tells soon after." },
  { "GET", W "/notification-rules/{rule}/history", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_LIST, NULL,
    reeve_audit_entry_get_type, NULL, notification_rules_history,
    "Every change to it, newest first: of one that was deleted, too." },
  /* what detections raised, and what was made of it */
  { "GET", W "/findings", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_LIST, NULL, reeve_finding_get_type, NULL,
    findings_list,
    "What detections raised, the worst first. `state` also takes `undecided`; `since` and `until` bound when "
    "it was raised; sorted by `due` it is what is to be followed up, unless another state is asked for.",
    reeve_finding_sorts, reeve_finding_filters },
  { "GET", W "/findings/groups", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_LIST, NULL,
    reeve_finding_group_get_type, NULL, findings_groups,
    "The same by whom they are about (`by`: person), or by where they came from (address): the worst 500, on "
    "one page.",
    reeve_finding_group_sorts, reeve_finding_group_filters },
  { "GET", W "/findings/{finding}", REEVE_CAPABILITY_LOG_READ, 0, NULL, reeve_finding_get_type, NULL,
    findings_get, "One of them." },
  { "PATCH", W "/findings/{finding}", REEVE_CAPABILITY_REVIEW_SIGN,
    REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH | REEVE_ROUTE_WRITES, reeve_finding_get_type,
    reeve_finding_get_type, "finding.decide", findings_save,
    "Says what it was, or what is to be done. Nobody decides on what is about themselves while there is "
    "somebody else to do it." },
  { "POST", W "/findings/bulk", REEVE_CAPABILITY_REVIEW_SIGN, REEVE_ROUTE_WRITES, reeve_finding_bulk_get_type,
    reeve_finding_bulk_result_get_type, "finding.decide", findings_bulk,
    "The same of up to 1,000 at once: each is judged as if it came alone, and is decided on, or refused with "
    "a reason. Those that are decided on are so together." },
  { "GET", W "/findings/{finding}/history", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_LIST, NULL,
    reeve_audit_entry_get_type, NULL, findings_history, "What was made of it so far, newest first." },
  { "GET", W "/mutes", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_LIST, NULL, reeve_mute_get_type, NULL,
    mutes_list, "Which findings are expected, and until when; what ends first is first.", reeve_mute_sorts },
  { "POST", W "/mutes", REEVE_CAPABILITY_REVIEW_SIGN, REEVE_ROUTE_CREATES | REEVE_ROUTE_WRITES,
    reeve_mute_get_type, reeve_mute_get_type, "mute.create", mutes_create,
    "Mutes what nobody has decided on and it covers, and what will be raised until it ends." },
  { "GET", W "/mutes/{mute}", REEVE_CAPABILITY_LOG_READ, 0, NULL, reeve_mute_get_type, NULL, mutes_get,
    "One of them." },
  { "PATCH", W "/mutes/{mute}", REEVE_CAPABILITY_REVIEW_SIGN,
    REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH | REEVE_ROUTE_WRITES, reeve_mute_get_type, reeve_mute_get_type,
    "mute.save", mutes_save, "Changes it, for what will be raised." },
  { "DELETE", W "/mutes/{mute}", REEVE_CAPABILITY_REVIEW_SIGN, REEVE_ROUTE_WRITES, NULL, NULL, "mute.delete",
    mutes_lift, "Lifts it. What it muted stays muted." },
  { "GET", W "/mutes/{mute}/history", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_LIST, NULL,
    reeve_audit_entry_get_type, NULL, mutes_history,
    "What happened to it, newest first: of one that was lifted, too." },

  /* reviews of the access log */
  { "GET", W "/log-reviews", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_LIST, NULL, reeve_log_review_get_type,
    NULL, log_reviews_list,
    "Reviews of the access log, newest first: whole days each, and the next begins where the last one ends.",
    reeve_log_review_sorts, reeve_log_review_filters },
  { "GET", W "/log-reviews/{review}", REEVE_CAPABILITY_LOG_READ, 0, NULL, reeve_log_review_get_type, NULL,
    log_reviews_get, "One of them. What is still open is counted up to midnight, UTC." },
  { "PATCH", W "/log-reviews/{review}", REEVE_CAPABILITY_REVIEW_SIGN,
    REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_PATCH | REEVE_ROUTE_WRITES, reeve_log_review_get_type,
    reeve_log_review_get_type, "log-review.save", log_reviews_save,
    "Says who is to look, or what there is to say." },
  { "GET", W "/log-reviews/{review}/slices", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_LIST, NULL,
    reeve_log_slice_get_type, NULL, log_reviews_slices,
    "What happened in its days, by action and result, the most frequent first, and how much of it somebody "
    "looked at. All on one page." },
  { "POST", W "/log-reviews/{review}/looks", REEVE_CAPABILITY_REVIEW_SIGN, REEVE_ROUTE_WRITES,
    reeve_log_look_get_type, reeve_log_slice_get_type, "log-review.look", log_reviews_look,
    "Says that somebody looked at all of one kind so far, or takes that back." },
  { "POST", W "/log-reviews/{review}/sign", REEVE_CAPABILITY_REVIEW_SIGN,
    REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_WRITES | REEVE_ROUTE_STEP_UP, NULL, reeve_log_review_get_type,
    "log-review.sign", log_reviews_sign,
    "Signs it, up to midnight: all findings of its days have to be decided on. With the last signature it "
    "takes it is closed for good." },
  { "POST", W "/log-reviews/{review}/return", REEVE_CAPABILITY_REVIEW_SIGN,
    REEVE_ROUTE_IF_MATCH | REEVE_ROUTE_WRITES, reeve_log_review_get_type, reeve_log_review_get_type,
    "log-review.return", log_reviews_return,
    "Opens one again that waits for its second signature; the note says why." },
  { "GET", W "/log-reviews/{review}/certificate", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_RAW, NULL, NULL,
    NULL, log_reviews_certificate,
    "What was signed, as canonical JSON (RFC 8785), whose SHA-256 is in the audit trail.",
    .media = "application/json" },
  { "GET", W "/log-reviews/{review}/certificate/pdf", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_RAW, NULL, NULL,
    NULL, log_reviews_print, "The same for people, and how to check it.", .media = "application/pdf" },
  { "GET", W "/log-reviews/{review}/history", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_LIST, NULL,
    reeve_audit_entry_get_type, NULL, log_reviews_history,
    "Who looked, who signed, and what was said, newest first." },

  /* the record */
  { "GET", W "/audit", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_LIST, NULL, reeve_audit_entry_get_type,
    "audit.read", audit_list,
    "Every change in the workspace, newest first, kept for good: of what the caller may see the history of. "
    "With `q`, a page is what is found among the next 10,000 entries: it may be empty, and still have "
    "`next`.",
    NULL, reeve_audit_entry_filters },
  { "GET", W "/audit/{entry}", REEVE_CAPABILITY_LOG_READ, 0, NULL, reeve_audit_entry_get_type, "audit.read",
    audit_get, "One of them." },
  { "GET", W "/record/checkpoint", REEVE_CAPABILITY_LOG_READ, 0, NULL, reeve_record_checkpoint_get_type, NULL,
    record_checkpoint, "What the service says now of the tree that the access log and audit trail make." },
  { "POST", W "/record/consistency", REEVE_CAPABILITY_LOG_READ, 0, reeve_consistency_proof_get_type,
    reeve_consistency_proof_get_type, NULL, record_consistency,
    "Proves that nothing that was in the record was changed or taken away." },
  { "POST", W "/record/inclusion", REEVE_CAPABILITY_LOG_READ, 0, reeve_inclusion_proof_get_type,
    reeve_inclusion_proof_get_type, NULL, record_inclusion,
    "Proves that a line of the access log or the audit trail is in the record." },
  /* for tools of others: the prefix of a tiled log (C2SP tlog-tiles). Its entries are not served: what a leaf
   * is the hash of is personal, and leaves when its time is over. */
  { "GET", W "/record/log/checkpoint", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_RAW | REEVE_ROUTE_OWN_TX, NULL,
    NULL, NULL, record_note,
    "The same as a signed note, as the specification of tiled logs (C2SP tlog-tiles) wants it.",
    .media = "text/plain" },
  { "GET", W "/record/log/tile/{tile...}", REEVE_CAPABILITY_LOG_READ, REEVE_ROUTE_RAW | REEVE_ROUTE_OWN_TX,
    NULL, NULL, NULL, record_tile,
    "Hashes of the record's tree, as C2SP tlog-tiles has them: L/N or L/N.p/W (0/x001/x234/067.p/12). "
    "Entry bundles (entries/N) are not served: a leaf is the hash of a salt and a line, and lines are "
    "personal data.",
    .media = "application/octet-stream" },
  { "POST", W "/access-log/ingest", REEVE_CAPABILITY_LOG_IMPORT,
    REEVE_ROUTE_OWN_TX | REEVE_ROUTE_FILE | REEVE_ROUTE_LINES, NULL, reeve_log_intake_get_type,
    "access-log.ingest", access_log_ingest,
    "Takes in events of other systems, one a line, in Reeve's own form or as OCSF 1.8.0 (`format`: reeve, "
    "ocsf, auto). Each comes in once; what cannot be taken is told by its line.",
    .filters = ingest_parameters },
};

const guint reeve_n_routes = G_N_ELEMENTS (reeve_routes);
