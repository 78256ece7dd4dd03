/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What whoever has the link of an invitation may do. A link that is not live gets one answer, whatever the
 * reason. Whoever can read the link (the inviter can) must not get into an account that is somebody's
 * already: where there is a password, it is asked for and stays.
 *
 * The directory is committed before the workspace: should the service die in between, the account has its
 * password and no user, the link still works, and accepting again asks for that password. */

#include "config.h"

#include "service/api/invitations.h"

#include "common/log-action.h"
#include "common/password-policy.h"
#include "service/api/attempts.h"
#include "service/api/contacts.h"
#include "service/api/invitation-provider.h"
#include "service/api/invitation-rules.h"
#include "service/api/password-demand.h"
#include "service/api/scope.h"
#include "service/api/user-accounts.h"
#include "service/api/user-rules.h"
#include "service/jobs/jobs.h"
#include "service/jobs/mirror.h"
#include "service/rules/passwords.h"
#include "service/store/accounts.h"
#include "service/store/confirmations.h"
#include "service/store/groups.h"
#include "service/store/identity-providers.h"
#include "service/store/invitations.h"
#include "service/store/links.h"
#include "service/store/roles.h"
#include "service/store/rows.h"
#include "service/store/users.h"

/* One acceptance on its way. */
typedef struct
{
  ReeveCall *call;
  const char *workspace; /* interned */
  ReeveDb *db;
  ReeveSecret *secret;
  gboolean mailed;               /* by the link that only the mailbox saw */
  ReeveInvitation *invitation;   /* as it was when it was looked at */
  ReeveUser *user;               /* (nullable): there already, without a password */
  ReeveCredentials *credentials; /* (nullable): of the account with the address */
  char *hash;                    /* (nullable): of a first password */
  ReeveVouch *vouch;             /* (nullable): a provider's word in place of a password */
} Acceptance;

static void
acceptance_clear (Acceptance *self)
{
  g_clear_pointer (&self->secret, reeve_secret_unref);
  g_clear_object (&self->invitation);
  g_clear_object (&self->user);
  g_clear_pointer (&self->credentials, reeve_credentials_free);
  g_clear_pointer (&self->hash, g_free);
  g_clear_pointer (&self->vouch, reeve_vouch_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Acceptance, acceptance_clear)

static gboolean
refuse_link (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_NOT_FOUND, "link", "the link does not work, or no longer");
  return FALSE;
}

static gboolean
open_token (Acceptance *self, ReeveCall *call, const ReeveSecret *token, GError **error)
{
  g_autofree char *workspace = NULL;

  self->call = call;
  if (!reeve_link_token_split (token, &workspace, &self->secret) || workspace == NULL)
    return refuse_link (error);
  self->db = reeve_installation_get_workspace (call->installation, workspace);
  if (self->db == NULL)
    return refuse_link (error);
  self->workspace = g_intern_string (workspace); /* one of ours: there are few */
  return TRUE;
}

/* No account, or no user, is no error; anything else is. */
static gboolean
is_missing (GError *local_error, GError **error)
{
  if (g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_error_free (local_error);
      return TRUE;
    }
  g_propagate_error (error, local_error);
  return FALSE;
}

/* Every group is there, and one that @scope (nullable) administers. */
static gboolean
check_groups (Acceptance *self, ReeveTx *tx, const char *scope, GError **error)
{
  GStrv groups = self->invitation->groups;

  if (scope != NULL && (groups == NULL || groups[0] == NULL))
    return refuse_link (error);
  for (guint i = 0; groups != NULL && groups[i] != NULL; i++)
    {
      gint64 number;

      if (!reeve_groups_find_number (tx, groups[i], scope, &number, error))
        return FALSE;
      if (number == 0)
        return refuse_link (error);
    }
  return TRUE;
}

/* The user is in a group that @scope administers. */
static gboolean
check_reach (Acceptance *self, ReeveTx *tx, const char *scope, GError **error)
{
  gboolean has;

  return reeve_scope_has_user (tx, scope, self->user->id, &has, error) && (has || refuse_link (error));
}

/* Nobody gives what they do not hold, not even between inviting and accepting: an inviter who is gone or has
 * lost a right since, and a role that has grown or is gone, end the link. Somebody else invites again. Nor
 * does anybody hand out a first password, which the inviter could set as well, to a user who has more than
 * they: one who was added since, or whose roles have grown. */
static gboolean
check_inviter (Acceptance *self, ReeveTx *tx, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (ReeveUser) inviter = reeve_users_get (tx, self->invitation->created_by, &local_error);
  g_autofree char *unknown = NULL;
  ReeveCapabilities held = 0;
  ReeveCapabilities scoped;
  ReeveCapabilities given = 0;
  GStrv roles = self->user != NULL ? self->user->roles : self->invitation->roles;

  if (inviter == NULL)
    return is_missing (g_steal_pointer (&local_error), error) && refuse_link (error);
  if (!reeve_scope_split (tx, inviter->id, (const char *const *) inviter->roles, &held, &scoped, error) ||
      !reeve_roles_resolve (tx, (const char *const *) roles, &given, &unknown, error))
    return FALSE;
  if (!reeve_user_is_member (inviter) || unknown != NULL || (given & ~held) != 0)
    return refuse_link (error);
  if (reeve_capabilities_have (held, REEVE_CAPABILITY_USERS_INVITE) &&
      (self->invitation->groups == NULL || reeve_capabilities_have (held, REEVE_CAPABILITY_GROUPS_WRITE)))
    return check_groups (self, tx, NULL, error);
  if (!reeve_capabilities_have (scoped, REEVE_CAPABILITY_USERS_INVITE))
    return refuse_link (error);
  return self->user != NULL ? check_reach (self, tx, inviter->id, error)
                            : check_groups (self, tx, inviter->id, error);
}

/* The invitation behind a subject and who it is for, as of now. */
static gboolean
read_invitation (Acceptance *self, ReeveTx *tx, const char *id, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_clear_object (&self->invitation);
  g_clear_object (&self->user);
  self->invitation = reeve_invitations_get (tx, id, error);
  if (self->invitation == NULL)
    return FALSE;
  if (!reeve_invitation_is_open (self->invitation) || self->invitation->expires <= self->call->now)
    return refuse_link (error);
  self->user = reeve_users_find_by_email (tx, self->invitation->email, &local_error);
  if (self->user == NULL && !is_missing (g_steal_pointer (&local_error), error))
    return FALSE;
  if (self->user != NULL && !reeve_user_is_member (self->user))
    return refuse_link (error);
  return check_inviter (self, tx, error);
}

static const char *
get_purpose (Acceptance *self)
{
  return self->mailed ? REEVE_LINK_INVITATION_MAIL : REEVE_LINK_INVITATION;
}

static gboolean
peek (Acceptance *self, ReeveTx *tx, GError **error)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) other = NULL;

  self->mailed =
    reeve_links_peek (tx, REEVE_LINK_INVITATION_MAIL, self->secret, self->call->now, &id, &other);
  if (!self->mailed && !is_missing (g_steal_pointer (&other), error))
    return FALSE;
  return (self->mailed ||
          reeve_links_peek (tx, REEVE_LINK_INVITATION, self->secret, self->call->now, &id, error)) &&
         read_invitation (self, tx, id, error);
}

static gboolean
read_account (Acceptance *self, ReeveTx *directory, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_clear_pointer (&self->credentials, reeve_credentials_free);
  self->credentials = reeve_accounts_find_credentials (directory, self->invitation->email, &local_error);
  if (self->credentials == NULL)
    return is_missing (g_steal_pointer (&local_error), error);
  return self->credentials->breach_locked == 0 || refuse_link (error);
}

static gboolean
has_password (Acceptance *self)
{
  return self->credentials != NULL && self->credentials->password_hash != NULL;
}

static ReeveTx *
begin_directory (Acceptance *self, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (reeve_installation_get_directory (self->call->installation), mode,
                         self->call->deadline, error);
}

/* --- Looking --- */

/* The first look is written down. It takes no part in whether the link works. */
static gboolean
note_opened (Acceptance *self, GError **error)
{
  ReeveCall *call = self->call;
  g_autoptr (ReeveTx) tx = reeve_db_begin (self->db, REEVE_TX_WRITE, call->deadline, error);
  g_autoptr (ReeveInvitation) after = NULL;

  if (tx == NULL || !peek (self, tx, error))
    return FALSE;
  if (g_strcmp0 (self->invitation->state, "waiting") != 0)
    return TRUE;
  after = reeve_record_copy (self->invitation);
  after->state = "opened";
  if (!reeve_invitations_update (tx, self->invitation, after, error) ||
      !reeve_call_audit (call, tx, "invitation.open", "invitation", after->id, after->email, self->invitation,
                         after, NULL, NULL, error) ||
      !reeve_tx_commit (tx, error))
    return FALSE;
  call->workspace = self->workspace;
  reeve_call_changed (call, "invitation", after->id, after->version);
  return TRUE;
}

/* Of whoever accepts: what this workspace demands, and those that the account is in already. */
static gboolean
find_demand (Acceptance *self, ReevePasswordPolicy *policy, GError **error)
{
  return reeve_password_demand_find (self->call->installation,
                                     self->credentials != NULL ? self->credentials->id : NULL,
                                     self->workspace, self->call->deadline, policy, error);
}

static gboolean
add_provider (Acceptance *self, ReeveTx *directory, ReeveInvitationView *view, GError **error)
{
  g_autoptr (ReeveIdentityProvider) provider = NULL;
  g_autoptr (GUri) uri = NULL;

  if (!reeve_invitation_provider_find (directory, self->workspace, self->invitation->email, NULL,
                                       self->credentials, &provider, error))
    return FALSE;
  if (provider == NULL)
    return TRUE;
  uri = g_uri_parse (provider->issuer, G_URI_FLAGS_NONE, NULL);
  view->provider = g_strdup (provider->label);
  view->provider_required = provider->required;
  view->provider_host = g_strdup (uri != NULL ? g_uri_get_host (uri) : NULL);
  return TRUE;
}

static ReeveInvitationView *
make_view (Acceptance *self, ReeveTx *directory, GError **error)
{
  g_autoptr (ReeveWorkspace) workspace =
    reeve_rows_get (directory, "workspaces", reeve_workspace_get_type (), self->workspace, error);
  g_autoptr (ReeveInvitationView) view = NULL;

  if (workspace == NULL)
    return NULL;
  view = reeve_invitation_view_new ();
  view->workspace_name = g_strdup (workspace->name);
  view->inviter = g_strdup (self->invitation->created_by_name);
  view->email = g_strdup (self->invitation->email);
  view->display_name = g_strdup (self->invitation->display_name);
  view->message = g_strdup (self->invitation->message);
  view->expires = self->invitation->expires;
  view->has_password = has_password (self);
  return add_provider (self, directory, view, error) ? g_steal_pointer (&view) : NULL;
}

static gboolean
add_demand (Acceptance *self, ReeveInvitationView *view, GError **error)
{
  ReevePasswordPolicy policy;

  if (!find_demand (self, &policy, error))
    return FALSE;
  view->password_profile = policy.profile;
  view->password_min_length = policy.min_length;
  return TRUE;
}

static gboolean
look (Acceptance *self, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (self->db, REEVE_TX_READ, self->call->deadline, error);

  return tx != NULL && peek (self, tx, error);
}

ReeveInvitationView *
reeve_invitation_look (ReeveCall *call, const ReeveSecret *token, GError **error)
{
  g_auto (Acceptance) self = { NULL };
  g_autoptr (ReeveTx) directory = NULL;
  g_autoptr (ReeveInvitationView) view = NULL;

  if (!open_token (&self, call, token, error) || !look (&self, error))
    return NULL;
  if (g_strcmp0 (self.invitation->state, "waiting") == 0 && !note_opened (&self, error))
    return NULL;
  directory = begin_directory (&self, REEVE_TX_READ, error);
  if (directory == NULL || !read_account (&self, directory, error))
    return NULL;
  view = make_view (&self, directory, error);
  g_clear_pointer (&directory, reeve_tx_end);
  return view != NULL && add_demand (&self, view, error) ? g_steal_pointer (&view) : NULL;
}

gboolean
invitations_look (ReeveCall *call, GError **error)
{
  ReeveInvitationToken *body = REEVE_INVITATION_TOKEN (call->body);

  call->reply = REEVE_RECORD (reeve_invitation_look (call, body->token, error));
  return call->reply != NULL;
}

/* --- Accepting --- */

/* Tries are counted as at sign-in: an invitation is no way around that. */
static gboolean
refuse_password (Acceptance *self, ReeveAttempt *attempt, GError **error)
{
  g_autoptr (ReeveTx) tx = begin_directory (self, REEVE_TX_WRITE, error);
  g_autoptr (GError) refusal = NULL;
  gint64 now = self->call->now;

  if (tx == NULL || !reeve_attempt_note_failure (attempt, tx, REEVE_ATTEMPT_PASSWORD, now, error))
    return FALSE;
  if (reeve_attempt_check (attempt, tx, REEVE_ATTEMPT_PASSWORD, now, &refusal))
    reeve_error_add_member (&refusal, "/password", "password_wrong", "not the password in force");
  if (!reeve_tx_commit (tx, error))
    return FALSE;
  reeve_jobs_wake (self->call->installation);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* The slow part, with no transaction open. */
static gboolean
judge_password (Acceptance *self, const char *display_name, const ReeveSecret *password, GError **error)
{
  ReeveCall *call = self->call;
  ReeveSecret *pepper = reeve_installation_get_pepper (call->installation);
  g_autoptr (ReeveTx) tx = begin_directory (self, REEVE_TX_READ, error);
  g_autoptr (ReeveAttempt) attempt = NULL;
  ReevePasswordPolicy policy;

  if (tx == NULL || !read_account (self, tx, error))
    return FALSE;
  if (!has_password (self))
    {
      g_clear_pointer (&tx, reeve_tx_end);
      if (!find_demand (self, &policy, error) ||
          !reeve_password_policy_check (&policy, password, self->invitation->email, display_name, "/password",
                                        error))
        return FALSE;
      self->hash = reeve_password_hash (password, pepper);
      return TRUE;
    }

  attempt = reeve_attempt_new (call, tx, self->credentials->id, self->credentials->email, error);
  if (attempt == NULL || !reeve_attempt_check (attempt, tx, REEVE_ATTEMPT_PASSWORD, call->now, error))
    return FALSE;
  g_clear_pointer (&tx, reeve_tx_end);
  return reeve_password_verify (password, self->credentials->password_hash, pepper, NULL) ||
         refuse_password (self, attempt, error);
}

static void
set_actor (Acceptance *self, ReeveUser *user)
{
  ReeveCall *call = self->call;
  g_autofree char *name = g_strdup_printf ("%s <%s>", user->display_name, user->email);

  g_clear_pointer (&call->proved, reeve_caller_free);
  call->proved = reeve_caller_new (user->id, name, NULL, call->source.thumbprint, "complete");
}

/* The password and a link that only the mailbox saw have come together. */
static gboolean
prove (Acceptance *self, ReeveTx *directory, ReeveUser *user, GError **error)
{
  return !self->mailed || reeve_confirmations_prove (directory, user->id, self->call->now, error);
}

/* While the password was hashed, the account may have got another. */
static gboolean
set_password (Acceptance *self, ReeveTx *directory, ReeveUser *user, const char *judged, GError **error)
{
  g_autoptr (ReeveCredentials) now = reeve_accounts_get_credentials (directory, user->id, error);

  if (now == NULL)
    return FALSE;
  if (now->breach_locked != 0)
    return refuse_link (error);
  if (g_strcmp0 (now->password_hash, judged) != 0)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "password_changed", "the password was changed meanwhile");
      return FALSE;
    }
  if (self->hash == NULL)
    return prove (self, directory, user, error);
  return reeve_accounts_set_password_hash (directory, user->id, self->hash, error) &&
         (self->mailed ? prove (self, directory, user, error)
                       : reeve_confirmations_doubt (directory, user->id, self->workspace, error)) &&
         reeve_call_audit_fact (self->call, directory, "account.password", "account", user->id,
                                user->display_name, NULL, error);
}

static ReeveUser *
make_user (Acceptance *self, const char *display_name)
{
  ReeveUser *user = reeve_user_new ();

  user->email = g_strdup (self->invitation->email);
  user->display_name = g_strdup (display_name);
  reeve_set_texts (&user->roles, (const char *const *) self->invitation->roles);
  reeve_set_texts (&user->groups, (const char *const *) self->invitation->groups);
  reeve_user_default_roles (user);
  user->state = reeve_user_states[0];
  user->version = 1;
  user->created = self->call->now;
  return user;
}

/* Whether the word still counts: the provider may be another one by now, the account somebody's. */
static gboolean
check_vouch (Acceptance *self, ReeveTx *directory, GError **error)
{
  g_autoptr (ReeveIdentityProvider) provider = NULL;

  if (self->vouch == NULL)
    return TRUE;
  if (!read_account (self, directory, error) ||
      !reeve_invitation_provider_find (directory, self->workspace, self->invitation->email,
                                       self->vouch->subject, self->credentials, &provider, error))
    return FALSE;
  if (provider != NULL && reeve_vouch_holds (self->vouch, provider, self->invitation->email))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "provider_stranger",
                   "what the provider said does not count here any more");
  return FALSE;
}

/* What stands for the person: a password, or the provider's word. That came with a mailed link proves the
 * address too, unless there is a password, of which it says nothing. */
static gboolean
store_proof (Acceptance *self, ReeveTx *directory, ReeveUser *user, const char *judged, GError **error)
{
  if (self->vouch == NULL)
    return set_password (self, directory, user, judged, error);
  if (self->mailed && !has_password (self) &&
      !reeve_confirmations_prove_address (directory, user->id, self->call->now, error))
    return FALSE;
  return reeve_identity_providers_introduce (directory, self->vouch->provider, user->id, self->vouch->subject,
                                             error);
}

/* Whoever has shown this workspace's link and the password may enter. Not so a user who was added by somebody
 * else, nor somebody of whose password nothing is known: those enter with the provider. */
static gboolean
settle_doubt (Acceptance *self, ReeveTx *directory, ReeveUser *user, GError **error)
{
  return self->user != NULL || self->vouch != NULL ||
         reeve_confirmations_settle (directory, user->id, self->workspace, error);
}

/* The directory's part: the account, its proof, its place in the index. Committed. */
static gboolean
settle_account (Acceptance *self, ReeveTx *tx, ReeveUser *user, const char *judged, GError **error)
{
  g_autoptr (ReeveTx) directory = begin_directory (self, REEVE_TX_WRITE, error);

  if (directory == NULL || !check_vouch (self, directory, error) ||
      !reeve_user_ensure_account (self->call, directory, tx, user, error))
    return FALSE;
  set_actor (self, user);
  return store_proof (self, directory, user, judged, error) && settle_doubt (self, directory, user, error) &&
         reeve_accounts_join (directory, user->id, self->call->workspace, self->call->now, error) &&
         reeve_mirror_fill (directory, user, self->call->workspace, self->call->now, error) &&
         reeve_tx_commit (directory, error);
}

/* Who was added by somebody else has them already. */
static gboolean
note_rights (Acceptance *self, ReeveTx *tx, ReeveUser *user, GError **error)
{
  ReeveCapabilities held;

  if (!reeve_roles_resolve (tx, (const char *const *) user->roles, &held, NULL, error))
    return FALSE;
  if (held != 0 && self->user == NULL)
    reeve_call_came_to (self->call, REEVE_LOG_RIGHTS_GIVEN);
  reeve_call_is_about (self->call, user->id, user->display_name);
  return TRUE;
}

static gboolean
store_user (Acceptance *self, ReeveTx *tx, ReeveUser *user, GError **error)
{
  if (self->user != NULL)
    return reeve_users_mirror (tx, user, error);
  return reeve_users_insert (tx, user, error) &&
         reeve_call_audit (self->call, tx, "user.create", "user", user->id, user->display_name, NULL, user,
                           NULL, NULL, error) &&
         reeve_contact_end_joined (self->call, tx, user->email, error);
}

static gboolean
store_invitation (Acceptance *self, ReeveTx *tx, ReeveUser *user, GError **error)
{
  g_autoptr (ReeveInvitation) after = reeve_record_copy (self->invitation);

  after->state = "accepted";
  g_set_str (&after->account, user->id);
  if (!reeve_inviting_withdraw_mail (self->call, tx, after, error) ||
      !reeve_invitations_update (tx, self->invitation, after, error) ||
      !reeve_call_audit (self->call, tx, "invitation.accept", "invitation", after->id, after->email,
                         self->invitation, after, NULL, NULL, error))
    return FALSE;
  reeve_call_changed (self->call, "invitation", after->id, after->version);
  reeve_call_changed (self->call, "user", user->id, user->version);
  if (user->groups != NULL)
    reeve_call_changed (self->call, "group", NULL, 0);
  return TRUE;
}

/* One transaction of the workspace, begun with the link: whoever comes second finds it used. */
static gboolean
settle (Acceptance *self, const char *display_name, GError **error)
{
  ReeveCall *call = self->call;
  g_autofree char *judged = g_strdup (has_password (self) ? self->credentials->password_hash : NULL);
  g_autoptr (ReeveTx) tx = reeve_db_begin (self->db, REEVE_TX_WRITE, call->deadline, error);
  g_autoptr (ReeveUser) user = NULL;
  g_autofree char *id = NULL;

  if (tx == NULL || !reeve_links_use (tx, get_purpose (self), self->secret, call->now, &id, error) ||
      !reeve_inviting_end_links (call, tx, id, error) || !read_invitation (self, tx, id, error))
    return FALSE;
  user = self->user != NULL ? reeve_record_copy (self->user) : make_user (self, display_name);
  return settle_account (self, tx, user, judged, error) && store_user (self, tx, user, error) &&
         note_rights (self, tx, user, error) && store_invitation (self, tx, user, error) &&
         reeve_tx_commit (tx, error);
}

static gboolean
finish (Acceptance *self, const char *display_name, GError **error)
{
  self->call->workspace = self->workspace;
  if (!settle (self, display_name, error))
    return FALSE;
  reeve_jobs_wake (self->call->installation);
  return TRUE;
}

gboolean
reeve_invitation_accept (ReeveCall *call,
                         const ReeveSecret *token,
                         const char *display_name,
                         const ReeveSecret *password,
                         GError **error)
{
  g_auto (Acceptance) self = { NULL };

  return open_token (&self, call, token, error) && look (&self, error) &&
         judge_password (&self, display_name, password, error) && finish (&self, display_name, error);
}

gboolean
reeve_invitation_accept_vouched (ReeveCall *call,
                                 const ReeveSecret *token,
                                 const char *display_name,
                                 const char *sealed,
                                 GError **error)
{
  g_auto (Acceptance) self = { NULL };

  if (!open_token (&self, call, token, error) || !look (&self, error))
    return FALSE;
  self.vouch = reeve_vouch_open (call, token, sealed);
  if (self.vouch == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "ticket", "this sign-in is over; start again");
      return FALSE;
    }
  return finish (&self, display_name, error);
}

gboolean
invitations_accept (ReeveCall *call, GError **error)
{
  ReeveInvitationAcceptance *body = REEVE_INVITATION_ACCEPTANCE (call->body);

  return reeve_invitation_accept (call, body->token, body->display_name, body->password, error);
}
