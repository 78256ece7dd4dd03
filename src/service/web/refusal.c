/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The words follow from the error's code; of what it says itself only the incident's id is shown. */

#include "config.h"

#include "service/web/refusal.h"

#include <glib/gi18n.h>

#include "service/web/page.h"

typedef struct
{
  ReeveErrorCode code;
  const char *heading;
  const char *text;
} Refusal;

static const Refusal refusals[] = {
  { REEVE_ERROR_NOT_FOUND, N_ ("There is no such page"),
    N_ ("Please check the address, or open the link in your e-mail once more.") },
  { REEVE_ERROR_METHOD, N_ ("That is not possible here"), N_ ("Please open the page again.") },
  { REEVE_ERROR_DENIED, N_ ("This form can no longer be sent"),
    N_ ("Please go back, load the page again, and fill in the form once more. Cookies have to be allowed for "
        "this site.") },
  { REEVE_ERROR_INVALID, N_ ("The form could not be read"),
    N_ ("Please go back, load the page again, and fill in the form once more.") },
  { REEVE_ERROR_TOO_LARGE, N_ ("The form is too long"), N_ ("Please go back and write less.") },
  { REEVE_ERROR_TOO_MANY, N_ ("Too many requests"), N_ ("Please wait a few minutes, then try again.") },
  { REEVE_ERROR_LOCKED, N_ ("Too many tries"), N_ ("Please wait a few minutes, then try again.") },
  { REEVE_ERROR_BUSY, N_ ("The service is busy"), N_ ("Please try again in a moment.") },
};

static const Refusal unexpected = { REEVE_ERROR_INTERNAL, N_ ("Something went wrong"),
                                    N_ ("This is not your fault. Please try again in a while.") };

GBytes *
reeve_refusal_render (const ReeveWords *words, const GError *error)
{
  const Refusal *refusal = &unexpected;
  const char *incident = reeve_error_get_incident (error);
  g_autoptr (ReeveHtml) content = reeve_html_new ();

  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    if (refusals[i].code == reeve_error_get_code (error))
      refusal = &refusals[i];
  reeve_page_add_filled (content, reeve_words_get (words, refusal->text));
  if (incident != NULL)
    {
      g_autofree char *named =
        reeve_words_fill (words, N_ ("If it happens again, tell your administrator this number: {number}"),
                          "number", incident, NULL);
      reeve_page_add_filled (content, named);
    }
  return reeve_page_frame (words, reeve_words_get (words, refusal->heading), NULL, content);
}
