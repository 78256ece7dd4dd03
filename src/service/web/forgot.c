/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whether anybody has the address is found out after the answer, on a thread that answers nobody; so neither
 * the words nor their time tell. */

#include "config.h"

#include "service/web/forgot.h"

#include <glib/gi18n.h>
#include <string.h>

#include "service/rules/lockout.h"
#include "service/web/page.h"
#include "service/web/reset.h"

#define MOST_EMAIL 254

static gboolean
show_form (ReeveVisit *visit, const char *email)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();
  g_autoptr (ReeveHtml) fields = reeve_html_new ();
  ReevePageField field = { .name = "email",
                           .label = N_ ("E-mail address"),
                           .type = "email",
                           .autocomplete = "username",
                           .value = email,
                           .max_length = MOST_EMAIL };

  reeve_page_add_text (
    visit, content,
    N_ ("Tell us the address that you sign in with. We send you a link that lets you set a "
        "new password."));
  reeve_page_add_field (visit, fields, &field);
  reeve_page_add_form (visit, content, fields, N_ ("Send the link"));
  reeve_page_show (visit, N_ ("Forgot your password?"), content);
  return TRUE;
}

gboolean
forgot_show (ReeveVisit *visit, GError **error)
{
  return show_form (visit, NULL);
}

gboolean
forgot_show_sent (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (
    visit, content,
    N_ ("If there is an account with that address, a link is on its way to it. The link can "
        "be used once, within 30 minutes."));
  reeve_page_add_text (
    visit, content,
    N_ ("Nothing came? Look into the folder for spam, and check that it was the address that "
        "you sign in with."));
  reeve_page_add_link (visit, content, "/p/forgot", N_ ("Ask again"));
  reeve_page_show (visit, N_ ("Look into your mail"), content);
  return TRUE;
}

/* As an address looks, no more: whether it is one the mail server finds out. */
static gboolean
looks_like_address (const char *email)
{
  const char *at = strrchr (email, '@');

  return at != NULL && at > email && at[1] != '\0' && strlen (email) <= MOST_EMAIL &&
         strpbrk (email, " \t,;<>") == NULL;
}

gboolean
forgot_submit (ReeveVisit *visit, GError **error)
{
  const char *given = reeve_form_get (visit->form, "email");
  g_autofree char *email = g_strstrip (g_strdup (given != NULL ? given : ""));
  g_autofree char *source = reeve_lockout_get_source (visit->call->source.address);

  if (!looks_like_address (email))
    {
      reeve_visit_add_problem (visit, "email", N_ ("Enter an e-mail address, like name@example.org."));
      return show_form (visit, email);
    }
  if (!visit->call->source.local &&
      !reeve_rate_limit_take (visit->web->mails_by_source, source, g_get_monotonic_time (), error))
    return FALSE;
  ReeveErrand *errand = g_new0 (ReeveErrand, 1);
  errand->run = reset_send_link;
  errand->email = g_steal_pointer (&email);
  errand->address = g_strdup (visit->call->source.address);
  errand->origin = g_strdup (visit->origin);
  errand->words = visit->words;
  if (!reeve_web_leave_errand (visit->web, errand, error))
    return FALSE;
  reeve_visit_go (visit, "/p/forgot-sent");
  return TRUE;
}
