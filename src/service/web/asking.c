/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One field, one errand. */

#include "config.h"

#include "service/web/asking.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/clock.h"
#include "service/api/memberships.h"
#include "service/rules/lockout.h"
#include "service/web/page.h"

#define MOST_EMAIL      254
#define ERRAND_DEADLINE (30 * G_TIME_SPAN_SECOND)

static char *
get_email (ReeveVisit *visit)
{
  const char *given = visit->form != NULL ? reeve_form_get (visit->form, "email") : NULL;

  return given != NULL ? g_strstrip (g_strdup (given)) : NULL;
}

void
reeve_asking_add_form (ReeveVisit *visit, ReeveHtml *content, const char *button)
{
  g_autofree char *email = get_email (visit);
  g_autoptr (ReeveHtml) fields = reeve_html_new ();
  ReevePageField field = { .name = "email",
                           .label = N_ ("E-mail address"),
                           .type = "email",
                           .autocomplete = "username",
                           .value = email,
                           .max_length = MOST_EMAIL };

  reeve_page_add_field (visit, fields, &field);
  reeve_page_add_form (visit, content, fields, button);
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
reeve_asking_submit (ReeveVisit *visit, ReeveErrandFunc run, const char *sent, gboolean *left, GError **error)
{
  g_autofree char *email = get_email (visit);
  g_autofree char *source = reeve_lockout_get_source (visit->call->source.address);

  *left = email != NULL && looks_like_address (email);
  if (!*left)
    {
      reeve_visit_add_problem (visit, "email", N_ ("Enter an e-mail address, like name@example.org."));
      return TRUE;
    }
  if (!visit->call->source.local &&
      !reeve_rate_limit_take (visit->web->mails_by_source, source, g_get_monotonic_time (), error))
    return FALSE;
  ReeveErrand *errand = g_new0 (ReeveErrand, 1);
  errand->run = run;
  errand->email = g_steal_pointer (&email);
  errand->address = g_strdup (visit->call->source.address);
  errand->words = visit->words;
  if (!reeve_web_leave_errand (visit->web, errand, error))
    return FALSE;
  reeve_visit_go (visit, sent);
  return TRUE;
}

ReeveCall *
reeve_asking_new_call (ReeveWeb *web, ReeveErrand *errand, const char *audit_action)
{
  ReeveCall *call = reeve_call_new (web->installation, web->signer);

  call->audit_action = audit_action;
  call->source.address = errand->address;
  call->now = reeve_clock_now ();
  call->deadline = g_get_monotonic_time () + ERRAND_DEADLINE;
  return call;
}

gboolean
reeve_asking_find_account (ReeveCall *call, const char *email, ReeveCredentials **found, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (call->installation),
                                           REEVE_TX_READ, call->deadline, error);
  g_autoptr (ReeveCredentials) credentials = NULL;
  g_autoptr (GPtrArray) workspaces = NULL;
  g_autoptr (GError) missing = NULL;

  *found = NULL;
  if (tx == NULL)
    return FALSE;
  credentials = reeve_accounts_find_credentials (tx, email, &missing);
  g_clear_pointer (&tx, reeve_tx_end);
  if (credentials == NULL && g_error_matches (missing, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;
  if (credentials == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&missing));
      return FALSE;
    }
  workspaces = reeve_memberships_list (call->installation, credentials->id, NULL, call->deadline, error);
  if (workspaces == NULL)
    return FALSE;
  if (credentials->breach_locked == 0 && workspaces->len > 0)
    *found = g_steal_pointer (&credentials);
  return TRUE;
}
