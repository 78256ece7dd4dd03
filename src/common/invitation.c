/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The tables of an invitation's fields and of the bodies around it. */

#include "config.h"

#include "common/invitation.h"

#include <string.h>

#include "common/group.h"
#include "common/mail.h"
#include "common/password-policy.h"

const char *const reeve_invitation_states[] = { "waiting", "sent",    "opened", "accepted",
                                                "expired", "revoked", NULL };
const char *const reeve_invitation_sorts[] = { "created", "email", "displayName", "expires", NULL };
const char *const reeve_invitation_filters[] = { "state", NULL };

#define MAX_MESSAGE  1000
#define MAX_FILE     (12 << 20)
#define MAX_PASSWORD 1024
#define MAX_TOKEN    128

static const ReeveField fields[] = {
  { "id", REEVE_FIELD_ID, offsetof (ReeveInvitation, id), REEVE_READ_ONLY, .summary = "UUIDv7." },
  { "version", REEVE_FIELD_INTEGER, offsetof (ReeveInvitation, version), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Grows with every change." },
  { "email", REEVE_FIELD_EMAIL, offsetof (ReeveInvitation, email), REEVE_REQUIRED, .max = 254,
    .summary = "Who is invited." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReeveInvitation, display_name), REEVE_FIELD_PLAIN, .max = 200,
    .summary = "Their name, if it is known; they can change it when they accept." },
  { "roles", REEVE_FIELD_TEXTS, offsetof (ReeveInvitation, roles), REEVE_FIELD_PLAIN, .max = 16,
    .summary = "Ids of the roles they will hold; member when none is given." },
  { "groups", REEVE_FIELD_TEXTS, offsetof (ReeveInvitation, groups), REEVE_FIELD_PLAIN,
    .max = REEVE_GROUP_MAX_OF_USER, .summary = "Ids of the groups they will be put into." },
  { "message", REEVE_FIELD_LINES, offsetof (ReeveInvitation, message), REEVE_FIELD_PLAIN, .max = MAX_MESSAGE,
    .summary = "A few words of the inviter's own, for the mail." },
  { "state", REEVE_FIELD_CHOICE, offsetof (ReeveInvitation, state), REEVE_READ_ONLY,
    .choices = reeve_invitation_states, .summary = "How far it is." },
  { "mail-state", REEVE_FIELD_CHOICE, offsetof (ReeveInvitation, mail_state),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED, .choices = reeve_mail_states,
    .summary = "How far its last mail is." },
  { "expires", REEVE_FIELD_TIME, offsetof (ReeveInvitation, expires), REEVE_FIELD_PLAIN,
    .summary = "Until when it can be accepted: an hour to 30 days ahead, 7 days when it is not given." },
  { "created", REEVE_FIELD_TIME, offsetof (ReeveInvitation, created), REEVE_READ_ONLY,
    .summary = "When the person was invited." },
  { "created-by", REEVE_FIELD_ID, offsetof (ReeveInvitation, created_by), REEVE_READ_ONLY,
    .summary = "The account that invited them." },
  { "created-by-name", REEVE_FIELD_TEXT, offsetof (ReeveInvitation, created_by_name), REEVE_READ_ONLY,
    .max = 200, .summary = "The inviter's name." },
  { "sent-count", REEVE_FIELD_INTEGER, offsetof (ReeveInvitation, sent_count), REEVE_READ_ONLY,
    .summary = "How many mails were written." },
  { "last-sent", REEVE_FIELD_TIME, offsetof (ReeveInvitation, last_sent), REEVE_READ_ONLY,
    .summary = "When the last of them was." },
  { "account", REEVE_FIELD_ID, offsetof (ReeveInvitation, account), REEVE_READ_ONLY,
    .summary = "The account that accepted it." },
  { "mail", REEVE_FIELD_ID, offsetof (ReeveInvitation, mail), REEVE_READ_ONLY | REEVE_NOT_AUDITED,
    .summary = "Its last mail." },
  { "link", REEVE_FIELD_SECRET, offsetof (ReeveInvitation, link),
    REEVE_READ_ONLY | REEVE_NOT_STORED | REEVE_NOT_AUDITED,
    .summary = "What the person opens to accept it; only in the answer that made it." },
};
REEVE_DEFINE_RECORD (ReeveInvitation, reeve_invitation, "invitation", "invitations", fields)

static const ReeveField import_fields[] = {
  { "content", REEVE_FIELD_LINES, offsetof (ReeveInvitationImport, content), REEVE_REQUIRED | REEVE_AS_IS,
    .max = MAX_FILE, .summary = "The CSV file as text." },
  { "roles", REEVE_FIELD_TEXTS, offsetof (ReeveInvitationImport, roles), REEVE_FIELD_PLAIN, .max = 16,
    .summary = "For rows without roles of their own; member when none is given." },
  { "groups", REEVE_FIELD_TEXTS, offsetof (ReeveInvitationImport, groups), REEVE_FIELD_PLAIN,
    .max = REEVE_GROUP_MAX_OF_USER, .summary = "Ids of the groups that all of them will be put into." },
  { "message", REEVE_FIELD_LINES, offsetof (ReeveInvitationImport, message), REEVE_FIELD_PLAIN,
    .max = MAX_MESSAGE, .summary = "For every mail." },
  { "expires", REEVE_FIELD_TIME, offsetof (ReeveInvitationImport, expires), REEVE_FIELD_PLAIN,
    .summary = "Until when they can be accepted." },
  { "dry-run", REEVE_FIELD_BOOLEAN, offsetof (ReeveInvitationImport, dry_run), REEVE_FIELD_PLAIN,
    .summary = "Only answer what would happen." },
  { "skip-bad", REEVE_FIELD_BOOLEAN, offsetof (ReeveInvitationImport, skip_bad), REEVE_FIELD_PLAIN,
    .summary = "Invite the good rows although there are bad ones; otherwise one bad row stops all." },
};
REEVE_DEFINE_RECORD (ReeveInvitationImport, reeve_invitation_import, "invitation-import", NULL, import_fields)

static const ReeveField token_fields[] = {
  { "token", REEVE_FIELD_SECRET, offsetof (ReeveInvitationToken, token), REEVE_REQUIRED, .min = 1,
    .max = MAX_TOKEN, .summary = "From the link." },
};
REEVE_DEFINE_RECORD (ReeveInvitationToken, reeve_invitation_token, "invitation-token", NULL, token_fields)

static const ReeveField view_fields[] = {
  { "workspace-name", REEVE_FIELD_TEXT, offsetof (ReeveInvitationView, workspace_name), REEVE_READ_ONLY,
    .max = 100, .summary = "What it is an invitation to." },
  { "inviter", REEVE_FIELD_TEXT, offsetof (ReeveInvitationView, inviter), REEVE_READ_ONLY, .max = 200,
    .summary = "Who invites." },
  { "email", REEVE_FIELD_EMAIL, offsetof (ReeveInvitationView, email), REEVE_READ_ONLY, .max = 254,
    .summary = "Who is invited." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReeveInvitationView, display_name), REEVE_READ_ONLY,
    .max = 200, .summary = "Their name, as the inviter knows it." },
  { "message", REEVE_FIELD_LINES, offsetof (ReeveInvitationView, message), REEVE_READ_ONLY,
    .max = MAX_MESSAGE, .summary = "The inviter's words." },
  { "expires", REEVE_FIELD_TIME, offsetof (ReeveInvitationView, expires), REEVE_READ_ONLY,
    .summary = "Until when it can be accepted." },
  { "has-password", REEVE_FIELD_BOOLEAN, offsetof (ReeveInvitationView, has_password), REEVE_READ_ONLY,
    .summary = "Whether accepting asks for the password that the person has here already." },
  { "provider", REEVE_FIELD_TEXT, offsetof (ReeveInvitationView, provider), REEVE_READ_ONLY, .max = 40,
    .summary = "The name of the identity provider that may vouch for them in place of a password." },
  { "provider-required", REEVE_FIELD_BOOLEAN, offsetof (ReeveInvitationView, provider_required),
    REEVE_READ_ONLY, .summary = "Whether a password alone would not let them in." },
  { "provider-host", REEVE_FIELD_TEXT, offsetof (ReeveInvitationView, provider_host), REEVE_READ_ONLY,
    .max = 255, .summary = "Where that is." },
  { "password-profile", REEVE_FIELD_CHOICE, offsetof (ReeveInvitationView, password_profile), REEVE_READ_ONLY,
    .choices = reeve_password_profiles, .summary = "Which rules a new password meets." },
  { "password-min-length", REEVE_FIELD_INTEGER, offsetof (ReeveInvitationView, password_min_length),
    REEVE_READ_ONLY, .min = 8, .max = 128, .summary = "In characters." },
};
REEVE_DEFINE_RECORD (ReeveInvitationView, reeve_invitation_view, "invitation-view", NULL, view_fields)

static const ReeveField acceptance_fields[] = {
  { "token", REEVE_FIELD_SECRET, offsetof (ReeveInvitationAcceptance, token), REEVE_REQUIRED, .min = 1,
    .max = MAX_TOKEN, .summary = "From the link." },
  { "display-name", REEVE_FIELD_TEXT, offsetof (ReeveInvitationAcceptance, display_name), REEVE_REQUIRED,
    .max = 200, .summary = "The person's name as they write it." },
  { "password", REEVE_FIELD_SECRET, offsetof (ReeveInvitationAcceptance, password), REEVE_REQUIRED, .min = 1,
    .max = MAX_PASSWORD,
    .summary = "The first one, judged by the policy; or the one they have here already." },
};
REEVE_DEFINE_RECORD (ReeveInvitationAcceptance,
                     reeve_invitation_acceptance,
                     "invitation-acceptance",
                     NULL,
                     acceptance_fields)

gboolean
reeve_invitation_is_open (ReeveInvitation *self)
{
  static const char *const over[] = { "accepted", "expired", "revoked", NULL };

  return self->state != NULL && !g_strv_contains (over, self->state);
}
