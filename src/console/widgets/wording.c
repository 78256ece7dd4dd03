/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Two tables of words: for a code, and for a reason that refines it. A reason without words of its own falls
 * back to those of its code, so a newer service is never met with silence. */

#include "config.h"

#include "console/widgets/wording.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *title;
  const char *advice;
} Words;

static const Words code_words[REEVE_N_ERRORS] = {
  [REEVE_ERROR_NOT_FOUND] = { N_ ("Not found"), N_ ("It was removed, or you may no longer see it.") },
  [REEVE_ERROR_CONFLICT] = { N_ ("This clashes with what is there"),
                             N_ ("Refresh, look at what changed, and try again.") },
  [REEVE_ERROR_STALE] = { N_ ("Somebody else changed this"),
                          N_ ("Refresh, compare both versions, and save again.") },
  [REEVE_ERROR_PRECONDITION] = { N_ ("The service refused an incomplete request"),
                                 N_ ("This is a mistake in Reeve. Refresh and try again.") },
  [REEVE_ERROR_DENIED] = { N_ ("You are not allowed to do this"),
                           N_ ("Ask an administrator of the workspace.") },
  [REEVE_ERROR_SIGNED_OUT] = { N_ ("You are signed out"), N_ ("Sign in again to go on.") },
  [REEVE_ERROR_SECOND_FACTOR] = { N_ ("A code is needed first"),
                                  N_ ("Sign in again with a code from your authenticator app.") },
  [REEVE_ERROR_LOCKED] = { N_ ("Signing in is paused"),
                           N_ ("Wait and try again, or ask an administrator of the workspace.") },
  [REEVE_ERROR_INVALID] = { N_ ("Something is not right yet"), N_ ("Mend what is marked and try again.") },
  [REEVE_ERROR_TOO_LARGE] = { N_ ("This is too large"), N_ ("Send less at once.") },
  [REEVE_ERROR_METHOD] = { N_ ("The service cannot do this"),
                           N_ ("The console and the service are of different versions. Update both.") },
  [REEVE_ERROR_TOO_MANY] = { N_ ("Too many tries"), N_ ("Wait a moment and try again.") },
  [REEVE_ERROR_UNREACHABLE] = { N_ ("The service cannot be reached"),
                                N_ ("Check your network, and whether the service is running.") },
  [REEVE_ERROR_BUSY] = { N_ ("The service is busy"), N_ ("Try again in a moment.") },
  [REEVE_ERROR_INTERNAL] = { N_ ("Something went wrong"),
                             N_ ("Try again. If it happens again, tell whoever runs the service.") },
};

/* Of a whole error. */
static const struct
{
  const char *reason;
  Words words;
} reason_words[] = {
  /* accounts */
  { "email_taken", { N_ ("This e-mail address is taken"), N_ ("Another person in this workspace has it.") } },
  { "second_factor_on",
    { N_ ("The second factor belongs to the old address"),
      N_ ("Reset it first; with the new address the person sets up another.") } },
  { "last_administrator",
    { N_ ("The last administrator cannot be removed"),
      N_ ("Make somebody else a workspace administrator first.") } },
  { "email_in_bin",
    { N_ ("This e-mail address is taken"),
      N_ ("A person in the bin has it. Restore them, or choose another.") } },
  { "not_found", { N_ ("Not found"), N_ ("It was removed, or you may no longer see it.") } },
  { "in_bin", { N_ ("This person is in the bin"), N_ ("Restore them first.") } },
  { "shared_account",
    { N_ ("This account belongs to other workspaces too"),
      N_ ("Its name and e-mail address can be changed by the person alone.") } },
  { "escalation",
    { N_ ("You cannot give more than you have"), N_ ("Ask somebody who has that role to assign it.") } },
  { "self", { N_ ("You cannot do this to yourself"), N_ ("Ask another administrator of the workspace.") } },
  { "matches_changed",
    { N_ ("The matching users have changed"), N_ ("Look at the preview again before you apply it.") } },
  { "changed_since",
    { N_ ("Somebody else changed this"), N_ ("Refresh, compare both versions, and save again.") } },
  { "breach_locked",
    { N_ ("The account is locked by a breach report"),
      N_ ("It opens only when its group administrator has given instructions.") } },
  { "already_instructed",
    { N_ ("Somebody has decided already"), N_ ("Look at the case again: it says who, when and what.") } },
  { "case_state",
    { N_ ("The case is somewhere else by now"), N_ ("Look at it again: it says what was done meanwhile.") } },
  { "in_case",
    { N_ ("A breach case locks the account"),
      N_ ("Give the instruction to remove them on the Breach Desk.") } },
  { "no_recovery",
    { N_ ("There is no such account"),
      N_ ("This is for a locked account of this address without which nobody administers the workspace.") } },
  { "recovery_over", { N_ ("It is over already"), N_ ("Look at it again: it says who, when and what.") } },
  { "recovery_waits",
    { N_ ("It has to wait"), N_ ("Somebody else of support confirms it, and a day goes by after that.") } },
  { "nobody_to_tell",
    { N_ ("There is nobody to tell"),
      N_ ("Name addresses for notices in the policy, or somebody who administers the group.") } },
  { "placeholder",
    { N_ ("The text names something that there is not"), N_ ("Take one of the names that are listed.") } },
  { "not_contained",
    { N_ ("It is reported already, and waits to be locked"),
      N_ ("An administrator of the workspace can lock it.") } },
  { "too_many_reports",
    { N_ ("You have reported three people today"), N_ ("Talk to an administrator about any other one.") } },
  { "not_breach_locked",
    { N_ ("The account is not locked by a breach report"), N_ ("Somebody may have released it already.") } },
  /* bulk jobs */
  { "job_format",
    { N_ ("A table with passwords cannot be a job"), N_ ("Import it in parts of some thousand people.") } },
  { "bad_rows", { N_ ("Rows of the file have a problem"), N_ ("Mend them, or leave them out.") } },
  { "job_running", { N_ ("The job is not over"), N_ ("Cancel it first.") } },
  { "jobs", { N_ ("Many jobs wait already"), N_ ("Try again when one of them is over.") } },
  { "denied",
    { N_ ("Whoever began it may no longer do this"), N_ ("Somebody who may can begin it again.") } },
  /* access reviews */
  { "review_open",
    { N_ ("An access review is open already"), N_ ("Decide on what is in it: then it closes.") } },
  /* roles */
  { "name_taken", { N_ ("This name is taken"), N_ ("Something else has it. Choose another name.") } },
  { "built_in", { N_ ("A built-in role cannot be changed"), N_ ("Duplicate it and change the copy.") } },
  { "role_held",
    { N_ ("The role is held by people"), N_ ("Take it from them, or give them another, first.") } },
  { "link",
    { N_ ("The link does not work any more"), N_ ("It was used, replaced or too old. Ask for a new one.") } },
  { "mail_sent", { N_ ("The mail was sent already"), N_ ("Ask the recipient to look for it.") } },
  { "mail_gone",
    { N_ ("The text of the mail is gone"), N_ ("Do what it was for once more: that makes a new one.") } },
  { "too_many_roles", { N_ ("There are too many roles"), N_ ("Delete one that nobody holds.") } },
  { "unknown_role", { N_ ("The role is gone"), N_ ("Refresh to see which roles there are.") } },
  /* folders and permissions */
  { "folder_depth", { N_ ("Folders are nested too deep"), N_ ("Choose a folder further up.") } },
  { "folder_verb",
    { N_ ("You may not do that in this folder"), N_ ("Somebody who manages it can do it, or let you.") } },
  { "plan_changed",
    { N_ ("Something has changed meanwhile"),
      N_ ("Nothing was done. Look at what would come of it now, then apply it again.") } },
  { "plan_sensitive",
    { N_ ("This needs a code"), N_ ("Look at what would come of it once more, then apply it again.") } },
  { "cross_company",
    { N_ ("People of another company would get in"),
      N_ ("The folder is for one company. Choose somebody of it, or another folder.") } },
  /* contacts */
  { "contact_over",
    { N_ ("The contact was answered or revoked, or has expired"), N_ ("Ask the person once more.") } },
  { "contact_member",
    { N_ ("This person has an account"), N_ ("Give them access to the folder as a user.") } },
  /* approvals */
  { "approval_needed",
    { N_ ("Somebody else has to approve this"),
      N_ ("Ask for an approval; once it is given, do it again.") } },
  { "approval_asked",
    { N_ ("You asked for an approval"),
      N_ ("Nothing was done yet. Once it is given, do it from Approvals, or here again.") } },
  { "approval_not_needed", { N_ ("This needs no approval"), N_ ("Do it as usual.") } },
  { "approval_waiting",
    { N_ ("You asked for this already"), N_ ("It waits for its approval. Withdraw it to ask anew.") } },
  { "approval_over",
    { N_ ("This request does not wait any more"), N_ ("Refresh to see what became of it.") } },
  { "approval_secret",
    { N_ ("A secret cannot be approved"),
      N_ ("Save the secret by itself, and the rest with an approval.") } },
  { "approval", { N_ ("The approval is not valid"), N_ ("Choose it again from the list.") } },
  { "four_eyes", { N_ ("Who asks does not decide"), N_ ("Somebody else has to approve it.") } },
  { "not_approver",
    { N_ ("Somebody else is to decide"), N_ ("The rule names who approves this. Ask one of them.") } },
  { "not_requester", { N_ ("Somebody else asked for this"), N_ ("They can take it back.") } },
  { "no_approver",
    { N_ ("Nobody else is there to decide"),
      N_ ("Somebody who may change the policy can name approvers.") } },
  { "too_many_approvals",
    { N_ ("You asked for very many approvals within a day"), N_ ("Ask again tomorrow.") } },
  { "rule_taken", { N_ ("There is a rule about this already"), N_ ("Change that one.") } },
  { "too_many_rules", { N_ ("There are too many rules"), N_ ("Delete one that is not needed.") } },
  /* support grants */
  { "support_waiting",
    { N_ ("You asked to be let in already"), N_ ("It waits for an answer. Withdraw it to ask anew.") } },
  { "support_over",
    { N_ ("This request does not wait any more"), N_ ("Refresh to see what became of it.") } },
  { "too_many_asks",
    { N_ ("You asked to be let in very often within a day"), N_ ("Ask again tomorrow, or call.") } },
  { "not_support",
    { N_ ("You are not of support here"), N_ ("Support asks to be let in; others are let in by roles.") } },
  /* holds */
  { "too_many_holds", { N_ ("There are too many holds"), N_ ("Lift one that is not needed.") } },
  { "own_hold",
    { N_ ("A hold on you is for somebody else to lift"),
      N_ ("It keeps what you did, or what was done to you. Ask another administrator.") } },
  /* findings */
  { "too_many_mutes", { N_ ("There are too many mutes"), N_ ("Lift one that is not needed.") } },
  { "own_finding",
    { N_ ("What is about you is for somebody else to decide"), N_ ("Ask another reviewer to look at it.") } },
  /* reviews */
  { "review_signed", { N_ ("The review is signed already"), N_ ("Refresh to see by whom.") } },
  { "review_too_soon",
    { N_ ("None of its days is over yet"), N_ ("Whole days are signed for: try again tomorrow.") } },
  { "findings_undecided",
    { N_ ("Some findings wait for a decision"), N_ ("Decide on each of them on the page Findings first.") } },
  { "second_person",
    { N_ ("The second signature has to be another person’s"), N_ ("Ask another reviewer to sign, too.") } },
  { "not_signed", { N_ ("The review is not signed yet"), N_ ("There is a certificate once it is.") } },
  /* groups */
  { "unknown_group", { N_ ("The group is gone"), N_ ("Refresh to see which groups there are.") } },
  { "group_cycle",
    { N_ ("A group cannot be inside itself"), N_ ("Choose a group that is not below the one you move.") } },
  { "group_depth",
    { N_ ("Groups are nested too deep"), N_ ("Ten levels are the most. Choose a group further up.") } },
  { "groups_below", { N_ ("There are groups in this group"), N_ ("Move or delete them first.") } },
  { "group_scope",
    { N_ ("People must stay in one of your groups"),
      N_ ("Keep at least one group that you administer, or ask a workspace administrator.") } },
  /* signing in */
  { "password_wrong", { N_ ("E-mail or password is wrong"), N_ ("Check both. Caps Lock may be on.") } },
  { "breach", { N_ ("Signing in is not possible"), N_ ("Ask an administrator of the workspace.") } },
  { "already_on", { N_ ("The second factor is on already"), N_ ("Refresh to see it.") } },
  { "password_changed", { N_ ("The password was changed meanwhile"), N_ ("Start again with the new one.") } },
  { "refresh_reused",
    { N_ ("Your session was ended to be safe"),
      N_ ("Somebody may have copied it. Sign in again, and look at your sessions.") } },
  { "use_nonce", { N_ ("The service asks once more"), N_ ("Try again.") } },
  { "cooling_off", { N_ ("Signing in is paused after wrong tries"), N_ ("It goes on by itself.") } },
  { "code_wrong", { N_ ("The code is wrong"), N_ ("Enter the code that your app shows now.") } },
  { "code_replayed", { N_ ("This code was used already"), N_ ("Wait for the next one.") } },
  { "code_needed",
    { N_ ("A code is needed first"), N_ ("Enter the code that your authenticator app shows now.") } },
  { "clock_skew",
    { N_ ("The clocks differ"),
      N_ ("The code is right for another time. Set the clock of your phone to automatic, then use the next "
          "code.") } },
  { "challenge", { N_ ("That took too long"), N_ ("Start again with your password.") } },
  { "enrol", { N_ ("A second factor is needed"), N_ ("Set one up before you go on.") } },
  { "enrolment_expired", { N_ ("The key has expired"), N_ ("Start again with a new one.") } },
  { "token", { N_ ("Your session has ended"), N_ ("Sign in again to go on.") } },
  { "token_expired", { N_ ("Your session has ended"), N_ ("Sign in again to go on.") } },
  { "proof",
    { N_ ("This device could not prove who it is"),
      N_ ("Check the clock of this computer, then sign in again.") } },
  { "session_ended", { N_ ("Your session was ended"), N_ ("Sign in again to go on.") } },
  { "suspended", { N_ ("Your account is suspended"), N_ ("Ask an administrator of the workspace.") } },
  { "already_set_up", { N_ ("This service is set up already"), N_ ("Sign in with your account.") } },
  { "setup_token",
    { N_ ("The set-up code is wrong"), N_ ("“reeved init” prints it on the machine of the service.") } },
  { "step_up",
    { N_ ("This needs a fresh code"),
      N_ ("Nothing was done. Try again when you have your authenticator app.") } },
  { "second_factor_off",
    { N_ ("The second factor is off already"), N_ ("There is nothing to reset. Refresh to see it.") } },
  { "no_second_administrator",
    { N_ ("Another administrator is needed"),
      N_ ("Resetting an administrator takes two: give somebody else the role first, who then approves.") } },
  { "reset_waiting",
    { N_ ("A reset waits already"), N_ ("Another administrator has to approve or decline it.") } },
  { "reset_over",
    { N_ ("It was decided already, or took too long"), N_ ("Ask again if it is still needed.") } },
  { "requester_gone",
    { N_ ("Who asked for it may no longer"), N_ ("Decline it, and ask for it yourself if it is needed.") } },
  { "second_factor_missing",
    { N_ ("Your account has no second factor"),
      N_ ("This needs a code. Sign out and in again: you are shown how to set up an authenticator app.") } },
  /* this computer */
  { "keyring_locked",
    { N_ ("The keyring is locked"),
      N_ ("Reeve keeps its keys in your system’s keyring and nowhere else. Unlock it to go on.") } },
  { "record_broken",
    { N_ ("The record of this workspace was changed"),
      N_ ("Nothing is written from here any more. Read what this means, and save the evidence.") } },
  { "keyring_waiting",
    { N_ ("The keyring has not answered yet"), N_ ("Answer the question that your system asks.") } },
  { "keyring_missing",
    { N_ ("There is no keyring"),
      N_ ("Reeve keeps its keys in your system’s keyring and nowhere else. Install and start one, such as "
          "GNOME Keyring or KWallet, then try again.") } },
  { "root_key_lost",
    { N_ ("The key to this workspace is not in the keyring"),
      N_ ("The data on this computer is encrypted and cannot be opened without it. Restore the keyring that "
          "was in use here, then try again. Reeve never makes a new key over existing data.") } },
  { "wrong_key",
    { N_ ("The key does not fit this workspace"),
      N_ ("The keyring holds the key of another one. Restore the keyring that was in use here, then try "
          "again. Nothing was changed.") } },
  { "newer_schema",
    { N_ ("This workspace was opened by a newer Reeve"),
      N_ ("Update Reeve to open it. Nothing was changed.") } },
  { "service_missing",
    { N_ ("The service is not installed"),
      N_ ("Install “reeved” beside the console to open a workspace on this computer.") } },
  { "service_ended", { N_ ("The service on this computer stopped"), N_ ("Try again. Its log says why.") } },
  { "in_use",
    { N_ ("This workspace is open already"),
      N_ ("Close the other Reeve that has it open, then try again.") } },
  { "sealed",
    { N_ ("The service stopped to protect the data"),
      N_ ("Its disk failed a write. Whoever runs the service must look at it; nothing that was confirmed is "
          "lost.") } },
  { "queue", { N_ ("Many people are signing in"), N_ ("Try again in a moment.") } },
  { "intake",
    { N_ ("Other logs are being brought in"), N_ ("Try again in a moment. What is in already stays in.") } },
  { "lines", { N_ ("Too much at once"), N_ ("Bring it in in smaller parts.") } },
  { "directory_missing",
    { N_ ("A part of the data is missing"), N_ ("Restore the folder from a backup. Nothing was changed.") } },
  { "workspace_missing",
    { N_ ("A part of the data is missing"), N_ ("Restore the folder from a backup. Nothing was changed.") } },
  { "disk_full", { N_ ("The disk is full"), N_ ("Make room, then try again. Nothing was half-written.") } },
  { "certificate",
    { N_ ("The certificate is not known"), N_ ("Compare its fingerprint before you trust it.") } },
  { "certificate_changed",
    { N_ ("The certificate has changed"), N_ ("Ask whoever runs the service before you go on.") } },
  { "tls",
    { N_ ("No safe connection is possible"),
      N_ ("The service offers nothing that is safe today. It needs TLS 1.2 or later.") } },
  { "answer",
    { N_ ("This is not a Reeve service"),
      N_ ("Something answers there, but not as one. Check the address.") } },
  { "export_differs",
    { N_ ("The file is not what the service says it sent"),
      N_ ("Export it again. If it happens again, ask whoever runs the service.") } },
  { "connection",
    { N_ ("The service cannot be reached"),
      N_ ("Check the address and your network, and whether the service is running.") } },
  { "host",
    { N_ ("There is no computer of this name"),
      N_ ("Check how the address is written, and your network.") } },
  { "refused",
    { N_ ("The service cannot be reached"),
      N_ ("Nothing answers at this port. Check the address, and whether the service is running.") } },
  { "timeout", { N_ ("The service did not answer in time"), N_ ("Check your network, then try again.") } },
  { "origin",
    { N_ ("This is not an address of a service"),
      N_ ("Enter a name such as reeve.example.org. Reeve connects over HTTPS only.") } },
  { "data_folder",
    { N_ ("The folder for the data cannot be made"),
      N_ ("Look at the details, make room or mend its permissions.") } },
  { "keyring",
    { N_ ("The keyring did not do its work"), N_ ("Look at it in Passwords and Keys, then try again.") } },
  /* input */
  { "json", { N_ ("The service could not read the request"), N_ ("Update the console and the service.") } },
  { "csv_encoding", { N_ ("The file is not text in UTF-8"), N_ ("Save it as CSV in UTF-8 and try again.") } },
  { "csv_quote",
    { N_ ("A quotation mark in the file is never closed"), N_ ("Mend that line and try again.") } },
  { "csv_empty",
    { N_ ("The file is empty"), N_ ("It needs a line of headings and a line for each person.") } },
  { "no_columns",
    { N_ ("The file has no columns that Reeve knows"), N_ ("It needs at least “email” and “name”.") } },
  /* documents */
  { "no_font",
    { N_ ("The service has no fonts to write a document with"),
      N_ ("Whoever runs it has to install some: on Debian, fonts-dejavu-core.") } },
  /* identity providers */
  { "provider",
    { N_ ("This way to sign in is gone"), N_ ("An administrator changed it. Enter your address again.") } },
  { "provider_down",
    { N_ ("The identity provider cannot be reached"),
      N_ ("Try again in a while, or sign in with your password.") } },
  { "provider_private",
    { N_ ("The identity provider is in a private network"),
      N_ ("Whoever runs the service must allow that in its configuration.") } },
  { "provider_answer",
    { N_ ("The identity provider did not answer as it should"),
      N_ ("Ask an administrator of the workspace to test it.") } },
  { "provider_lies",
    { N_ ("The identity provider’s answer cannot be trusted"),
      N_ ("Nobody was signed in. Start again; if it stays so, tell an administrator.") } },
  { "provider_refused", { N_ ("The identity provider did not confirm the sign-in"), N_ ("Start again.") } },
  { "provider_email",
    { N_ ("The identity provider named no confirmed address of yours"),
      N_ ("Confirm your e-mail address there, or sign in with your password.") } },
  { "provider_stranger",
    { N_ ("You are not a member of this workspace"),
      N_ ("The identity provider knows you. Ask an administrator to let you in here too.") } },
  { "provider_enrol",
    { N_ ("Set up your second factor first"),
      N_ ("Sign in with your password once: other workspaces do not trust this identity provider.") } },
  { "provider_required",
    { N_ ("This workspace is entered through its identity provider"),
      N_ ("Sign out, then sign in with the button below your e-mail address instead of your password.") } },
  { "ticket", { N_ ("This sign-in is over"), N_ ("Start again.") } },
  { "federated",
    { N_ ("This concerns your whole account"),
      N_ ("Sign in with your password: other workspaces of yours do not trust the identity provider.") } },
  { "database",
    { N_ ("This Database Cannot Be Read"), N_ ("It must be an SQLite file of Django's, with its table "
                                               "auth_user. Or save that table as a CSV file.") } },
  { "unconfirmed",
    { N_ ("Your address is not confirmed yet"), N_ ("Follow the link in the mail that confirms it.") } },
  { "address_unproven",
    { N_ ("Your address is not confirmed yet"),
      N_ ("A second factor is set up once you have followed the link in the mail that confirms it.") } },
  { "cursor", { N_ ("The list has changed"), N_ ("Refresh it.") } },
};

/* Of a bad member. */
static const struct
{
  const char *reason;
  const char *words;
} member_words[] = {
  { "required", N_ ("This is needed") },
  { "unknown_member", N_ ("The service does not know this; it may be older than the console") },
  { "read_only", N_ ("This cannot be changed") },
  { "repeated", N_ ("This is here twice") },
  { "type", N_ ("This is not of the right kind") },
  { "choice", N_ ("This is not one of the choices") },
  { "duplicate", N_ ("This is here twice") },
  { "id", N_ ("This is not an identifier") },
  { "email", N_ ("This is not an e-mail address") },
  { "email_taken", N_ ("Another person has this e-mail address") },
  { "second_factor_on", N_ ("Reset the second factor first") },
  { "name_taken", N_ ("Another one has this name") },
  { "unknown_role", N_ ("There is no such role") },
  { "unknown_group", N_ ("There is no such group") },
  { "unknown_user", N_ ("There is no such user") },
  { "group_cycle", N_ ("That group is below this one") },
  { "unknown_folder", N_ ("There is no such folder") },
  { "folder_cycle", N_ ("That folder is below this one") },
  { "folder_root", N_ ("The topmost folder stays as it is") },
  { "folder_binned", N_ ("That folder is in the bin") },
  { "by_plan", N_ ("This is changed on the Permissions page") },
  { "membership", N_ ("This is changed where groups and roles are") },
  { "not_found", N_ ("This is gone") },
  { "one_of", N_ ("Exactly one of these is needed") },
  { "approval_needed", N_ ("This rule demands an approval") },
  { "taken", N_ ("This is there already") },
  { "order", N_ ("This must be later than the beginning") },
  { "spaces", N_ ("This has spaces in it") },
  { "nothing_kept", N_ ("Nothing of that time is kept any more") },
  { "nothing_covered", N_ ("Choose a detection, a person or an address") },
  { "network", N_ ("This is not an address or a network such as 192.0.2.0/24") },
  { "overlap", N_ ("This overlaps another network of a site") },
  { "place", N_ ("This is not a latitude and a longitude such as 52.52,13.405") },
  { "too_wide", N_ ("This is too much to be muted: say for whom, or from where") },
  { "unknown_rule", N_ ("There is no such detection") },
  { "unknown_number", N_ ("There is no such number of a detection") },
  { "uri", N_ ("This is not an address that begins with https://") },
  { "no_reviewer", N_ ("This person may not sign reviews") },
  { "state", N_ ("It cannot become that now") },
  { "nothing_such", N_ ("Nothing such happened in the days of the review") },
  { "issuer", N_ ("This is not an https address") },
  { "domain", N_ ("This is not a domain such as example.org") },
  { "time", N_ ("This is not a time") },
  { "range", N_ ("This is too small or too large") },
  { "too_short", N_ ("This is too short") },
  { "too_long", N_ ("This is too long") },
  { "too_few", N_ ("There are too few of these") },
  { "too_many", N_ ("There are too many of these") },
  { "utf8", N_ ("This is not valid text") },
  { "control_character", N_ ("This contains a character that cannot be shown") },
  { "bidi_override", N_ ("This contains a hidden character that changes the direction of writing") },
  { "mixed_scripts", N_ ("This mixes letters of several alphabets in one name") },
  /* contacts */
  { "contact_member", N_ ("This person has an account: give them access as a user") },
  { "contact_verbs",
    N_ ("A contact may view and approve the folder that they are asked about, and no more") },
  /* invitations */
  { "member", N_ ("This person is a user of the workspace already") },
  { "invited", N_ ("This person is invited already") },
  { "invitation_over", N_ ("The invitation was accepted or revoked") },
  /* passwords */
  { "length", N_ ("The password is too short") },
  { "email_in_bin", N_ ("A person in the bin has this e-mail address") },
  { "last_administrator", N_ ("The last administrator must stay one") },
  { "common", N_ ("This is one of the passwords that are tried first") },
  { "personal", N_ ("The password contains the name or the e-mail address") },
  { "upper", N_ ("An upper-case letter is missing") },
  { "lower", N_ ("A lower-case letter is missing") },
  { "digit", N_ ("A digit is missing") },
  { "symbol", N_ ("A symbol is missing") },
  { "previous", N_ ("This is the previous password") },
  { "password_wrong", N_ ("The password is wrong") },
  { "code_wrong", N_ ("The code is wrong") },
};

static const Words *
find_words (const GError *error)
{
  const char *reason = reeve_error_get_reason (error);

  for (guint i = 0; reason != NULL && i < G_N_ELEMENTS (reason_words); i++)
    if (g_str_equal (reason_words[i].reason, reason))
      return &reason_words[i].words;
  return &code_words[reeve_error_get_code (error)];
}

static const char *
find_member_words (const char *reason)
{
  for (guint i = 0; reason != NULL && i < G_N_ELEMENTS (member_words); i++)
    if (g_str_equal (member_words[i].reason, reason))
      return member_words[i].words;
  return NULL;
}

/* "less than a minute" would be a lie to somebody who waits: seconds up to two minutes, then minutes. */
static char *
format_wait (gint64 milliseconds)
{
  gint64 seconds = (milliseconds + 999) / 1000;

  if (seconds <= 120)
    return g_strdup_printf (
      ngettext ("Try again in %d second.", "Try again in %d seconds.", (gulong) seconds), (int) seconds);
  return g_strdup_printf (
    ngettext ("Try again in %d minute.", "Try again in %d minutes.", (gulong) ((seconds + 59) / 60)),
    (int) ((seconds + 59) / 60));
}

/* The service sends by how many seconds the device is ahead (or, below zero, behind) as the member's message.
 */
static char *
describe_skew (const GError *error)
{
  GPtrArray *members = reeve_error_get_members (error);
  gint64 seconds = 0;

  if (g_strcmp0 (reeve_error_get_reason (error), "clock_skew") != 0 || members == NULL || members->len == 0)
    return NULL;
  const ReeveBadMember *member = g_ptr_array_index (members, 0);
  if (!g_ascii_string_to_signed (member->message, 10, -G_MAXINT, G_MAXINT, &seconds, NULL) || seconds == 0)
    return NULL;
  int much = (int) ABS (seconds);
  if (seconds > 0)
    return g_strdup_printf (
      ngettext ("The clock of the phone is %d second ahead. Set it to automatic, then use the next code.",
                "The clock of the phone is %d seconds ahead. Set it to automatic, then use the next code.",
                (gulong) much),
      much);
  return g_strdup_printf (
    ngettext ("The clock of the phone is %d second behind. Set it to automatic, then use the next code.",
              "The clock of the phone is %d seconds behind. Set it to automatic, then use the next code.",
              (gulong) much),
    much);
}

char *
reeve_wording_title (const GError *error)
{
  return g_strdup (_ (find_words (error)->title));
}

char *
reeve_wording_advice (const GError *error)
{
  g_autoptr (GString) advice = g_string_new (_ (find_words (error)->advice));
  GPtrArray *members = reeve_error_get_members (error);
  const char *incident = reeve_error_get_incident (error);

  g_autofree char *skew = describe_skew (error);
  if (skew != NULL)
    g_string_assign (advice, skew);
  if (reeve_error_get_retry_after_ms (error) > 0)
    {
      g_autofree char *wait = format_wait (reeve_error_get_retry_after_ms (error));
      g_string_append_printf (advice, " %s", wait);
    }
  /* One bad member without a field on screen to stand at is said here. */
  if (reeve_error_get_code (error) == REEVE_ERROR_INVALID && reeve_error_get_reason (error) == NULL &&
      members != NULL && members->len == 1)
    {
      g_autofree char *words = reeve_wording_member (g_ptr_array_index (members, 0));
      g_string_assign (advice, words);
      g_string_append_c (advice, '.');
    }
  if (incident != NULL)
    {
      g_string_append_c (advice, ' ');
      /* Translators: %s is a short identifier that the administrator finds in the log of the service. */
      g_string_append_printf (advice, _ ("Incident %s."), incident);
    }
  return g_string_free_and_steal (g_steal_pointer (&advice));
}

char *
reeve_wording_member (const ReeveBadMember *member)
{
  const char *words = find_member_words (member->reason);

  return g_strdup (words != NULL ? _ (words) : _ ("This is not right"));
}

char *
reeve_wording_at (const GError *error, const char *pointer)
{
  GPtrArray *members = reeve_error_get_members (error);

  for (guint i = 0; members != NULL && i < members->len; i++)
    {
      const ReeveBadMember *member = g_ptr_array_index (members, i);
      if (g_strcmp0 (member->pointer, pointer) == 0)
        return reeve_wording_member (member);
    }
  return NULL;
}

gboolean
reeve_wording_knows (const char *reason)
{
  for (guint i = 0; i < G_N_ELEMENTS (reason_words); i++)
    if (g_str_equal (reason_words[i].reason, reason))
      return TRUE;
  return find_member_words (reason) != NULL;
}

char *
reeve_wording_password_rule (const ReevePasswordPolicy *policy, const char *rule)
{
  static const struct
  {
    const char *rule;
    const char *words;
  } rules[] = {
    { "common", N_ ("Not a common password") },
    { "personal", N_ ("Without your name or e-mail address") },
    { "upper", N_ ("An upper-case letter") },
    { "lower", N_ ("A lower-case letter") },
    { "digit", N_ ("A digit") },
    { "symbol", N_ ("A symbol") },
    { "previous", N_ ("Not the previous password") },
  };

  if (g_str_equal (rule, "length"))
    return g_strdup_printf (ngettext ("At least %u character", "At least %u characters", policy->min_length),
                            policy->min_length);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_str_equal (rules[i].rule, rule))
      return g_strdup (_ (rules[i].words));
  return g_strdup (rule);
}

void
reeve_announce (GtkWidget *widget, const char *text)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (text != NULL);

  gtk_accessible_announce (GTK_ACCESSIBLE (widget), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}
