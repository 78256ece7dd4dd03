/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whose account it is follows from the link of a mail, else from being signed in; who has neither asks for a
 * link. The form names the account, and what it named is what is locked, or nothing. */

#include "config.h"

#include "service/web/report.h"

#include <glib/gi18n.h>

#include "service/api/breach.h"
#include "service/api/notices.h"
#include "service/jobs/post.h"
#include "service/store/accounts.h"
#include "service/store/links.h"
#include "service/store/outbox.h"
#include "service/web/asking.h"
#include "service/web/page.h"
#include "service/web/sign-in.h"

#define SIGNED_OUT "signed-out"

static ReeveTx *
begin (ReeveCall *call, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (reeve_installation_get_directory (call->installation), mode, call->deadline, error);
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

/* By the link; *@secret is set then. */
static gboolean
find_by_link (ReeveVisit *visit, ReeveTx *tx, char **account, ReeveSecret **secret, GError **error)
{
  g_autoptr (ReeveSecret) given = get_secret (visit);
  g_autoptr (GError) missing = NULL;

  if (given == NULL)
    return TRUE;
  *account = reeve_breach_find_by_link (visit->call, tx, given, &missing);
  if (*account != NULL)
    *secret = g_steal_pointer (&given);
  else if (!g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  return TRUE;
}

/* *@found is NULL for who has to ask. */
static gboolean
find (ReeveVisit *visit, ReeveCredentials **found, ReeveSecret **secret, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (visit->call, REEVE_TX_READ, error);
  g_autofree char *account = NULL;
  gboolean signed_in = FALSE;

  *found = NULL;
  *secret = NULL;
  if (tx == NULL || !find_by_link (visit, tx, &account, secret, error) ||
      (account == NULL && !reeve_visit_find_caller (visit, tx, &signed_in, error)))
    return FALSE;
  if (signed_in)
    account = g_strdup (visit->call->proved->account);
  if (account == NULL)
    return TRUE;
  *found = reeve_accounts_get_credentials (tx, account, error);
  return *found != NULL;
}

static gboolean
show_asking (ReeveVisit *visit)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  if (visit->link != NULL)
    {
      reeve_page_add_text (visit, content,
                           N_ ("The link does not work any more: it was used, is older than 24 hours, or the "
                               "account is locked already."));
      reeve_visit_forget_link (visit);
    }
  reeve_page_add_text (visit, content,
                       N_ ("Is somebody else using your account? Tell us the address that you sign in with. "
                           "We send you a link with which you shut them out at once."));
  reeve_asking_add_form (visit, content, N_ ("Send the link"));
  reeve_page_add_link (visit, content, "/p/sign-in", N_ ("I can still sign in"));
  reeve_page_add_link (visit, content, "/p/colleague", N_ ("It is a colleague's account"));
  reeve_page_show (visit, N_ ("Report a breach of your account"), content);
  return TRUE;
}

static gboolean
show_form (ReeveVisit *visit, const ReeveCredentials *credentials)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();
  g_autoptr (ReeveHtml) fields = reeve_html_new ();
  g_autofree char *what =
    reeve_words_fill (visit->words,
                      N_ ("The account {email} is locked at once: nobody can sign in to it, and neither can "
                          "you. All its devices are signed out, and links in earlier mails work no more."),
                      "email", credentials->email, NULL);
  ReevePageField text = {
    .name = "text",
    .label = N_ ("What did you notice, and since when? (optional)"),
    .type = "text",
    .autocomplete = "off",
    .value = visit->form != NULL ? reeve_form_get (visit->form, "text") : NULL,
    .optional = TRUE,
    .max_length = REEVE_BREACH_TEXT,
  };

  reeve_page_add_filled (content, what);
  reeve_page_add_text (visit, content,
                       N_ ("The administrators of your workspaces are told, with what you write here. They "
                           "release the account when it is safe again, and you set a new password then."));
  reeve_page_add_text (visit, content,
                       N_ ("If you are the last administrator of a workspace, the account is not locked, "
                           "because nobody could release it. You are signed out everywhere, and get a mail "
                           "to set a new password."));
  reeve_page_add_hidden (fields, "account", credentials->id);
  reeve_page_add_field (visit, fields, &text);
  reeve_page_add_form (visit, content, fields, N_ ("Report, and lock my account"));
  reeve_page_show (visit, N_ ("Report a breach of your account"), content);
  return TRUE;
}

gboolean
report_show (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (ReeveSecret) secret = NULL;

  if (!find (visit, &credentials, &secret, error))
    return FALSE;
  return credentials != NULL ? show_form (visit, credentials) : show_asking (visit);
}

/* --- By mail --- */

static ReeveMail *
write_mail (ReeveErrand *errand, const ReeveCredentials *credentials, const char *uri)
{
  const ReeveWords *words = errand->words;
  const char *subject = reeve_words_get (words, N_ ("Report a breach of my account"));
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("security-notice", credentials->email, credentials->display_name, credentials->id,
                      reeve_words_get_language (words));
  g_autofree char *who =
    reeve_words_fill (words, N_ ("Somebody, hopefully you, asked for a link to report a breach of {email}."),
                      "email", credentials->email, NULL);

  reeve_letter_set_subject (letter, "%s", subject);
  reeve_letter_add (letter, "%s", who);
  reeve_letter_add_link (letter, subject, uri);
  reeve_letter_add (letter, "%s",
                    reeve_words_get (words, N_ ("The link can be used once, within 24 hours.")));
  reeve_letter_add (letter, "%s",
                    reeve_words_get (words, N_ ("If it was not you, there is nothing to do: without the link "
                                                "nothing happens.")));
  return reeve_letter_write (letter);
}

static gboolean
put_link (ReeveErrand *errand, ReeveCall *call, const ReeveCredentials *credentials, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_WRITE, error);
  g_autofree char *uri = tx != NULL ? reeve_notice_make_report_uri (call, tx, credentials->id, error) : NULL;
  g_autoptr (ReeveMail) mail = NULL;

  if (uri == NULL)
    return FALSE;
  mail = write_mail (errand, credentials, uri);
  return reeve_outbox_put (tx, mail, error) &&
         reeve_call_audit_fact (call, tx, NULL, "account", credentials->id, credentials->display_name, NULL,
                                error) &&
         reeve_tx_commit (tx, error);
}

/* Counted apart from links for a new password: who floods one must not keep the other from coming. */
static gboolean
may_send (ReeveWeb *web, const char *account)
{
  g_autofree char *key = g_strconcat ("report ", account, NULL);

  return reeve_rate_limit_take (web->mails_to_account, key, g_get_monotonic_time (), NULL);
}

static void
send_link (ReeveWeb *web, ReeveErrand *errand)
{
  g_autoptr (ReeveCall) call = reeve_asking_new_call (web, errand, "breach-report.ask");
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (GError) error = NULL;

  if (!reeve_asking_find_account (call, errand->email, &credentials, &error))
    g_warning ("a link to report a breach was not sent: %s", error->message);
  if (credentials == NULL || !may_send (web, credentials->id))
    return;
  if (put_link (errand, call, credentials, &error))
    reeve_post_wake (web->installation, TRUE);
  else
    g_warning ("a link to report a breach was not sent: %s", error->message);
}

/* --- The form --- */

static gboolean
report (ReeveVisit *visit, const ReeveCredentials *credentials, const ReeveSecret *secret, GError **error)
{
  const char *given = reeve_form_get (visit->form, "text");
  g_autofree char *text = g_strstrip (g_strdup (given != NULL ? given : ""));
  ReeveBreachOutcome outcome;

  if (g_utf8_strlen (text, -1) > REEVE_BREACH_TEXT)
    {
      reeve_visit_add_problem (visit, "text", N_ ("Please write less: 500 characters are the most."));
      return show_form (visit, credentials);
    }
  if (!reeve_breach_report (visit->call, credentials->id, secret, *text != '\0' ? text : NULL, &outcome,
                            error))
    return FALSE;
  reeve_visit_forget_link (visit);
  reeve_visit_sign_out (visit);
  reeve_visit_go (visit,
                  outcome == REEVE_BREACH_SIGNED_OUT ? "/p/report-done?" SIGNED_OUT : "/p/report-done");
  return TRUE;
}

gboolean
report_submit (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (ReeveSecret) secret = NULL;
  gboolean left;

  if (reeve_form_get (visit->form, "email") != NULL)
    return reeve_asking_submit (visit, send_link, "/p/report-sent", &left, error) &&
           (left || show_asking (visit));
  if (!find (visit, &credentials, &secret, error))
    return FALSE;
  if (credentials == NULL)
    return show_asking (visit);
  if (g_strcmp0 (reeve_form_get (visit->form, "account"), credentials->id) != 0)
    return show_form (visit, credentials);
  return report (visit, credentials, secret, error);
}

gboolean
report_show_sent (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (
    visit, content,
    N_ ("If there is an account with that address, a link is on its way to it. The link can "
        "be used once, within 24 hours."));
  reeve_page_add_text (visit, content,
                       N_ ("Does somebody else read your mail? Then call an administrator of your workspace "
                           "now."));
  reeve_page_add_link (visit, content, "/p/report", N_ ("Ask again"));
  reeve_page_show (visit, N_ ("Look into your mail"), content);
  return TRUE;
}

gboolean
report_show_done (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  if (g_strcmp0 (visit->query, SIGNED_OUT) == 0)
    {
      reeve_page_add_text (visit, content,
                           N_ ("Every device is signed out, and the password serves no longer. The account "
                               "is not locked, because you are the last administrator of a workspace."));
      reeve_page_add_text (visit, content,
                           N_ ("A mail with a link is on its way to you: set a new password."));
      reeve_page_show (visit, N_ ("You are signed out everywhere"), content);
      return TRUE;
    }
  reeve_page_add_text (visit, content, N_ ("Nobody can sign in to it now, and every device is signed out."));
  reeve_page_add_text (
    visit, content,
    N_ ("The administrators of your workspaces are told. They release the account when it is "
        "safe again; you get a mail then."));
  reeve_page_show (visit, N_ ("Your account is locked"), content);
  return TRUE;
}
