/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Invitations, one at a time, for those who invite. The link to hand over is in the answer that made it and
 * nowhere else, the mail's is in the mail alone. */

#include "config.h"

#include "service/api/invitations.h"

#include <string.h>

#include "service/api/invitation-rules.h"
#include "service/jobs/jobs.h"
#include "service/store/invitations.h"
#include "service/store/links.h"

static ReeveInvitation *
get_invitation (ReeveCall *call, GError **error)
{
  const char *id = reeve_call_get_path (call, "invitation");
  gboolean inside = TRUE;

  if (call->scope != NULL && !reeve_invitations_in_scope (call->tx, call->scope, id, &inside, error))
    return NULL;
  if (inside)
    return reeve_invitations_get (call->tx, id, error);
  reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such row");
  return NULL;
}

static gboolean
answer (ReeveCall *call, ReeveInvitation *invitation, GError **error)
{
  if (!reeve_invitations_show (call->tx, invitation, call->now, error))
    return FALSE;
  reeve_call_changed (call, "invitation", invitation->id, invitation->version);
  call->reply = g_object_ref (REEVE_RECORD (invitation));
  return TRUE;
}

gboolean
invitations_list (ReeveCall *call, GError **error)
{
  call->listing = reeve_invitations_list (call->tx, call->query, call->now, error);
  return call->listing != NULL;
}

gboolean
invitations_get (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveInvitation) invitation = get_invitation (call, error);

  if (invitation == NULL || !reeve_invitations_show (call->tx, invitation, call->now, error))
    return FALSE;
  call->reply = REEVE_RECORD (g_steal_pointer (&invitation));
  return TRUE;
}

gboolean
invitations_create (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveInvitation) invitation = reeve_record_copy (call->body);
  g_auto (ReeveInviting) inviting = { NULL };

  return reeve_inviting_begin (&inviting, call, call->tx, error) &&
         reeve_inviting_set_end (&inviting, &invitation->expires, error) &&
         reeve_inviting_check (&inviting, invitation, error) &&
         reeve_inviting_insert (&inviting, invitation, NULL, error) && answer (call, invitation, error);
}

static gboolean
refuse_over (ReeveInvitation *invitation, GError **error)
{
  if (reeve_invitation_is_open (invitation))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_CONFLICT, "invitation_over", "the invitation was accepted or revoked");
  return FALSE;
}

/* A new link to hand over; with @send, also a new mail, which ends the link of the one before. One that has
 * run out, or is sent again, gets as long as it had. */
static gboolean
renew (ReeveCall *call, gboolean send, GError **error)
{
  g_autoptr (ReeveInvitation) before = get_invitation (call, error);
  g_autoptr (ReeveInvitation) after = NULL;
  g_auto (ReeveInviting) inviting = { NULL };

  if (before == NULL || !refuse_over (before, error) ||
      !reeve_inviting_begin (&inviting, call, call->tx, error))
    return FALSE;
  after = reeve_record_copy (before);
  after->state = "waiting";
  /* Whoever makes the new link answers for it. */
  g_set_str (&after->created_by, call->caller->account);
  g_set_str (&after->created_by_name, inviting.inviter);
  if (send || before->expires <= call->now)
    after->expires = call->now + CLAMP (before->expires - before->last_sent, REEVE_INVITATION_LIFE_MIN,
                                        REEVE_INVITATION_LIFE_MAX);
  if (!reeve_inviting_check (&inviting, after, error) ||
      (send && !reeve_inviting_withdraw_mail (call, call->tx, before, error)) ||
      !reeve_inviting_make_link (&inviting, after, error) ||
      (send && !reeve_inviting_send (&inviting, after, error)) ||
      !reeve_invitations_update (call->tx, before, after, error) ||
      !reeve_call_audit_fact (call, NULL, NULL, "invitation", after->id, after->email, NULL, error))
    return FALSE;
  return answer (call, after, error);
}

gboolean
invitations_resend (ReeveCall *call, GError **error)
{
  return renew (call, TRUE, error);
}

gboolean
invitations_link (ReeveCall *call, GError **error)
{
  return renew (call, FALSE, error);
}

/* What somebody gave who may give more, a group administrator does not take back. */
static gboolean
check_reach (ReeveCall *call, ReeveInvitation *invitation, GError **error)
{
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);
  g_autoptr (ReeveUser) user = reeve_user_new ();

  if (call->scope == NULL)
    return TRUE;
  reeve_set_texts (&user->roles, (const char *const *) invitation->roles);
  return reeve_user_rules_check_reach (&rules, user, error);
}

gboolean
invitations_revoke (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveInvitation) before = get_invitation (call, error);
  g_autoptr (ReeveInvitation) after = NULL;

  if (before == NULL || !refuse_over (before, error) || !check_reach (call, before, error))
    return FALSE;
  after = reeve_record_copy (before);
  after->state = "revoked";
  return reeve_inviting_end_links (call, call->tx, after->id, error) &&
         reeve_inviting_withdraw_mail (call, call->tx, before, error) &&
         reeve_invitations_update (call->tx, before, after, error) &&
         reeve_call_audit (call, NULL, NULL, "invitation", after->id, after->email, before, after, NULL, NULL,
                           error) &&
         answer (call, after, error);
}
