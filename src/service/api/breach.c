/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Order of the locks: the workspaces by id, then the directory; as everywhere. The directory is committed
 * first: what shuts out counts most, and jobs/mirror tells the workspaces what a crash kept from them. */

#include "config.h"

#include "service/api/breach.h"

#include <glib/gi18n.h>

#include <string.h>

#include "common/breach-release.h"
#include "service/api/case-instruct.h"
#include "service/api/memberships.h"
#include "service/api/password-link.h"
#include "service/api/sessions.h"
#include "service/api/user-rules.h"
#include "service/jobs/case-letter.h"
#include "service/jobs/jobs.h"
#include "service/jobs/lock-notice.h"
#include "service/jobs/post.h"
#include "service/mail/letter.h"
#include "service/rules/passwords.h"
#include "service/store/accounts.h"
#include "service/store/cases.h"
#include "service/store/links.h"
#include "service/store/outbox.h"
#include "service/store/roles.h"
#include "service/store/sessions.h"
#include "service/store/users.h"

/* A membership came or went while the workspaces were taken. */
#define TRIES 5

typedef struct
{
  char *id;
  ReeveTx *tx;     /* holds its writer */
  ReeveUser *user; /* (nullable): the index was ahead */
  gboolean last;   /* of its administrators */
} Held;

typedef struct
{
  ReeveCall *call;
  const char *account;
  const ReeveSecret *link; /* (nullable) */
  const char *text;        /* (nullable) */
  GPtrArray *workspaces;   /* of Held */
  GStrv informed;
  gboolean last; /* of the administrators of a workspace that they have joined */
  gboolean over;
} Report;

static void
free_held (gpointer data)
{
  Held *held = data;

  g_clear_pointer (&held->tx, reeve_tx_end);
  g_clear_object (&held->user);
  g_free (held->id);
  g_free (held);
}

static void
report_clear (Report *self)
{
  g_clear_pointer (&self->workspaces, g_ptr_array_unref);
  g_clear_pointer (&self->informed, g_strfreev);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Report, report_clear)

static ReeveTx *
begin_directory (ReeveCall *call, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (reeve_installation_get_directory (call->installation), mode, call->deadline, error);
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static GStrv
read_index (ReeveTx *directory, const char *account, GError **error)
{
  GStrv ids = reeve_accounts_get_memberships (directory, account, error);

  if (ids != NULL)
    qsort (ids, g_strv_length (ids), sizeof *ids, compare_texts);
  return ids;
}

/* Would the workspace be without an administrator? One who cools off, or has no password, is not counted, and
 * is the last all the same where there is no other. */
static gboolean
check_last (const Report *self, Held *held, GError **error)
{
  ReeveUser *user = held->user;
  gint64 now = self->call->now;
  gboolean counted = reeve_user_is_member (user) && user->has_password &&
                     g_strcmp0 (user->lock, "breach") != 0 &&
                     (g_strcmp0 (user->lock, "cooling-off") != 0 || user->lock_ends <= now);
  ReeveCapabilities held_here;
  gint64 administrators;

  if (!reeve_roles_resolve (held->tx, (const char *const *) user->roles, &held_here, NULL, error))
    return FALSE;
  if (held_here != REEVE_CAPABILITIES_ALL || !reeve_user_is_member (user))
    return TRUE;
  if (!reeve_roles_count_administrators (held->tx, now, &administrators, error))
    return FALSE;
  held->last = administrators - counted <= 0;
  return TRUE;
}

static gboolean
hold_one (Report *self, const char *id, GError **error)
{
  ReeveDb *db = reeve_installation_get_workspace (self->call->installation, id);
  g_autoptr (GError) missing = NULL;
  Held *held;

  if (db == NULL)
    return TRUE;
  held = g_new0 (Held, 1);
  g_ptr_array_add (self->workspaces, held);
  held->id = g_strdup (id);
  held->tx = reeve_db_begin (db, REEVE_TX_WRITE, self->call->deadline, error);
  if (held->tx == NULL)
    return FALSE;
  held->user = reeve_users_get (held->tx, self->account, &missing);
  if (held->user != NULL)
    return check_last (self, held, error);
  if (g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&missing));
  return FALSE;
}

static gboolean
hold_workspaces (Report *self, GStrv *ids, GError **error)
{
  g_autoptr (ReeveTx) directory = begin_directory (self->call, REEVE_TX_READ, error);

  if (directory == NULL)
    return FALSE;
  g_clear_pointer (ids, g_strfreev);
  *ids = read_index (directory, self->account, error);
  g_clear_pointer (&directory, reeve_tx_end);
  if (*ids == NULL)
    return FALSE;

  g_clear_pointer (&self->workspaces, g_ptr_array_unref);
  self->workspaces = g_ptr_array_new_with_free_func (free_held);
  for (guint i = 0; (*ids)[i] != NULL; i++)
    if (!hold_one (self, (*ids)[i], error))
      return FALSE;
  return TRUE;
}

/* All writers that it takes. @directory: (out): the directory's */
static gboolean
hold (Report *self, ReeveTx **directory, GError **error)
{
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < TRIES; i++)
    {
      g_autoptr (ReeveTx) tx = NULL;
      g_auto (GStrv) now = NULL;

      if (!hold_workspaces (self, &ids, error))
        return FALSE;
      tx = begin_directory (self->call, REEVE_TX_WRITE, error);
      now = tx != NULL ? read_index (tx, self->account, error) : NULL;
      if (now == NULL)
        return FALSE;
      if (g_strv_equal ((const char *const *) ids, (const char *const *) now))
        {
          *directory = g_steal_pointer (&tx);
          return TRUE;
        }
    }
  reeve_set_error (error, REEVE_ERROR_BUSY, NULL, "the memberships change all the time");
  return FALSE;
}

/* --- In the directory --- */

static gboolean
shut_out (Report *self, ReeveTx *directory, GError **error)
{
  ReeveCall *call = self->call;
  g_autofree char *unknown = NULL;

  if (self->last)
    unknown = reeve_password_make_unknown (reeve_installation_get_pepper (call->installation));
  return (self->last ? reeve_accounts_set_password_hash (directory, self->account, unknown, error)
                     : reeve_accounts_set_breach_lock (directory, self->account, call->now, error)) &&
         reeve_session_end_all (call, directory, self->account, NULL, error) &&
         reeve_sessions_drop_challenges_of (directory, self->account, error) &&
         reeve_links_end (directory, NULL, self->account, call->now, error) &&
         reeve_links_end_below (directory, REEVE_LINK_BREACH_REPORT, self->account, call->now, error) &&
         reeve_outbox_withdraw_of (directory, REEVE_LINK_PASSWORD_RESET, self->account, error) &&
         reeve_outbox_withdraw_of (directory, REEVE_LINK_SECOND_FACTOR_RESET, self->account, error) &&
         reeve_outbox_withdraw_of (directory, "security-notice", self->account, error);
}

/* Each workspace that the person uses keeps its own door, until it has its own instruction. */
static gboolean
shut_doors (Report *self, ReeveTx *directory, GError **error)
{
  for (guint i = 0; !self->last && self->informed[i] != NULL; i++)
    if (!reeve_accounts_set_workspace_lock (directory, self->account, self->informed[i], self->call->now,
                                            error))
      return FALSE;
  return TRUE;
}

static gboolean
write_to_person (Report *self, ReeveTx *directory, const ReeveCredentials *credentials, GError **error)
{
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new (self->last ? REEVE_LINK_PASSWORD_RESET : "security-notice", credentials->email,
                      credentials->display_name, credentials->id, NULL);
  g_autofree char *uri = NULL;

  reeve_letter_set_subject (letter, N_ ("A breach of your account was reported"));
  if (self->last)
    {
      uri = reeve_password_link_make (self->call, directory, credentials->id, error);
      if (uri == NULL)
        return FALSE;
      reeve_letter_add (letter,
                        N_ ("A breach of your account %s was reported. All devices are signed out, and your "
                            "password serves no longer. Your account is not locked, because you are the last "
                            "administrator of a workspace: nobody could open it again."),
                        credentials->email);
      reeve_letter_add_link (letter, N_ ("Set a new password"), uri);
      reeve_letter_add (letter,
                        N_ ("The link can be used once, within 30 minutes. Later, ask for another one "
                            "where you sign in."));
    }
  else
    reeve_letter_add (
      letter,
      N_ ("A breach of your account %s was reported. It is locked, and all devices are signed "
          "out. The administrators of your workspaces know; they release it when it is safe "
          "again, and you set a new password then."),
      credentials->email);
  return reeve_call_put_mail (self->call, directory, reeve_letter_write (letter), error);
}

/* The link is good, and used up now; or none is needed. */
static gboolean
use_link (Report *self, ReeveTx *directory, GError **error)
{
  g_autofree char *subject = NULL;
  g_autoptr (GError) refusal = NULL;

  if (self->link == NULL ||
      reeve_links_use (directory, REEVE_LINK_BREACH_REPORT, self->link, self->call->now, &subject, &refusal))
    return TRUE;
  self->over = g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_NOT_FOUND);
  if (!self->over)
    g_propagate_error (error, g_steal_pointer (&refusal));
  return self->over;
}

static gboolean
do_in_directory (Report *self, ReeveTx *directory, GError **error)
{
  ReeveCall *call = self->call;
  g_autoptr (ReeveCredentials) credentials = reeve_accounts_get_credentials (directory, self->account, error);

  if (credentials == NULL)
    return FALSE;
  self->over = credentials->breach_locked != 0;
  if (self->over || !use_link (self, directory, error) || self->over)
    return self->over;
  if (call->proved == NULL)
    {
      g_autofree char *name = g_strdup_printf ("%s <%s>", credentials->display_name, credentials->email);
      call->proved = reeve_caller_new (credentials->id, name, NULL, NULL, "complete");
    }
  self->informed = reeve_accounts_get_informed (directory, self->account, error);
  if (self->informed == NULL)
    return FALSE;
  /* A workspace that they never went to must not keep an account from being locked: whoever stole the
   * password could have made one, and its owner the administrator there. */
  for (guint i = 0; i < self->workspaces->len; i++)
    {
      const Held *held = self->workspaces->pdata[i];

      self->last |= held->last && g_strv_contains ((const char *const *) self->informed, held->id);
    }
  return shut_out (self, directory, error) && shut_doors (self, directory, error) &&
         write_to_person (self, directory, credentials, error) &&
         reeve_call_audit_fact (call, directory, "account.report-breach", "account", credentials->id,
                                credentials->display_name, self->text, error);
}

/* --- In the workspaces --- */

static gboolean
tell_one (Report *self, Held *held, GError **error)
{
  g_autofree char *desk = reeve_case_letter_make_desk (self->call->installation, held->id);
  ReeveLockNotice notice = {
    .locked = !self->last,
    .informed = g_strv_contains ((const char *const *) self->informed, held->id),
    .text = self->text,
    .address = self->call->source.address,
    .desk = desk,
    .now = self->call->now,
  };

  if (!self->last)
    {
      held->user->lock = "breach";
      held->user->lock_ends = 0;
    }
  return (self->last || reeve_users_mirror (held->tx, held->user, error)) &&
         reeve_lock_notice_put (held->tx, held->user, &notice, error) && reeve_tx_commit (held->tx, error);
}

static void
tell_workspaces (Report *self)
{
  for (guint i = 0; i < self->workspaces->len; i++)
    {
      Held *held = self->workspaces->pdata[i];
      g_autoptr (GError) error = NULL;

      if (held->user == NULL)
        continue;
      if (tell_one (self, held, &error))
        {
          reeve_call_changed_in (self->call, held->id, "user", self->account);
          if (!self->last)
            reeve_call_changed_in (self->call, held->id, "case",
                                   NULL); /* it was opened, or had another say */
        }
      else
        g_warning ("workspace %s has yet to hear of a breach report: %s", held->id, error->message);
    }
}

gboolean
reeve_breach_report (ReeveCall *call,
                     const char *account,
                     const ReeveSecret *link,
                     const char *text,
                     ReeveBreachOutcome *outcome,
                     GError **error)
{
  g_auto (Report) self = { .call = call, .account = account, .link = link, .text = text };
  g_autoptr (ReeveTx) directory = NULL;

  *outcome = REEVE_BREACH_OVER;
  if (!hold (&self, &directory, error) || !do_in_directory (&self, directory, error))
    return FALSE;
  if (self.over)
    return TRUE;
  if (!reeve_tx_commit (directory, error))
    return FALSE;
  g_clear_pointer (&directory, reeve_tx_end);
  tell_workspaces (&self);
  *outcome = self.last ? REEVE_BREACH_SIGNED_OUT : REEVE_BREACH_LOCKED;
  g_clear_pointer (&self.workspaces, g_ptr_array_unref);
  reeve_jobs_wake (call->installation);
  reeve_post_wake (call->installation, TRUE);
  return TRUE;
}

char *
reeve_breach_find_by_link (ReeveCall *call, ReeveTx *directory, const ReeveSecret *link, GError **error)
{
  g_autofree char *subject = NULL;

  if (!reeve_links_peek (directory, REEVE_LINK_BREACH_REPORT, link, call->now, &subject, error))
    return NULL;
  return g_strndup (subject, strcspn (subject, "/"));
}

/* --- Release --- */

static gboolean
refuse (GError **error, ReeveErrorCode code, const char *reason, const char *message)
{
  reeve_set_error (error, code, reason, "%s", message);
  return FALSE;
}

/* What the caller's account may do elsewhere is not what their session may, where that began through a
 * provider. */
static gboolean
check_elsewhere (ReeveCall *call, ReeveUser *user, GError **error)
{
  g_autoptr (ReeveTx) directory = NULL;
  gboolean may;

  if (!reeve_memberships_may_release (call->installation, call->caller, user->id, call->workspace,
                                      call->deadline, &may, error))
    return FALSE;
  if (may && call->caller->federation != NULL)
    {
      directory = begin_directory (call, REEVE_TX_READ, error);
      if (directory == NULL ||
          !reeve_federation_covers (directory, call->caller->federation, user->id, &may, error))
        return FALSE;
    }
  return may || refuse (error, REEVE_ERROR_DENIED, "shared_account",
                        "the person uses workspaces in which the caller may not release accounts");
}

static gboolean
send_release (ReeveCall *call, const ReeveCredentials *credentials, GError **error)
{
  g_autoptr (ReeveLetter) letter = reeve_letter_new (REEVE_LINK_PASSWORD_RESET, credentials->email,
                                                     credentials->display_name, credentials->id, NULL);
  g_autofree char *uri = reeve_password_link_make (call, call->directory, credentials->id, error);

  if (uri == NULL)
    return FALSE;
  reeve_letter_set_subject (letter, N_ ("Your account was released"));
  reeve_letter_add (letter,
                    N_ ("An administrator (%s) has released your account %s, which was locked by a breach "
                        "report. Your password serves no longer: set a new one, then sign in as ever."),
                    call->caller->account_name, credentials->email);
  reeve_letter_add_link (letter, N_ ("Set a new password"), uri);
  reeve_letter_add (letter,
                    N_ ("The link can be used once, within 30 minutes. Later, ask for another one where "
                        "you sign in."));
  return reeve_call_put_mail (call, call->directory, reeve_letter_write (letter), error);
}

static gboolean
open_again (ReeveCall *call, ReeveUser *user, const char *reason, GError **error)
{
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autofree char *unknown = reeve_password_make_unknown (reeve_installation_get_pepper (call->installation));

  if (!reeve_call_begin_directory (call, error))
    return FALSE;
  credentials = reeve_accounts_get_credentials (call->directory, user->id, error);
  if (credentials == NULL)
    return FALSE;
  if (credentials->breach_locked == 0)
    return refuse (error, REEVE_ERROR_CONFLICT, "not_breach_locked", "no breach report locks the account");
  return reeve_accounts_set_breach_lock (call->directory, user->id, 0, error) &&
         (credentials->password_hash == NULL ||
          reeve_accounts_set_password_hash (call->directory, user->id, unknown, error)) &&
         send_release (call, credentials, error) &&
         reeve_call_audit_fact (call, call->directory, "user.release", "account", user->id,
                                user->display_name, reason, error);
}

/* Of a report from before there were cases. */
static gboolean
release_without_case (ReeveCall *call, ReeveUser *user, const char *reason, GError **error)
{
  if (!open_again (call, user, reason, error))
    return FALSE;
  user->lock = "none";
  user->lock_ends = 0;
  return reeve_users_update (call->tx, user, user->version, error) &&
         reeve_call_audit_fact (call, NULL, NULL, "user", user->id, user->display_name, reason, error);
}

gboolean
users_release (ReeveCall *call, GError **error)
{
  const char *reason = ((ReeveBreachRelease *) call->body)->reason;
  g_autoptr (ReeveUser) user = reeve_users_get (call->tx, reeve_call_get_path (call, "user"), error);
  ReeveUserRules rules = REEVE_USER_RULES_INIT (call);
  g_autofree char *breach_case = NULL;

  if (user == NULL)
    return FALSE;
  if (g_strcmp0 (user->id, call->caller->account) == 0)
    return refuse (error, REEVE_ERROR_CONFLICT, "self", "nobody releases their own account");
  if (!reeve_user_rules_check_reach (&rules, user, error) || !check_elsewhere (call, user, error) ||
      !reeve_cases_find_open (call->tx, user->id, &breach_case, error) ||
      !(breach_case != NULL ? reeve_case_reissue (call, breach_case, user->id, reason, error)
                            : release_without_case (call, user, reason, error)))
    return FALSE;
  call->wakes_jobs = TRUE;
  reeve_call_changed (call, "user", user->id, 0); /* a door that opens makes no other version of the user */
  call->reply = REEVE_RECORD (reeve_users_get (call->tx, user->id, error));
  return call->reply != NULL;
}
