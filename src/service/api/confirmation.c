/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The password is hashed with no transaction open; the link is used up in the one that settles. */

#include "config.h"

#include "service/api/confirmation.h"

#include <glib/gi18n.h>

#include "service/api/attempts.h"
#include "service/api/password-link.h"
#include "service/api/second-factor.h"
#include "service/jobs/post.h"
#include "service/mail/letter.h"
#include "service/rules/passwords.h"
#include "service/store/accounts.h"
#include "service/store/confirmations.h"
#include "service/store/links.h"
#include "service/store/outbox.h"

#define PURPOSE REEVE_LINK_CONFIRMATION

static ReeveTx *
begin (ReeveCall *call, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (reeve_installation_get_directory (call->installation), mode, call->deadline, error);
}

gboolean
reeve_confirmation_refuse (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_DENIED, "unconfirmed",
                   "first open the link that POST /v1/me/confirmation sends to the account's address");
  return FALSE;
}

gboolean
reeve_confirmation_check (const ReeveSessionCheck *check, GError **error)
{
  return !check->unconfirmed || check->federation != NULL || reeve_confirmation_refuse (error);
}

/* --- Asking --- */

/* What is to be confirmed, and with what. */
typedef struct
{
  ReeveCredentials *credentials;
  gboolean waits;      /* a workspace does */
  const char *purpose; /* of the link: one that sets a password, where there is none to give */
} Question;

static void
question_clear (Question *self)
{
  g_clear_pointer (&self->credentials, reeve_credentials_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Question, question_clear)

static void
add_why (ReeveLetter *letter, const Question *question)
{
  const char *email = question->credentials->email;

  if (question->waits)
    reeve_letter_add (letter,
                      N_ ("A workspace has added %s, and somebody, hopefully you, has "
                          "signed in with this address to go there."),
                      email);
  else
    reeve_letter_add (letter,
                      N_ ("Somebody, hopefully you, has signed in with %s and wants "
                          "to set up a second factor."),
                      email);
}

static ReeveMail *
write_mail (const Question *question, const char *uri)
{
  const ReeveCredentials *credentials = question->credentials;
  gboolean sets = credentials->password_hash == NULL;
  g_autoptr (ReeveLetter) letter = reeve_letter_new (question->purpose, credentials->email,
                                                     credentials->display_name, credentials->id, NULL);

  reeve_letter_set_subject (letter, N_ ("Confirm your address"));
  add_why (letter, question);
  reeve_letter_add (letter, sets ? N_ ("Show that it is you: follow the link and set a "
                                       "password, then sign in again.")
                                 : N_ ("Show that it is you: the link asks for the password "
                                       "that you sign in with."));
  reeve_letter_add_link (letter, N_ ("Confirm your address"), uri);
  reeve_letter_add (letter, sets ? N_ ("The link can be used once, within 30 minutes.")
                                 : N_ ("The link can be used once, within 24 hours."));
  reeve_letter_add (letter, sets ? N_ ("If it was not you, set a password all the same: from then on the "
                                       "account is yours.")
                                 : N_ ("If it was not you, somebody else has a password for your address: do "
                                       "not follow the link, but set a new password. From then on only yours "
                                       "works."));
  return reeve_letter_write (letter);
}

/* (transfer full) */
static char *
make_link (ReeveCall *call, ReeveTx *tx, const Question *question, GError **error)
{
  const char *account = question->credentials->id;
  g_autoptr (ReeveSecret) secret = NULL;
  g_autoptr (ReeveSecret) token = NULL;

  if (question->credentials->password_hash == NULL)
    return reeve_password_link_make (call, tx, account, error);
  if (!reeve_outbox_withdraw_of (tx, PURPOSE, account, error))
    return NULL;
  secret = reeve_links_make (tx, PURPOSE, account, call->now, call->now + REEVE_CONFIRMATION_LIFE, error);
  if (secret == NULL)
    return NULL;
  token = reeve_link_token_join (NULL, secret);
  return reeve_call_make_uri (call, "confirm", token);
}

static gboolean
send (ReeveCall *call, ReeveTx *tx, const Question *question, GError **error)
{
  const ReeveCredentials *credentials = question->credentials;
  g_autofree char *uri = make_link (call, tx, question, error);
  g_autoptr (ReeveMail) mail = uri != NULL ? write_mail (question, uri) : NULL;

  return mail != NULL && reeve_outbox_put (tx, mail, error) &&
         reeve_call_audit_fact (call, tx, "account.ask-confirmation", "account", credentials->id,
                                credentials->display_name, NULL, error) &&
         reeve_tx_commit (tx, error);
}

/* *@open: there is something to confirm, and no mail about it has just gone out. */
static gboolean
read_question (ReeveCall *call,
               ReeveTx *tx,
               const char *account,
               Question *question,
               gboolean *open,
               GError **error)
{
  g_auto (GStrv) unconfirmed = NULL;
  gboolean sent;

  question->credentials = reeve_accounts_get_credentials (tx, account, error);
  unconfirmed =
    question->credentials != NULL ? reeve_confirmations_get_unconfirmed (tx, account, error) : NULL;
  if (unconfirmed == NULL)
    return FALSE;
  question->waits = unconfirmed[0] != NULL;
  question->purpose = question->credentials->password_hash != NULL ? PURPOSE : REEVE_LINK_PASSWORD_RESET;
  if (!reeve_links_made_since (tx, question->purpose, account, call->now - REEVE_CONFIRMATION_PAUSE, &sent,
                               error))
    return FALSE;
  *open = !sent && (question->waits || !reeve_second_factor_is_open (call, question->credentials));
  return TRUE;
}

gboolean
reeve_confirmation_ask (ReeveCall *call, const char *account, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_WRITE, error);
  g_auto (Question) question = { NULL };
  gboolean open;

  if (tx == NULL || !read_question (call, tx, account, &question, &open, error))
    return FALSE;
  if (!open)
    return TRUE;
  if (!send (call, tx, &question, error))
    return FALSE;
  g_clear_pointer (&tx, reeve_tx_end);
  reeve_post_wake (call->installation, FALSE);
  return TRUE;
}

gboolean
me_ask_confirmation (ReeveCall *call, GError **error)
{
  return reeve_confirmation_ask (call, call->caller->account, error);
}

/* --- Giving --- */

static gboolean
refuse_link (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_NOT_FOUND, "link", "the link does not work, or no longer");
  return FALSE;
}

/* (nullable): no token, or none of the directory's */
static ReeveSecret *
open_token (const ReeveSecret *token)
{
  g_autoptr (ReeveSecret) secret = NULL;
  g_autofree char *workspace = NULL;

  if (!reeve_link_token_split (token, &workspace, &secret) || workspace != NULL)
    return NULL;
  return g_steal_pointer (&secret);
}

static ReeveCredentials *
find_by_link (ReeveCall *call, ReeveTx *tx, const ReeveSecret *secret, GError **error)
{
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autofree char *account = NULL;

  if (!reeve_links_peek (tx, PURPOSE, secret, call->now, &account, error))
    return NULL;
  credentials = reeve_accounts_get_credentials (tx, account, error);
  if (credentials == NULL)
    return NULL;
  if (credentials->breach_locked != 0)
    {
      refuse_link (error);
      return NULL;
    }
  return g_steal_pointer (&credentials);
}

gboolean
reeve_confirmation_look (ReeveCall *call, const ReeveSecret *token, char **email, GError **error)
{
  g_autoptr (ReeveSecret) secret = open_token (token);
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (ReeveCredentials) credentials = NULL;

  if (secret == NULL)
    return refuse_link (error);
  tx = begin (call, REEVE_TX_READ, error);
  credentials = tx != NULL ? find_by_link (call, tx, secret, error) : NULL;
  if (credentials == NULL)
    return FALSE;
  *email = g_strdup (credentials->email);
  return TRUE;
}

/* (transfer full): NULL where the source has to wait */
static ReeveAttempt *
begin_attempt (ReeveCall *call, ReeveTx *tx, const ReeveCredentials *credentials, GError **error)
{
  g_autoptr (ReeveAttempt) attempt = reeve_attempt_new (call, tx, credentials->id, credentials->email, error);

  if (attempt == NULL || !reeve_attempt_check (attempt, tx, REEVE_ATTEMPT_PASSWORD, call->now, error))
    return NULL;
  return g_steal_pointer (&attempt);
}

static gboolean
refuse_password (ReeveCall *call, ReeveAttempt *attempt, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_WRITE, error);
  g_autoptr (GError) refusal = reeve_error_new (REEVE_ERROR_SIGNED_OUT, "password_wrong", "wrong password");

  if (tx == NULL)
    return FALSE;
  reeve_error_add_member (&refusal, "/password", "password_wrong", "not the password in force");
  return reeve_attempt_refuse (attempt, call, tx, REEVE_ATTEMPT_PASSWORD, g_steal_pointer (&refusal), error);
}

/* What was read before the password was hashed may have changed since. */
static gboolean
settle (ReeveCall *call, const ReeveSecret *secret, const char *judged, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_WRITE, error);
  g_autoptr (ReeveCredentials) credentials = tx != NULL ? find_by_link (call, tx, secret, error) : NULL;
  g_autofree char *account = NULL;
  g_autofree char *name = NULL;

  if (credentials == NULL)
    return FALSE;
  if (g_strcmp0 (credentials->password_hash, judged) != 0)
    {
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "password_changed", "the password was changed meanwhile");
      return FALSE;
    }
  if (!reeve_links_use (tx, PURPOSE, secret, call->now, &account, error))
    return FALSE;
  name = g_strdup_printf ("%s <%s>", credentials->display_name, credentials->email);
  g_clear_pointer (&call->proved, reeve_caller_free);
  call->proved = reeve_caller_new (account, name, NULL, NULL, "complete");
  return (reeve_post_can_send (call->installation) ? reeve_confirmations_prove (tx, account, call->now, error)
                                                   : reeve_confirmations_settle (tx, account, NULL, error)) &&
         reeve_outbox_withdraw_of (tx, PURPOSE, account, error) &&
         reeve_call_audit_fact (call, tx, NULL, "account", account, credentials->display_name, NULL, error) &&
         reeve_tx_commit (tx, error);
}

gboolean
reeve_confirmation_give (ReeveCall *call,
                         const ReeveSecret *token,
                         const ReeveSecret *password,
                         GError **error)
{
  g_autoptr (ReeveSecret) secret = open_token (token);
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (ReeveAttempt) attempt = NULL;

  if (secret == NULL)
    return refuse_link (error);
  tx = begin (call, REEVE_TX_READ, error);
  credentials = tx != NULL ? find_by_link (call, tx, secret, error) : NULL;
  attempt = credentials != NULL ? begin_attempt (call, tx, credentials, error) : NULL;
  if (attempt == NULL)
    return FALSE;
  g_clear_pointer (&tx, reeve_tx_end);
  if (!reeve_password_verify (password, credentials->password_hash,
                              reeve_installation_get_pepper (call->installation), NULL))
    return refuse_password (call, attempt, error);
  return settle (call, secret, credentials->password_hash, error);
}
