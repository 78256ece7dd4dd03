/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who resets must be able to do whatever the person can, in every workspace that the account belongs to: or
 * an administrator of one could weaken an administrator of another. Where the person is an administrator
 * themselves, asking and doing are two people. */

#include "config.h"

#include "service/api/second-factor-resets.h"

#include <glib/gi18n.h>

#include "common/second-factor.h"
#include "service/api/memberships.h"
#include "service/api/scope.h"
#include "service/api/second-factor-demands.h"
#include "service/api/sessions.h"
#include "service/api/user-rules.h"
#include "service/mail/letter.h"
#include "service/store/accounts.h"
#include "service/store/intents.h"
#include "service/store/links.h"
#include "service/store/roles.h"
#include "service/store/second-factor-resets.h"
#include "service/store/users.h"

#define PURPOSE REEVE_LINK_SECOND_FACTOR_RESET
#define PAGE    "second-factor"

static gboolean
refuse (GError **error, ReeveErrorCode code, const char *reason, const char *message)
{
  reeve_set_error (error, code, reason, "%s", message);
  return FALSE;
}

/* What the caller's account may do elsewhere is not what their session may, where that began through a
 * provider: whoever runs it would reach into workspaces that do not trust it. */
static gboolean
check_session (ReeveCall *call, ReeveUser *user, gboolean *covered, GError **error)
{
  g_autoptr (ReeveTx) directory = NULL;

  if (!*covered || call->caller->federation == NULL)
    return TRUE;
  directory = reeve_db_begin (reeve_installation_get_directory (call->installation), REEVE_TX_READ,
                              call->deadline, error);
  return directory != NULL &&
         reeve_federation_covers (directory, call->caller->federation, user->id, covered, error);
}

/* May the caller reset @user's? The same for who asks and for who approves. */
static gboolean
check_user (ReeveCall *call, ReeveUser *user, GError **error)
{
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);
  gboolean covered;

  if (g_strcmp0 (user->id, call->caller->account) == 0)
    return refuse (error, REEVE_ERROR_CONFLICT, "self", "nobody resets their own second factor");
  if (user->deleted != 0)
    return refuse (error, REEVE_ERROR_CONFLICT, "in_bin", "the user is in the bin");
  if (!reeve_user_rules_check_reach (&rules, user, error) ||
      !reeve_memberships_covered (call->installation, call->caller, user->id, call->workspace, call->deadline,
                                  &covered, error) ||
      !check_session (call, user, &covered, error))
    return FALSE;
  return covered || refuse (error, REEVE_ERROR_DENIED, "shared_account",
                            "the account belongs to workspaces that the caller does not administer");
}

/* There must be one to reset, and no breach lock, which a reset would be a way around. */
static gboolean
check_credentials (const ReeveCredentials *credentials, GError **error)
{
  if (credentials->breach_locked != 0)
    return refuse (error, REEVE_ERROR_CONFLICT, "breach_locked", "a breach lock ends by a release only");
  return credentials->totp_sealed != NULL ||
         refuse (error, REEVE_ERROR_CONFLICT, "second_factor_off", "there is no second factor to reset");
}

static gboolean
send_link (ReeveCall *call,
           ReeveSecondFactorReset *reset,
           const ReeveCredentials *credentials,
           GError **error)
{
  g_autoptr (ReeveSecret) secret = reeve_links_make (call->directory, PURPOSE, credentials->id, call->now,
                                                     call->now + REEVE_SECOND_FACTOR_LINK_LIFE, error);
  g_autoptr (ReeveSecret) token = NULL;
  g_autoptr (ReeveLetter) letter = NULL;
  g_autofree char *uri = NULL;

  if (secret == NULL)
    return FALSE;
  token = reeve_link_token_join (NULL, secret);
  uri = reeve_call_make_uri (call, PAGE, token);
  letter = reeve_letter_new (PURPOSE, credentials->email, credentials->display_name, credentials->id, NULL);
  reeve_letter_set_subject (letter, N_ ("Your second factor was reset"));
  reeve_letter_add (letter,
                    N_ ("An administrator (%s) has reset the second factor of your account %s. You were "
                        "signed out everywhere, and your old authenticator app and recovery codes serve "
                        "no longer."),
                    reset->created_by_name, credentials->email);
  reeve_letter_add_link (letter, N_ ("Set up an authenticator app"), uri);
  reeve_letter_add (letter,
                    N_ ("The link can be used once, within 24 hours. Afterwards you sign in with your "
                        "password and a code."));
  reeve_letter_add (letter,
                    N_ ("If you did not ask for this, tell your administrators at once: somebody may be "
                        "trying to get into your account."));
  return reeve_call_put_mail (call, call->directory, reeve_letter_write (letter), error);
}

/* The second factor is gone, and everybody who is signed in with it; if the service dies before the directory
 * knows, the intent sees to it. */
static gboolean
perform (ReeveCall *call, ReeveSecondFactorReset *reset, ReeveUser *user, GError **error)
{
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  if (!reeve_call_begin_directory (call, error))
    return FALSE;
  credentials = reeve_accounts_get_credentials (call->directory, user->id, error);
  if (credentials == NULL || !check_credentials (credentials, error))
    return FALSE;
  return reeve_intents_put (call->tx, REEVE_INTENT_SECOND_FACTOR, user->id, NULL, error) &&
         reeve_accounts_set_totp (call->directory, user->id, NULL, 0, error) &&
         reeve_accounts_set_recovery_codes (call->directory, user->id, none, error) &&
         reeve_session_end_all (call, call->directory, user->id, NULL, error) &&
         send_link (call, reset, credentials, error) &&
         reeve_call_audit_fact (call, call->directory, "second-factor.reset", "account", user->id,
                                user->display_name, reset->reason, error) &&
         reeve_call_audit_fact (call, NULL, "second-factor.reset", "user", user->id, user->display_name,
                                reset->reason, error);
}

/* Administrators of this workspace who could decide: neither who asks nor whose it is. */
static gboolean
check_another (ReeveCall *call, ReeveUser *user, ReeveCapabilities theirs, GError **error)
{
  gint64 others;

  if (!reeve_roles_count_administrators (call->tx, call->now, &others, error))
    return FALSE;
  others -= call->caller->capabilities == REEVE_CAPABILITIES_ALL;
  others -= theirs == REEVE_CAPABILITIES_ALL && reeve_user_is_member (user) && user->has_password;
  return others > 0 || refuse (error, REEVE_ERROR_CONFLICT, "no_second_administrator",
                               "another administrator has to approve, and there is none");
}

static gboolean
answer (ReeveCall *call, ReeveSecondFactorReset *reset)
{
  reeve_call_changed (call, "second-factor-reset", reset->id, reset->version);
  reeve_call_changed (call, "user", reset->account, 0);
  call->reply = REEVE_RECORD (g_object_ref (reset));
  return TRUE;
}

static void
note_decision (ReeveCall *call, ReeveSecondFactorReset *reset, const char *state)
{
  reset->state = state;
  reset->decided = call->now;
  g_set_str (&reset->decided_by, call->caller->account);
  g_set_str (&reset->decided_by_name, call->caller->account_name);
}

/* Whom the path names; nobody, for who is bound to groups that the user is not in. (transfer full) */
static ReeveUser *
get_user (ReeveCall *call, GError **error)
{
  const char *id = reeve_call_get_path (call, "user");

  return reeve_scope_check_user (call, id, error) ? reeve_users_get (call->tx, id, error) : NULL;
}

static gboolean
read_theirs (ReeveCall *call, ReeveUser *user, ReeveCapabilities *theirs, GError **error)
{
  return reeve_roles_resolve (call->tx, (const char *const *) user->roles, theirs, NULL, error);
}

/* It waits for another administrator. */
static gboolean
ask (ReeveCall *call,
     ReeveSecondFactorReset *reset,
     ReeveUser *user,
     ReeveCapabilities theirs,
     GError **error)
{
  g_autoptr (ReeveSecondFactorReset) waiting = NULL;

  if (!reeve_second_factor_resets_expire (call->tx, user->id, call->now, error) ||
      !reeve_second_factor_resets_find_waiting (call->tx, user->id, call->now, &waiting, error))
    return FALSE;
  if (waiting != NULL)
    return refuse (error, REEVE_ERROR_CONFLICT, "reset_waiting", "a reset waits for its approval already");
  if (!check_another (call, user, theirs, error))
    return FALSE;
  reset->state = "waiting";
  reset->expires = call->now + REEVE_SECOND_FACTOR_RESET_LIFE;
  return reeve_second_factor_resets_insert (call->tx, reset, error) &&
         reeve_call_audit (call, NULL, "second-factor.ask-reset", "user", user->id, user->display_name, NULL,
                           reset, NULL, reset->reason, error) &&
         answer (call, reset);
}

gboolean
second_factor_reset (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveSecondFactorReset) reset = REEVE_SECOND_FACTOR_RESET (g_object_ref (call->body));
  g_autoptr (ReeveUser) user = get_user (call, error);
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (ReeveTx) directory = NULL;
  ReeveCapabilities theirs;

  if (user == NULL || !check_user (call, user, error) || !read_theirs (call, user, &theirs, error))
    return FALSE;
  directory = reeve_db_begin (reeve_installation_get_directory (call->installation), REEVE_TX_READ,
                              call->deadline, error);
  if (directory == NULL)
    return FALSE;
  credentials = reeve_accounts_get_credentials (directory, user->id, error);
  if (credentials == NULL || !check_credentials (credentials, error))
    return FALSE;
  g_clear_pointer (&directory, reeve_tx_end);

  reset->id = reeve_id_new ();
  reset->version = 1;
  g_set_str (&reset->account, user->id);
  g_set_str (&reset->display_name, user->display_name);
  g_set_str (&reset->email, user->email);
  reset->created = call->now;
  g_set_str (&reset->created_by, call->caller->account);
  g_set_str (&reset->created_by_name, call->caller->account_name);
  if (reeve_capabilities_demand_second_factor (theirs))
    return ask (call, reset, user, theirs, error);

  note_decision (call, reset, "done");
  return reeve_second_factor_resets_insert (call->tx, reset, error) && perform (call, reset, user, error) &&
         answer (call, reset);
}

gboolean
second_factor_resets_list (ReeveCall *call, GError **error)
{
  call->listing = reeve_second_factor_resets_list (call->tx, call->query, call->now, error);
  return call->listing != NULL;
}

gboolean
second_factor_resets_get (ReeveCall *call, GError **error)
{
  call->reply = REEVE_RECORD (
    reeve_second_factor_resets_get (call->tx, reeve_call_get_path (call, "reset"), call->now, error));
  return call->reply != NULL;
}

static ReeveSecondFactorReset *
get_waiting (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveSecondFactorReset) reset =
    reeve_second_factor_resets_get (call->tx, reeve_call_get_path (call, "reset"), call->now, error);

  if (reset != NULL && g_strcmp0 (reset->state, "waiting") != 0)
    {
      refuse (error, REEVE_ERROR_CONFLICT, "reset_over", "it was decided, or left undecided for too long");
      return NULL;
    }
  return g_steal_pointer (&reset);
}

/* Who asked must still be somebody who may: what they could give then, they may not give now. */
static gboolean
check_requester (ReeveCall *call, ReeveSecondFactorReset *reset, ReeveCapabilities theirs, GError **error)
{
  g_autoptr (GError) gone = NULL;
  g_auto (GStrv) roles = NULL;
  ReeveCapabilities held = 0;
  ReeveCapabilities scoped;

  if (!reeve_users_check_membership (call->tx, reset->created_by, &roles, &gone) &&
      !g_error_matches (gone, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&gone));
      return FALSE;
    }
  if (roles != NULL &&
      !reeve_scope_split (call->tx, reset->created_by, (const char *const *) roles, &held, &scoped, error))
    return FALSE;
  return (reeve_capabilities_have (held, REEVE_CAPABILITY_USERS_CREDENTIALS) && (theirs & ~held) == 0) ||
         refuse (error, REEVE_ERROR_CONFLICT, "requester_gone", "who asked for it may no longer");
}

gboolean
second_factor_resets_approve (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveSecondFactorReset) reset = get_waiting (call, error);
  g_autoptr (ReeveUser) user = NULL;
  ReeveCapabilities theirs;

  if (reset == NULL)
    return FALSE;
  if (g_strcmp0 (reset->created_by, call->caller->account) == 0)
    return refuse (error, REEVE_ERROR_CONFLICT, "self", "who asked for it cannot approve it");
  user = reeve_users_get (call->tx, reset->account, error);
  if (user == NULL || !check_user (call, user, error) || !read_theirs (call, user, &theirs, error) ||
      !check_requester (call, reset, theirs, error))
    return FALSE;

  note_decision (call, reset, "done");
  return reeve_second_factor_resets_update (call->tx, reset, error) && perform (call, reset, user, error) &&
         answer (call, reset);
}

/* Also by who asked: they take it back. */
gboolean
second_factor_resets_decline (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveSecondFactorReset) reset = get_waiting (call, error);

  if (reset == NULL)
    return FALSE;
  note_decision (call, reset, "declined");
  return reeve_second_factor_resets_update (call->tx, reset, error) &&
         reeve_call_audit_fact (call, NULL, NULL, "user", reset->account, reset->display_name, NULL, error) &&
         answer (call, reset);
}

gboolean
second_factor_get (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveUser) user = get_user (call, error);
  g_autoptr (ReeveSecondFactor) factor = reeve_second_factor_new ();
  g_autoptr (ReeveTx) directory = NULL;
  g_autoptr (ReeveAccount) account = NULL;
  g_autoptr (ReeveSecondFactorReset) waiting = NULL;
  ReeveCapabilities theirs;

  if (user == NULL || !read_theirs (call, user, &theirs, error) ||
      !reeve_second_factor_resets_find_waiting (call->tx, user->id, call->now, &waiting, error))
    return FALSE;
  directory = reeve_db_begin (reeve_installation_get_directory (call->installation), REEVE_TX_READ,
                              call->deadline, error);
  if (directory == NULL)
    return FALSE;
  account = reeve_accounts_get (directory, user->id, error);
  if (account == NULL || !reeve_accounts_get_second_factor_since (directory, user->id, &factor->since, error))
    return FALSE;

  factor->state = account->second_factor;
  factor->recovery_codes_left = account->recovery_codes_left;
  if (!reeve_second_factor_is_demanded (call->tx, (const char *const *) user->roles, theirs, call->now,
                                        &factor->demanded, error))
    return FALSE;
  factor->reset = REEVE_RECORD (g_steal_pointer (&waiting));
  call->reply = REEVE_RECORD (g_steal_pointer (&factor));
  return TRUE;
}
