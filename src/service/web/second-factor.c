/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is shown follows from the account: a key that was begun is shown until a code confirms it; otherwise
 * there is a button to begin, or, where a second factor is on, a form that wants a code of it first. Nothing
 * is begun by looking. */

#include "config.h"

#include "service/web/second-factor.h"

#include <glib/gi18n.h>
#include <string.h>

#include "service/api/codes.h"
#include "service/api/confirmation.h"
#include "service/api/second-factor.h"
#include "service/api/step-up.h"
#include "service/jobs/jobs.h"
#include "service/jobs/post.h"
#include "service/store/links.h"
#include "service/store/sessions.h"
#include "service/web/page.h"
#include "service/web/qr.h"
#include "service/web/sign-in.h"

#define PURPOSE REEVE_LINK_SECOND_FACTOR_RESET
#define PATH    "/p/second-factor"

/* Whose it is, and by what right they are here. */
typedef struct
{
  ReeveCredentials *credentials; /* (nullable): nobody's */
  ReeveSecret *link;             /* (nullable): by a session */
} Subject;

static void
subject_clear (Subject *self)
{
  g_clear_pointer (&self->credentials, reeve_credentials_free);
  g_clear_pointer (&self->link, reeve_secret_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Subject, subject_clear)

static ReeveTx *
begin (ReeveVisit *visit, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (reeve_installation_get_directory (visit->call->installation), mode,
                         visit->call->deadline, error);
}

/* A link serves while the second factor that was reset is off. */
static gboolean
find_by_link (ReeveVisit *visit, ReeveTx *tx, Subject *subject, GError **error)
{
  g_autoptr (ReeveSecret) token = reeve_secret_new_text (visit->link);
  g_autoptr (ReeveSecret) secret = NULL;
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (GError) missing = NULL;
  g_autofree char *workspace = NULL;
  g_autofree char *account = NULL;

  if (!reeve_link_token_split (token, &workspace, &secret) || workspace != NULL)
    return TRUE;
  if (reeve_links_peek (tx, PURPOSE, secret, visit->call->now, &account, &missing))
    credentials = reeve_accounts_get_credentials (tx, account, &missing);
  if (missing != NULL && !g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  if (credentials == NULL || credentials->breach_locked != 0 || credentials->totp_sealed != NULL)
    return TRUE;
  g_autofree char *name = g_strdup_printf ("%s <%s>", credentials->display_name, credentials->email);
  g_clear_pointer (&visit->call->proved, reeve_caller_free);
  visit->call->proved = reeve_caller_new (credentials->id, name, NULL, NULL, "enrol");
  subject->credentials = g_steal_pointer (&credentials);
  subject->link = g_steal_pointer (&secret);
  return TRUE;
}

static gboolean
find_subject (ReeveVisit *visit, ReeveTx *tx, Subject *subject, GError **error)
{
  gboolean found;

  if (visit->link != NULL)
    return find_by_link (visit, tx, subject, error);
  if (!reeve_visit_find_any_caller (visit, tx, &found, error))
    return FALSE;
  if (found)
    subject->credentials = reeve_accounts_get_credentials (tx, visit->call->proved->account, error);
  return !found || subject->credentials != NULL;
}

static gboolean
show_nobody (ReeveVisit *visit)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  if (visit->link == NULL)
    {
      reeve_visit_go (visit, "/p/sign-in");
      return TRUE;
    }
  reeve_page_add_text (visit, content,
                       N_ ("It may have been used already, or be older than 24 hours. Sign in with your "
                           "password: you can set up your authenticator app then."));
  reeve_page_add_link (visit, content, "/p/sign-in", N_ ("Sign in"));
  reeve_visit_forget_link (visit);
  visit->status = 410;
  reeve_page_show (visit, N_ ("This link does not work any more"), content);
  return TRUE;
}

static void
add_code_form (ReeveVisit *visit, ReeveHtml *content, const char *what, const char *hint, const char *button)
{
  g_autoptr (ReeveHtml) fields = reeve_html_new ();
  ReevePageField field = { .name = "code",
                           .label = N_ ("Code"),
                           .type = "text",
                           .autocomplete = "one-time-code",
                           .hint = reeve_visit_say (visit, hint),
                           .max_length = 64 };

  reeve_page_add_hidden (fields, "what", what);
  reeve_page_add_field (visit, fields, &field);
  reeve_page_add_form (visit, content, fields, button);
}

/* In groups of four, to be typed where no camera is. (transfer full) */
static char *
group_key (const ReeveSecret *key)
{
  const char *text = reeve_secret_get_text (key);
  GString *grouped = g_string_new (NULL);

  for (gsize i = 0; text[i] != '\0'; i++)
    {
      if (i > 0 && i % 4 == 0)
        g_string_append_c (grouped, ' ');
      g_string_append_c (grouped, text[i]);
    }
  return g_string_free_and_steal (grouped);
}

static gboolean
show_key (ReeveVisit *visit, ReeveEnrolment *enrolment)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();
  g_autofree char *grouped = group_key (enrolment->key);

  reeve_page_add_text (visit, content, N_ ("Scan this picture with your authenticator app."));
  reeve_page_add_qr (content, PATH "?qr", reeve_visit_say (visit, N_ ("QR code for your authenticator app")));
  reeve_page_add_text (visit, content, N_ ("If you cannot scan it, type this key into the app:"));
  reeve_page_add_code (content, grouped);
  add_code_form (visit, content, "confirm", N_ ("The six digits that the app shows then."), N_ ("Confirm"));
  reeve_page_show (visit, N_ ("Set up your authenticator app"), content);
  explicit_bzero (grouped, strlen (grouped));
  return TRUE;
}

static gboolean
show_off (ReeveVisit *visit)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (visit, content,
                       N_ ("With an authenticator app on your phone nobody gets into your account with your "
                           "password alone. Have the app at hand: it shows a new code every 30 seconds."));
  reeve_page_add_choice (visit, content, reeve_visit_say (visit, N_ ("Authenticator app")),
                         reeve_visit_say (visit, N_ ("Shows a key that is good for ten minutes")), "begin",
                         N_ ("Begin"));
  reeve_page_show (visit, N_ ("Set up your authenticator app"), content);
  return TRUE;
}

/* Who has a password for an address is not yet the person there (store/confirmations.h). */
static gboolean
show_unproven (ReeveVisit *visit, const ReeveCredentials *credentials)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();
  g_autofree char *text = reeve_words_fill (
    visit->words,
    N_ ("Before you set up an authenticator app, show that {email} is your address, with a link "
        "from a mail."),
    "email", credentials->email, NULL);

  reeve_page_add_filled (content, text);
  reeve_page_add_choice (visit, content, credentials->email,
                         reeve_visit_say (visit, N_ ("Gets a mail with a link")), "mail",
                         N_ ("Send the mail"));
  reeve_page_show (visit, N_ ("Confirm your address"), content);
  return TRUE;
}

static gboolean
show_mailed (ReeveVisit *visit)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (
    visit, content,
    N_ ("A link is on its way to the address that you sign in with. Open it and do what the "
        "page asks for, then come back."));
  reeve_page_add_link (visit, content, PATH, N_ ("I have opened the link"));
  reeve_page_show (visit, N_ ("Look into your mail"), content);
  return TRUE;
}

static gboolean
ask_confirmation (ReeveVisit *visit, Subject *subject, GError **error)
{
  return reeve_confirmation_ask (visit->call, subject->credentials->id, error) && show_mailed (visit);
}

static gboolean
show_on (ReeveVisit *visit, gboolean replace)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();
  const char *hint = N_ ("The six digits that your authenticator app shows, or a recovery code.");

  if (replace)
    {
      reeve_page_add_text (
        visit, content, N_ ("Your new app takes the place of the old one once it has shown its first code."));
      add_code_form (visit, content, "replace", hint, N_ ("Replace the app"));
      reeve_page_add_link (visit, content, PATH, N_ ("New recovery codes instead"));
    }
  else
    {
      reeve_page_add_text (visit, content,
                           N_ ("Ten new recovery codes take the place of those that are left."));
      add_code_form (visit, content, "renew", hint, N_ ("Make new recovery codes"));
      reeve_page_add_link (visit, content, PATH "?replace", N_ ("Another authenticator app instead"));
    }
  reeve_page_show (visit, N_ ("Your second factor"), content);
  return TRUE;
}

static gboolean
show_codes (ReeveVisit *visit, const ReeveSecret *codes)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();
  g_auto (GStrv) lines = g_strsplit (reeve_secret_get_text (codes), "\n", -1);

  reeve_page_add_text (
    visit, content,
    N_ ("Print these recovery codes or write them down, and keep them apart from your phone. "
        "Each of them lets you in once without the app. They are not shown again."));
  reeve_page_add_codes (content, (const char *const *) lines);
  reeve_page_add_link (visit, content, "/p/sessions", N_ ("I have stored them"));
  reeve_page_show (visit, N_ ("Your recovery codes"), content);
  for (guint i = 0; lines[i] != NULL; i++)
    explicit_bzero (lines[i], strlen (lines[i]));
  return TRUE;
}

static gboolean
show_picture (ReeveVisit *visit, ReeveEnrolment *enrolment)
{
  visit->reply = reeve_qr_to_svg (enrolment->uri);
  visit->reply_type = REEVE_SVG_TYPE;
  return TRUE;
}

static gboolean
show (ReeveVisit *visit, Subject *subject, GError **error)
{
  g_autoptr (GError) none = NULL;
  g_autoptr (ReeveEnrolment) enrolment = reeve_second_factor_read (visit->call, subject->credentials, &none);
  gboolean picture = g_strcmp0 (visit->query, "qr") == 0;

  if (!picture && !reeve_second_factor_is_open (visit->call, subject->credentials))
    return show_unproven (visit, subject->credentials);
  if (enrolment != NULL)
    return picture ? show_picture (visit, enrolment) : show_key (visit, enrolment);
  if (picture)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such page");
      return FALSE;
    }
  if (subject->credentials->totp_sealed == NULL)
    return show_off (visit);
  return show_on (
    visit, g_strcmp0 (visit->query, "replace") == 0 ||
             (visit->form != NULL && g_strcmp0 (reeve_form_get (visit->form, "what"), "replace") == 0));
}

gboolean
second_factor_show (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (visit, REEVE_TX_READ, error);
  g_auto (Subject) subject = { NULL };

  if (tx == NULL || !find_subject (visit, tx, &subject, error))
    return FALSE;
  return subject.credentials != NULL ? show (visit, &subject, error) : show_nobody (visit);
}

/* The page once more, with what is wrong; anything but a wrong code is for the page of refusals. */
static gboolean
show_wrong (ReeveVisit *visit, Subject *subject, const GError *refusal, GError **error)
{
  if (!g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR) &&
      g_strcmp0 (reeve_error_get_reason (refusal), "enrolment_expired") != 0)
    {
      g_propagate_error (error, g_error_copy (refusal));
      return FALSE;
    }
  if (g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR))
    reeve_visit_add_problem (visit, "code",
                             N_ ("This code is not right. Each one works once: wait for the next."));
  return show (visit, subject, error);
}

/* The session that was only good for this is complete; the link that was has done its work. */
static gboolean
settle (ReeveVisit *visit, ReeveTx *tx, Subject *subject, GError **error)
{
  ReeveCall *call = visit->call;
  const ReeveCaller *proved = call->proved;
  g_autofree char *account = NULL;

  if (subject->link != NULL)
    {
      reeve_visit_forget_link (visit);
      return reeve_links_use (tx, PURPOSE, subject->link, call->now, &account, error);
    }
  return (g_str_equal (proved->stage, "complete") ||
          reeve_sessions_complete (tx, proved->session, call->now, error)) &&
         reeve_sessions_note_code (tx, proved->session, call->now, error);
}

static gboolean
confirm (ReeveVisit *visit, ReeveTx *tx, Subject *subject, const ReeveSecret *code, GError **error)
{
  g_autoptr (GError) refusal = NULL;
  g_autoptr (ReeveSecret) codes = NULL;

  if (subject->link != NULL && !settle (visit, tx, subject, error))
    return FALSE;
  codes = reeve_second_factor_confirm (visit->call, tx, subject->credentials, code, &refusal);
  if (codes == NULL)
    {
      g_ptr_array_set_size (visit->set, 0);
      return show_wrong (visit, subject, refusal, error);
    }
  if ((subject->link == NULL && !settle (visit, tx, subject, error)) || !reeve_tx_commit (tx, error))
    return FALSE;
  reeve_jobs_wake (visit->call->installation);
  reeve_post_wake (visit->call->installation, FALSE);
  return show_codes (visit, codes);
}

/* Proved with a code of the second factor that is on; then done. */
static gboolean
change (ReeveVisit *visit, Subject *subject, gboolean replace, const char *code, GError **error)
{
  ReeveCall *call = visit->call;
  g_autoptr (GError) refusal = NULL;
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (ReeveSecret) codes = NULL;

  call->caller = call->proved;
  call->source.thumbprint = call->proved->thumbprint;
  gboolean good = reeve_step_up (call, code, &refusal);
  call->source.thumbprint = NULL;
  call->caller = NULL;
  if (!good)
    return show_wrong (visit, subject, refusal, error);
  tx = begin (visit, REEVE_TX_WRITE, error);
  if (tx == NULL)
    return FALSE;
  if (replace)
    {
      g_autoptr (ReeveEnrolment) enrolment =
        reeve_second_factor_begin (call, tx, subject->credentials, error);
      if (enrolment == NULL || !reeve_tx_commit (tx, error))
        return FALSE;
      reeve_visit_go (visit, PATH);
      return TRUE;
    }
  codes = reeve_second_factor_renew_codes (call, tx, subject->credentials, error);
  return codes != NULL && reeve_tx_commit (tx, error) && show_codes (visit, codes);
}

static gboolean
begin_enrolment (ReeveVisit *visit, ReeveTx *tx, Subject *subject, GError **error)
{
  g_autoptr (ReeveEnrolment) enrolment =
    reeve_second_factor_begin (visit->call, tx, subject->credentials, error);

  if (enrolment == NULL || !reeve_tx_commit (tx, error))
    return FALSE;
  reeve_visit_go (visit, PATH);
  return TRUE;
}

gboolean
second_factor_submit (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (visit, REEVE_TX_WRITE, error);
  g_auto (Subject) subject = { NULL };
  const char *what = reeve_form_get (visit->form, "what");
  ReeveSecret *code = reeve_form_get_secret (visit->form, "code");

  if (tx == NULL || !find_subject (visit, tx, &subject, error))
    return FALSE;
  if (subject.credentials == NULL)
    return show_nobody (visit);
  if (!reeve_second_factor_is_open (visit->call, subject.credentials))
    {
      g_clear_pointer (&tx, reeve_tx_end);
      return g_strcmp0 (reeve_form_get (visit->form, "choice"), "mail") == 0
               ? ask_confirmation (visit, &subject, error)
               : show_unproven (visit, subject.credentials);
    }
  gboolean on = subject.credentials->totp_sealed != NULL;
  if (!on && g_strcmp0 (reeve_form_get (visit->form, "choice"), "begin") == 0)
    return begin_enrolment (visit, tx, &subject, error);
  if (code != NULL && g_strcmp0 (what, "confirm") == 0)
    return confirm (visit, tx, &subject, code, error);
  gboolean replace = g_strcmp0 (what, "replace") == 0;
  if (on && code != NULL && (replace || g_strcmp0 (what, "renew") == 0))
    {
      g_clear_pointer (&tx, reeve_tx_end);
      return change (visit, &subject, replace, reeve_secret_get_text (code), error);
    }
  return show (visit, &subject, error);
}
