/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asking for a link that sets a new password; see web/asking.h. */

#include "config.h"

#include "service/web/forgot.h"

#include <glib/gi18n.h>

#include "service/web/asking.h"
#include "service/web/page.h"
#include "service/web/reset.h"

gboolean
forgot_show (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  reeve_page_add_text (
    visit, content,
    N_ ("Tell us the address that you sign in with. We send you a link that lets you set a "
        "new password."));
  reeve_asking_add_form (visit, content, N_ ("Send the link"));
  reeve_page_show (visit, N_ ("Forgot your password?"), content);
  return TRUE;
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

gboolean
forgot_submit (ReeveVisit *visit, GError **error)
{
  gboolean left;

  return reeve_asking_submit (visit, reset_send_link, "/p/forgot-sent", &left, error) &&
         (left || forgot_show (visit, error));
}
