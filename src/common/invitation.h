/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An invitation: somebody was asked by mail to become a user of a workspace, or to set their first password
 * there. */

#pragma once

#include "common/clock.h"
#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_INVITATION_LIFE     (7 * REEVE_DAY)
#define REEVE_INVITATION_LIFE_MIN (60 * REEVE_MINUTE)
#define REEVE_INVITATION_LIFE_MAX (30 * REEVE_DAY)

REEVE_DECLARE_RECORD (ReeveInvitation, reeve_invitation, INVITATION)
struct _ReeveInvitation
{
  ReeveRecord parent_instance;

  char *id;
  gint64 version;
  char *email;
  char *display_name; /* (nullable): the person says it themselves */
  GStrv roles;
  GStrv groups;           /* ids of those they will be put into */
  char *message;          /* (nullable) */
  const char *state;      /* of reeve_invitation_states */
  const char *mail_state; /* (nullable): of reeve_mail_states; of the last mail */
  gint64 expires;
  gint64 created;
  char *created_by;      /* account */
  char *created_by_name; /* as it was then */
  gint64 sent_count;
  gint64 last_sent;
  char *account;     /* (nullable): who accepted it */
  char *mail;        /* (nullable): the last mail in the outbox */
  ReeveSecret *link; /* (nullable): only where one was made just now */
};

/* "waiting" for its mail to go, "sent" (the mail server has it), "opened", "accepted", "expired", "revoked"
 */
extern const char *const reeve_invitation_states[];
extern const char *const reeve_invitation_sorts[];
extern const char *const reeve_invitation_filters[];

/* Whether it may still be accepted. */
gboolean reeve_invitation_is_open (ReeveInvitation *self);

/* POST …/invitations/import */
REEVE_DECLARE_RECORD (ReeveInvitationImport, reeve_invitation_import, INVITATION_IMPORT)
struct _ReeveInvitationImport
{
  ReeveRecord parent_instance;
  char *content; /* the file */
  GStrv roles;   /* for rows without a role of their own */
  GStrv groups;  /* for everybody */
  char *message; /* (nullable) */
  gint64 expires;
  gboolean dry_run;
  gboolean skip_bad;
};

/* POST /v1/invitations/look */
REEVE_DECLARE_RECORD (ReeveInvitationToken, reeve_invitation_token, INVITATION_TOKEN)
struct _ReeveInvitationToken
{
  ReeveRecord parent_instance;
  ReeveSecret *token;
};

/* What the person who was invited may know of it. */
REEVE_DECLARE_RECORD (ReeveInvitationView, reeve_invitation_view, INVITATION_VIEW)
struct _ReeveInvitationView
{
  ReeveRecord parent_instance;
  char *workspace_name;
  char *inviter;
  char *email;
  char *display_name; /* (nullable) */
  char *message;      /* (nullable) */
  gint64 expires;
  gboolean has_password;      /* elsewhere here: it is asked for, not set */
  char *provider;             /* (nullable): what the identity provider is called that may vouch for them */
  gboolean provider_required; /* a password would not let them in */
  char *provider_host;        /* (nullable): of its issuer: a name alone could call itself anything */
  const char *password_profile;
  gint64 password_min_length;
};

/* POST /v1/invitations/accept */
REEVE_DECLARE_RECORD (ReeveInvitationAcceptance, reeve_invitation_acceptance, INVITATION_ACCEPTANCE)
struct _ReeveInvitationAcceptance
{
  ReeveRecord parent_instance;
  ReeveSecret *token;
  char *display_name;
  ReeveSecret *password;
};

G_END_DECLS
