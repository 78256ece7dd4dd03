/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Inviting. To an address there is one open invitation, so that doing it twice makes no doubles. */

#include "config.h"

#include "service/api/invitation-rules.h"

#include <string.h>

#include "service/api/invitation-mail.h"
#include "service/api/scope.h"
#include "service/jobs/post.h"
#include "service/store/invitations.h"
#include "service/store/links.h"
#include "service/store/outbox.h"
#include "service/store/rows.h"
#include "service/store/users.h"

#define PAGE "invitation"

static gboolean
read_workspace_name (ReeveInviting *self, GError **error)
{
  g_autoptr (ReeveTx) directory = reeve_db_begin (reeve_installation_get_directory (self->call->installation),
                                                  REEVE_TX_READ, self->call->deadline, error);
  g_autoptr (ReeveWorkspace) workspace = NULL;

  if (directory == NULL)
    return FALSE;
  workspace =
    reeve_rows_get (directory, "workspaces", reeve_workspace_get_type (), self->call->workspace, error);
  if (workspace == NULL)
    return FALSE;
  self->workspace_name = g_strdup (workspace->name);
  return TRUE;
}

gboolean
reeve_inviting_begin (ReeveInviting *self, ReeveCall *call, ReeveTx *tx, GError **error)
{
  g_autoptr (ReeveUser) inviter = reeve_users_get (tx, call->caller->account, error);

  *self = (ReeveInviting) { .call = call, .tx = tx, .rules = REEVE_USER_RULES_INIT (call) };
  self->can_send = reeve_post_can_send (call->installation);
  if (inviter == NULL)
    return FALSE;
  self->inviter = g_strdup (inviter->display_name);
  return read_workspace_name (self, error);
}

void
reeve_inviting_clear (ReeveInviting *self)
{
  g_clear_pointer (&self->workspace_name, g_free);
  g_clear_pointer (&self->inviter, g_free);
}

static gboolean
refuse_address (const char *reason, const char *words, GError **error)
{
  g_autoptr (GError) refusal = reeve_error_new (REEVE_ERROR_CONFLICT, reason, "%s", words);

  reeve_error_add_member (&refusal, "/email", reason, "%s", words);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* Whoever is a user already needs no invitation, but for one who never had a password it is the way to set
 * it. */
static gboolean
check_user (ReeveInviting *self, ReeveInvitation *invitation, GError **error)
{
  g_autoptr (GError) missing = NULL;
  g_autoptr (ReeveUser) user = reeve_users_find_by_email (self->tx, invitation->email, &missing);

  if (user == NULL && g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      user = reeve_user_new ();
      reeve_set_texts (&user->roles, (const char *const *) invitation->roles);
      reeve_user_default_roles (user);
      reeve_set_texts (&invitation->roles, (const char *const *) user->roles);
      reeve_set_texts (&user->groups, (const char *const *) invitation->groups);
      return reeve_user_rules_check_roles (&self->rules, (const char *const *) user->roles, error) &&
             reeve_user_rules_check_groups (&self->rules, (const char *const *) user->groups, error) &&
             reeve_user_rules_check_reach (&self->rules, user, error) &&
             reeve_user_rules_allow_groups (&self->rules, NULL, user, error);
    }
  if (user == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  /* Somebody has the address; more is told to those who may see everybody. */
  if (self->call->scope != NULL && !reeve_scope_check_user (self->call, user->id, NULL))
    return refuse_address ("member", "the person is a user of the workspace already", error);
  if (user->deleted != 0)
    return refuse_address ("email_in_bin", "a user in the bin has this address: restore them", error);
  if (user->has_password || !reeve_user_is_member (user))
    return refuse_address ("member", "the person is a user of the workspace already", error);

  reeve_set_texts (&invitation->roles, (const char *const *) user->roles);
  reeve_set_texts (&invitation->groups, (const char *const *) user->groups);
  g_set_str (&invitation->display_name, user->display_name);
  return reeve_user_rules_check_reach (&self->rules, user, error);
}

gboolean
reeve_inviting_check (ReeveInviting *self, ReeveInvitation *invitation, GError **error)
{
  g_autoptr (ReeveInvitation) open = NULL;

  if (!check_user (self, invitation, error) ||
      !reeve_invitations_find_open (self->tx, invitation->email, self->call->now, &open, error))
    return FALSE;
  if (open != NULL && g_strcmp0 (open->id, invitation->id) != 0)
    return refuse_address ("invited", "the person is invited already: send that invitation again", error);
  return TRUE;
}

gboolean
reeve_inviting_judge (ReeveInviting *self, ReeveInvitation *invitation, GError **refusal, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (reeve_inviting_check (self, invitation, &local_error))
    return TRUE;
  if (!g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_CONFLICT) &&
      !g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_DENIED) &&
      !g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_INVALID))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  *refusal = g_steal_pointer (&local_error);
  return TRUE;
}

gboolean
reeve_inviting_is_there (const GError *refusal)
{
  const char *reason = reeve_error_get_reason (refusal);

  return g_strcmp0 (reason, "member") == 0 || g_strcmp0 (reason, "invited") == 0;
}

ReeveInvitation *
reeve_inviting_make (const char *email,
                     const char *display_name,
                     GStrv roles,
                     GStrv groups,
                     const char *message,
                     gint64 expires)
{
  ReeveInvitation *invitation = reeve_invitation_new ();

  invitation->email = g_strdup (email);
  invitation->display_name = g_strdup (display_name);
  reeve_set_texts (&invitation->roles, (const char *const *) roles);
  reeve_set_texts (&invitation->groups, (const char *const *) groups);
  invitation->message = g_strdup (message);
  invitation->expires = expires;
  return invitation;
}

gboolean
reeve_inviting_set_end (ReeveInviting *self, gint64 *expires, GError **error)
{
  gint64 now = self->call->now;

  if (*expires == 0)
    *expires = now + REEVE_INVITATION_LIFE;
  /* A minute for those whose clock is not ours. */
  if (*expires >= now + REEVE_INVITATION_LIFE_MIN - REEVE_MINUTE &&
      *expires <= now + REEVE_INVITATION_LIFE_MAX + REEVE_MINUTE)
    return TRUE;
  reeve_error_add_member (error, "/expires", "range", "is not from an hour to 30 days ahead");
  return FALSE;
}

gboolean
reeve_inviting_end_links (ReeveCall *call, ReeveTx *tx, const char *invitation, GError **error)
{
  return reeve_links_end (tx, REEVE_LINK_INVITATION, invitation, call->now, error) &&
         reeve_links_end (tx, REEVE_LINK_INVITATION_MAIL, invitation, call->now, error);
}

gboolean
reeve_inviting_withdraw_mail (ReeveCall *call, ReeveTx *tx, const ReeveInvitation *invitation, GError **error)
{
  if (invitation->mail == NULL)
    return TRUE;
  reeve_call_changed (call, "mail", invitation->mail, 0);
  return reeve_outbox_withdraw (tx, invitation->mail, error);
}

/* (transfer full): the URI */
static char *
make_link (ReeveInviting *self, const char *purpose, ReeveInvitation *invitation, GError **error)
{
  g_autoptr (ReeveSecret) secret =
    reeve_links_make (self->tx, purpose, invitation->id, self->call->now, invitation->expires, error);
  g_autoptr (ReeveSecret) token = NULL;

  if (secret == NULL)
    return NULL;
  token = reeve_link_token_join (self->call->workspace, secret);
  return reeve_call_make_uri (self->call, PAGE, token);
}

gboolean
reeve_inviting_make_link (ReeveInviting *self, ReeveInvitation *invitation, GError **error)
{
  char *uri = make_link (self, REEVE_LINK_INVITATION, invitation, error);
  gboolean apart;

  if (uri == NULL)
    return FALSE;
  g_clear_pointer (&invitation->link, reeve_secret_unref);
  invitation->link = reeve_secret_new_take (uri);
  return reeve_links_made_since (self->tx, REEVE_LINK_INVITATION_MAIL, invitation->id, 0, &apart, error) &&
         (apart || reeve_inviting_withdraw_mail (self->call, self->tx, invitation, error));
}

gboolean
reeve_inviting_send (ReeveInviting *self, ReeveInvitation *invitation, GError **error)
{
  g_autofree char *uri = NULL;
  g_autoptr (ReeveMail) mail = NULL;

  if (self->can_send)
    uri = make_link (self, REEVE_LINK_INVITATION_MAIL, invitation, error);
  else if (reeve_links_end (self->tx, REEVE_LINK_INVITATION_MAIL, invitation->id, self->call->now, error))
    uri = g_strdup (reeve_secret_get_text (invitation->link));
  if (uri == NULL)
    return FALSE;
  mail = reeve_invitation_mail_new (invitation, uri, self->workspace_name);
  mail->id = reeve_id_new ();
  g_set_str (&invitation->mail, mail->id);
  invitation->sent_count++;
  invitation->last_sent = self->call->now;
  return reeve_call_put_mail (self->call, self->tx, g_steal_pointer (&mail), error);
}

gboolean
reeve_inviting_insert (ReeveInviting *self, ReeveInvitation *invitation, const char *batch, GError **error)
{
  if (invitation->id == NULL)
    invitation->id = reeve_id_new ();
  invitation->version = 1;
  invitation->state = "waiting";
  invitation->created = self->call->now;
  g_set_str (&invitation->created_by, self->call->caller->account);
  g_set_str (&invitation->created_by_name, self->inviter);
  /* Who invites many at once is told no link. */
  return ((batch != NULL && self->can_send) || reeve_inviting_make_link (self, invitation, error)) &&
         reeve_inviting_send (self, invitation, error) &&
         reeve_invitations_insert (self->tx, invitation, error) &&
         reeve_call_audit (self->call, self->tx, "invitation.create", "invitation", invitation->id,
                           invitation->email, NULL, invitation, batch, NULL, error);
}
