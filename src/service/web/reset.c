/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A link is good for 30 minutes and one new password; a later one ends it. Looking at the page uses nothing
 * up. */

#include "config.h"

#include "service/web/reset.h"

#include <glib/gi18n.h>

#include "service/api/notices.h"
#include "service/api/password-demand.h"
#include "service/api/sessions.h"
#include "service/jobs/jobs.h"
#include "service/jobs/post.h"
#include "service/mail/letter.h"
#include "service/rules/passwords.h"
#include "service/store/accounts.h"
#include "service/store/confirmations.h"
#include "service/store/failures.h"
#include "service/store/links.h"
#include "service/store/outbox.h"
#include "service/web/asking.h"
#include "service/web/page.h"
#include "service/web/passwords.h"

#define PURPOSE REEVE_LINK_PASSWORD_RESET

static ReeveTx *
begin (ReeveCall *call, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (reeve_installation_get_directory (call->installation), mode, call->deadline, error);
}

static ReeveMail *
write_mail (ReeveErrand *errand, const ReeveCredentials *credentials, const char *uri)
{
  const ReeveWords *words = errand->words;
  const char *subject = reeve_words_get (words, N_ ("Set a new password"));
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new (REEVE_LINK_PASSWORD_RESET, credentials->email, credentials->display_name,
                      credentials->id, reeve_words_get_language (words));
  g_autofree char *who =
    reeve_words_fill (words, N_ ("Somebody, hopefully you, asked for a new password for {email}."), "email",
                      credentials->email, NULL);

  reeve_letter_set_subject (letter, subject);
  reeve_letter_add (letter, "%s", who);
  reeve_letter_add_link (letter, subject, uri);
  reeve_letter_add (letter, "%s",
                    reeve_words_get (words, N_ ("The link can be used once, within 30 minutes.")));
  reeve_letter_add (letter, "%s",
                    reeve_words_get (words, N_ ("If it was not you, there is nothing to do: without the link "
                                                "the password stays as it is.")));
  return reeve_letter_write (letter);
}

static gboolean
send_link (ReeveErrand *errand, ReeveCall *call, const ReeveCredentials *credentials, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_WRITE, error);
  g_autofree char *uri = NULL;
  g_autoptr (ReeveMail) mail = NULL;

  if (tx == NULL)
    return FALSE;
  uri = reeve_password_link_make (call, tx, credentials->id, error);
  if (uri == NULL)
    return FALSE;
  mail = write_mail (errand, credentials, uri);
  return reeve_outbox_put (tx, mail, error) &&
         reeve_call_audit_fact (call, tx, NULL, "account", credentials->id, credentials->display_name, NULL,
                                error) &&
         reeve_tx_commit (tx, error);
}

void
reset_send_link (ReeveWeb *web, ReeveErrand *errand)
{
  g_autoptr (ReeveCall) call = reeve_asking_new_call (web, errand, "password-reset.ask");
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (GError) error = NULL;

  if (!reeve_asking_find_account (call, errand->email, &credentials, &error))
    g_warning ("a link for a new password was not sent: %s", error->message);
  if (credentials == NULL ||
      !reeve_rate_limit_take (web->mails_to_account, credentials->id, g_get_monotonic_time (), NULL))
    return;
  if (send_link (errand, call, credentials, &error))
    reeve_post_wake (web->installation, FALSE);
  else
    g_warning ("a link for a new password was not sent: %s", error->message);
}

/* (nullable): no link, or none of the directory's */
static ReeveSecret *
get_secret (ReeveVisit *visit)
{
  g_autoptr (ReeveSecret) token = reeve_secret_new_text (visit->link);
  g_autoptr (ReeveSecret) secret = NULL;
  g_autofree char *workspace = NULL;

  if (token == NULL || !reeve_link_token_split (token, &workspace, &secret) || workspace != NULL)
    return NULL;
  return g_steal_pointer (&secret);
}

/* Whose link it is. *@found is NULL when the link is unknown, used, too old, or may not be used now. */
static gboolean
find_by_link (ReeveVisit *visit, ReeveTx *tx, ReeveCredentials **found, GError **error)
{
  g_autoptr (ReeveSecret) secret = get_secret (visit);
  g_autofree char *account = NULL;
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (GError) missing = NULL;

  *found = NULL;
  if (secret == NULL)
    return TRUE;
  if (reeve_links_peek (tx, PURPOSE, secret, visit->call->now, &account, &missing))
    credentials = reeve_accounts_get_credentials (tx, account, &missing);
  if (missing != NULL && !g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (credentials != NULL && credentials->breach_locked == 0)
    *found = g_steal_pointer (&credentials);
  return TRUE;
}

static gboolean
show_gone (ReeveVisit *visit)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (
    visit, content,
    N_ ("It may have been used already, be older than 30 minutes, or have been replaced by a "
        "later one."));
  reeve_page_add_link (visit, content, "/p/forgot", N_ ("Ask for a new link"));
  reeve_visit_forget_link (visit);
  visit->status = 410;
  reeve_page_show (visit, N_ ("This link does not work any more"), content);
  return TRUE;
}

/* What the workspaces of whoever sets a new password demand. */
static gboolean
find_demand (ReeveVisit *visit,
             const ReeveCredentials *credentials,
             ReevePasswordPolicy *policy,
             GError **error)
{
  return reeve_password_demand_find (visit->call->installation, credentials->id, NULL, visit->call->deadline,
                                     policy, error);
}

static gboolean
show_form (ReeveVisit *visit, const ReeveCredentials *credentials, const ReevePasswordPolicy *policy)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();
  g_autoptr (ReeveHtml) fields = reeve_html_new ();

  reeve_page_add_text (visit, content,
                       N_ ("All your devices are signed out once the new password is set. The codes of your "
                           "authenticator app stay as they are."));
  reeve_passwords_add_fields (visit, fields, credentials->email, policy, credentials->password_hash != NULL);
  reeve_page_add_form (visit, content, fields, N_ ("Set the password"));
  reeve_page_show (visit, N_ ("Set a new password"), content);
  return TRUE;
}

gboolean
reset_show (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (visit->call, REEVE_TX_READ, error);
  g_autoptr (ReeveCredentials) credentials = NULL;
  ReevePasswordPolicy policy;

  if (tx == NULL || !find_by_link (visit, tx, &credentials, error))
    return FALSE;
  g_clear_pointer (&tx, reeve_tx_end);
  if (credentials == NULL)
    return show_gone (visit);
  return find_demand (visit, credentials, &policy, error) && show_form (visit, credentials, &policy);
}

static gboolean
put_notice (ReeveVisit *visit, ReeveTx *tx, const ReeveCredentials *credentials, GError **error)
{
  ReeveLetterPlace place = { .time = visit->call->now, .address = visit->call->source.address };
  g_autofree char *uri = reeve_notice_make_report_uri (visit->call, tx, credentials->id, error);
  g_autoptr (ReeveMail) mail = NULL;

  if (uri == NULL)
    return FALSE;
  mail = reeve_notice_write (REEVE_NOTICE_PASSWORD_RESET, credentials->id, credentials->email,
                             credentials->display_name, reeve_words_get_language (visit->words), &place, uri);
  return reeve_outbox_put (tx, mail, error);
}

/* Uses the link up. *@used is FALSE when somebody else did, or its account was locked, while the password was
 * hashed. */
static gboolean
store (ReeveVisit *visit, const char *hash, gboolean *used, GError **error)
{
  ReeveCall *call = visit->call;
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_WRITE, error);
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autofree char *name = NULL;

  *used = FALSE;
  if (tx == NULL || !find_by_link (visit, tx, &credentials, error))
    return FALSE;
  if (credentials == NULL)
    return TRUE;
  g_autoptr (ReeveSecret) secret = get_secret (visit);
  g_autofree char *account = NULL;
  if (!reeve_links_use (tx, PURPOSE, secret, call->now, &account, error))
    return FALSE;
  name = g_strdup_printf ("%s <%s>", credentials->display_name, credentials->email);
  call->proved = reeve_caller_new (credentials->id, name, NULL, NULL, "complete");
  *used = reeve_outbox_withdraw_of (tx, PURPOSE, credentials->id, error) &&
          reeve_accounts_set_password_hash (tx, credentials->id, hash, error) &&
          reeve_confirmations_settle (tx, credentials->id, NULL, error) &&
          reeve_failures_clear (tx, credentials->id, NULL, error) &&
          reeve_session_end_all (call, tx, credentials->id, NULL, error) &&
          reeve_call_audit_fact (call, tx, NULL, "account", credentials->id, credentials->display_name, NULL,
                                 error) &&
          put_notice (visit, tx, credentials, error) && reeve_tx_commit (tx, error);
  return *used;
}

gboolean
reset_submit (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (visit->call, REEVE_TX_READ, error);
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autofree char *hash = NULL;
  ReevePasswordPolicy policy;
  gboolean used;

  if (tx == NULL || !find_by_link (visit, tx, &credentials, error))
    return FALSE;
  g_clear_pointer (&tx, reeve_tx_end);
  if (credentials == NULL)
    return show_gone (visit);
  if (!find_demand (visit, credentials, &policy, error))
    return FALSE;
  if (!reeve_passwords_judge (visit, &policy, credentials->email, credentials->display_name,
                              credentials->password_hash))
    return show_form (visit, credentials, &policy);
  hash = reeve_password_hash (reeve_passwords_get (visit),
                              reeve_installation_get_pepper (visit->call->installation));
  if (!store (visit, hash, &used, error))
    return FALSE;
  if (!used)
    return show_gone (visit);
  reeve_jobs_wake (visit->call->installation);
  reeve_post_wake (visit->call->installation, FALSE);
  reeve_visit_forget_link (visit);
  reeve_visit_go (visit, "/p/reset-done");
  return TRUE;
}

gboolean
reset_show_done (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (
    visit, content,
    N_ ("Sign in with it now. Every device that was signed in to your account has been signed "
        "out."));
  reeve_page_show (visit, N_ ("Your password is set"), content);
  return TRUE;
}
