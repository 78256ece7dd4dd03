/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A link is good for 30 minutes and one new password; a later one ends it. Looking at the page uses nothing
 * up. */

#include "config.h"

#include "service/web/reset.h"

#include <glib/gi18n.h>

#include "service/api/password-demand.h"
#include "service/api/password-link.h"
#include "service/api/password-reset.h"
#include "service/jobs/jobs.h"
#include "service/jobs/post.h"
#include "service/mail/letter.h"
#include "service/rules/passwords.h"
#include "service/store/accounts.h"
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

  reeve_letter_set_subject (letter, "%s", subject);
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

/* Whose link the visit has. */
static gboolean
find_by_link (ReeveVisit *visit, ReeveTx *tx, ReeveCredentials **found, GError **error)
{
  g_autoptr (ReeveSecret) token = reeve_secret_new_text (visit->link);

  return reeve_password_reset_find (visit->call, tx, token, found, error);
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

  if (reeve_password_reset_drops_factor (visit->call, credentials))
    reeve_page_add_text (
      visit, content,
      N_ ("All your devices are signed out once the new password is set, and the second "
          "factor is turned off: it was set up before anybody had shown that this address is "
          "theirs. Set it up again afterwards."));
  else
    reeve_page_add_text (
      visit, content,
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

gboolean
reset_submit (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (visit->call, REEVE_TX_READ, error);
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (ReeveSecret) token = NULL;
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
  token = reeve_secret_new_text (visit->link);
  if (!reeve_password_reset_store (visit->call, token, hash, reeve_words_get_language (visit->words), &used,
                                   error))
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
