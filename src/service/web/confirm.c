/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is decided is in api/confirmation.c; here are its words. */

#include "config.h"

#include "service/web/confirm.h"

#include <glib/gi18n.h>

#include "service/api/confirmation.h"
#include "service/web/page.h"
#include "service/web/passwords.h"

#define MOST_PASSWORD 1024

static gboolean
show_gone (ReeveVisit *visit)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (
    visit, content,
    N_ ("It may have been used already, be older than 24 hours, or have been replaced by a "
        "later one. Go back to the console: it can send another."));
  reeve_visit_forget_link (visit);
  visit->status = 410;
  reeve_page_show (visit, N_ ("This link does not work any more"), content);
  return TRUE;
}

static gboolean
is_gone (const GError *refusal)
{
  return g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_NOT_FOUND);
}

static gboolean
show_form (ReeveVisit *visit, const char *email)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();
  g_autoptr (ReeveHtml) fields = reeve_html_new ();
  ReevePageField field = { .name = "password",
                           .label = N_ ("Your password"),
                           .type = "password",
                           .autocomplete = "current-password",
                           .max_length = MOST_PASSWORD };

  reeve_page_add_text (
    visit, content,
    N_ ("A workspace has added you by your address, or you want to set up a second factor. Enter the "
        "password that you sign in with: that shows that whoever signs in and whoever reads these "
        "mails is the same person."));
  reeve_passwords_add_email (visit, fields, email);
  reeve_page_add_field (visit, fields, &field);
  reeve_page_add_form (visit, content, fields, N_ ("Confirm the address"));
  reeve_page_add_text (
    visit, content,
    N_ ("You never set a password, or have not just asked for this? Then somebody else signs in "
        "with your address. Set a new password, and from then on only yours works."));
  reeve_page_add_link (visit, content, "/p/forgot", N_ ("Set a new password"));
  reeve_page_show (visit, N_ ("Confirm your address"), content);
  return TRUE;
}

/* *@email is NULL when the link is not good; that is no error. */
static gboolean
look (ReeveVisit *visit, char **email, GError **error)
{
  g_autoptr (ReeveSecret) token = reeve_secret_new_text (visit->link);
  g_autoptr (GError) refusal = NULL;

  *email = NULL;
  if (token == NULL || reeve_confirmation_look (visit->call, token, email, &refusal) || is_gone (refusal))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
confirm_show (ReeveVisit *visit, GError **error)
{
  g_autofree char *email = NULL;

  return look (visit, &email, error) && (email != NULL ? show_form (visit, email) : show_gone (visit));
}

gboolean
confirm_submit (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveSecret) token = reeve_secret_new_text (visit->link);
  g_autofree char *email = NULL;
  g_autoptr (GError) refusal = NULL;
  ReeveSecret *password = reeve_passwords_get (visit);

  if (!look (visit, &email, error))
    return FALSE;
  if (email == NULL)
    return show_gone (visit);
  if (password == NULL || reeve_secret_get_length (password) == 0)
    {
      reeve_visit_add_problem (visit, "password", N_ ("Enter your password."));
      return show_form (visit, email);
    }
  if (reeve_confirmation_give (visit->call, token, password, &refusal))
    {
      reeve_visit_forget_link (visit);
      reeve_visit_go (visit, "/p/confirm-done");
      return TRUE;
    }
  if (is_gone (refusal))
    return show_gone (visit);
  if (g_strcmp0 (reeve_error_get_reason (refusal), "password_wrong") == 0)
    {
      reeve_visit_add_problem (visit, "password", N_ ("This is not the password of your account."));
      return show_form (visit, email);
    }
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

gboolean
confirm_show_done (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (visit, content,
                       N_ ("Go back to the console, or to the page where you were: what waited for this is "
                           "open to you now."));
  reeve_page_add_link (visit, content, "/p/second-factor", N_ ("Set up a second factor"));
  reeve_page_show (visit, N_ ("Your address is confirmed"), content);
  return TRUE;
}
