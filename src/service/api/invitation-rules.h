/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* How one invitation comes about, alone or as a row of a file: who may be invited, the row, its links and its
 * mail. Where mails are sent, it has two links, either of which is good for it once: the mail's, which nobody
 * but its mailbox sees, so that it proves the address; and one to hand over, which who invites can read.
 * Where they are only kept, there is the latter alone. */

#pragma once

#include "common/invitation.h"
#include "service/api/call.h"
#include "service/api/user-rules.h"

G_BEGIN_DECLS

/* What all invitations of one call share. */
typedef struct
{
  ReeveCall *call;
  ReeveTx *tx; /* a write transaction of the workspace */
  ReeveUserRules rules;
  char *workspace_name;
  char *inviter;
  gboolean can_send; /* mails are sent, not kept */
} ReeveInviting;

/* Begins in @tx. */
gboolean reeve_inviting_begin (ReeveInviting *self, ReeveCall *call, ReeveTx *tx, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
void reeve_inviting_clear (ReeveInviting *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ReeveInviting, reeve_inviting_clear)

/* May this address be invited, with these roles? A user without a password may, as what they are. Errors:
 * DENIED (reason "escalation"), CONFLICT (pointer "/email"; reason "member", "email_in_bin", "invited") */
gboolean reeve_inviting_check (ReeveInviting *self,
                               ReeveInvitation *invitation,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same for a row of many: FALSE when the whole has to fail, TRUE with @refusal (transfer full) when this
 * row has to. */
gboolean reeve_inviting_judge (ReeveInviting *self,
                               ReeveInvitation *invitation,
                               GError **refusal,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether a refusal says that the person is a user or invited already. */
gboolean reeve_inviting_is_there (const GError *refusal);
/* A row's. @display_name, @roles, @groups, @message: (nullable); (transfer full) */
ReeveInvitation *reeve_inviting_make (const char *email,
                                      const char *display_name,
                                      GStrv roles,
                                      GStrv groups,
                                      const char *message,
                                      gint64 expires);
/* An end to @expires (0: the usual) from now on. Errors: INVALID (pointer "/expires") */
gboolean
reeve_inviting_set_end (ReeveInviting *self, gint64 *expires, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Both links end. */
gboolean reeve_inviting_end_links (ReeveCall *call, ReeveTx *tx, const char *invitation, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* The mail that was sent last is not to go out any more, where it has not yet: its link ends in @tx. */
gboolean reeve_inviting_withdraw_mail (ReeveCall *call,
                                       ReeveTx *tx,
                                       const ReeveInvitation *invitation,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A new link to hand over, which ends the older one, into the record; with it the mail that brings the older
 * one. */
gboolean reeve_inviting_make_link (ReeveInviting *self,
                                   ReeveInvitation *invitation,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The mail with its link, into the outbox; the older one's ends. Where mails are kept it brings the link that
 * is in the record. */
gboolean reeve_inviting_send (ReeveInviting *self,
                              ReeveInvitation *invitation,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* All of it for a new one that was checked. @batch: (nullable) */
gboolean reeve_inviting_insert (ReeveInviting *self,
                                ReeveInvitation *invitation,
                                const char *batch,
                                GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
