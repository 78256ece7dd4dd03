/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Two cookies of the page: the ticket on the way, the sealed word after it. */

#include "config.h"

#include "service/web/vouching.h"

#include <glib/gi18n.h>
#include <string.h>

#include "service/api/invitation-provider.h"
#include "service/api/invitations.h"
#include "service/web/page.h"

#define TRIP_COOKIE   "reeve-trip"
#define VOUCH_COOKIE  "reeve-vouch"
#define FAILED_COOKIE "reeve-failed"
#define SECONDS       ((int) (REEVE_VOUCH_LIFE / G_USEC_PER_SEC))

/* What is said after a redirect: one of these, by its place. */
static const char *const failures[] = {
  N_ ("The identity provider did not confirm who you are. Try again, or use a password."),
  N_ ("The identity provider confirmed another address than the one that was invited, or none. Sign in there "
      "with that one, or use a password."),
  N_ ("The identity provider cannot be reached. Try again later, or use a password."),
};

static void
forget (ReeveVisit *visit, const char *cookie)
{
  reeve_visit_set_cookie (visit, cookie, "", visit->page->path, -1);
}

void
reeve_vouching_forget (ReeveVisit *visit)
{
  forget (visit, TRIP_COOKIE);
  forget (visit, VOUCH_COOKIE);
  forget (visit, FAILED_COOKIE);
}

/* Back to the page itself. */
static gboolean
return_to_page (ReeveVisit *visit, gint failure)
{
  g_autofree char *text = g_strdup_printf ("%d", failure);

  forget (visit, TRIP_COOKIE);
  if (failure >= 0)
    reeve_visit_set_cookie (visit, FAILED_COOKIE, text, visit->page->path, SECONDS);
  else
    forget (visit, FAILED_COOKIE);
  reeve_visit_go (visit, visit->page->path);
  return TRUE;
}

gboolean
reeve_vouching_fail (ReeveVisit *visit)
{
  forget (visit, VOUCH_COOKIE);
  return return_to_page (visit, 0);
}

/* A link that is dead, a service that is too busy or broken have pages of their own. */
static gboolean
fail (ReeveVisit *visit, GError *refusal, GError **error)
{
  ReeveErrorCode code = reeve_error_get_code (refusal);
  gboolean other = g_strcmp0 (reeve_error_get_reason (refusal), "provider_email") == 0;

  if (code != REEVE_ERROR_SIGNED_OUT && code != REEVE_ERROR_UNREACHABLE && code != REEVE_ERROR_NOT_FOUND)
    {
      g_propagate_error (error, refusal);
      return FALSE;
    }
  g_error_free (refusal);
  return return_to_page (visit, other ? 1 : code == REEVE_ERROR_UNREACHABLE ? 2 : 0);
}

static gboolean
begin (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveSecret) token = reeve_secret_new_text (visit->link);
  g_autofree char *redirect = g_strconcat (visit->origin, visit->page->path, NULL);
  g_autoptr (GError) refusal = NULL;
  g_autoptr (ReeveProviderStart) start =
    reeve_invitation_provider_start (visit->call, token, redirect, &refusal);

  if (start == NULL)
    return fail (visit, g_steal_pointer (&refusal), error);
  forget (visit, VOUCH_COOKIE);
  forget (visit, FAILED_COOKIE);
  reeve_visit_set_cookie (visit, TRIP_COOKIE, reeve_secret_get_text (start->ticket), visit->page->path,
                          SECONDS);
  reeve_visit_go (visit, reeve_secret_get_text (start->url));
  return TRUE;
}

/* (nullable): nothing that could be an answer */
static ReeveProviderAnswer *
read_answer (ReeveVisit *visit, ReeveForm *query)
{
  g_autofree char *ticket = reeve_visit_find_cookie (visit, TRIP_COOKIE);
  ReeveSecret *state = reeve_form_get_secret (query, "state");
  ReeveSecret *code = reeve_form_get_secret (query, "code");
  g_autoptr (ReeveProviderAnswer) answer = reeve_provider_answer_new ();

  if (ticket == NULL || state == NULL || code == NULL)
    return NULL;
  answer->ticket = reeve_secret_new_text (ticket);
  answer->state = reeve_secret_ref (state);
  answer->code = reeve_secret_ref (code);
  answer->issuer = g_strdup (reeve_form_get (query, "iss"));
  return reeve_record_validate (answer, NULL) ? g_steal_pointer (&answer) : NULL;
}

static gboolean
end (ReeveVisit *visit, ReeveForm *query, GError **error)
{
  g_autoptr (ReeveSecret) token = reeve_secret_new_text (visit->link);
  g_autoptr (ReeveProviderAnswer) answer = read_answer (visit, query);
  g_autoptr (ReeveSecret) sealed = NULL;
  g_autoptr (GError) refusal = NULL;

  if (answer == NULL)
    return return_to_page (visit, 0);
  sealed = reeve_invitation_provider_end (visit->call, token, answer, &refusal);
  if (sealed == NULL)
    return fail (visit, g_steal_pointer (&refusal), error);
  reeve_visit_set_cookie (visit, VOUCH_COOKIE, reeve_secret_get_text (sealed), visit->page->path, SECONDS);
  return return_to_page (visit, -1);
}

gboolean
reeve_vouching_go (ReeveVisit *visit, ReeveInvitationView *view, GError **error)
{
  g_autoptr (ReeveForm) query = reeve_form_parse (visit->query, strlen (visit->query), NULL);

  if (query != NULL && reeve_form_get (query, "provider") != NULL && view->provider != NULL)
    return begin (visit, error);
  if (query != NULL && (reeve_form_get (query, "code") != NULL || reeve_form_get (query, "error") != NULL))
    return end (visit, query, error);
  reeve_vouching_forget (visit);
  reeve_visit_go (visit, visit->page->path);
  return TRUE;
}

/* (transfer full) (nullable) */
static ReeveVouch *
open_word (ReeveVisit *visit)
{
  g_autofree char *sealed = reeve_visit_find_cookie (visit, VOUCH_COOKIE);
  g_autoptr (ReeveSecret) token = reeve_secret_new_text (visit->link);

  return sealed != NULL && token != NULL ? reeve_vouch_open (visit->call, token, sealed) : NULL;
}

gboolean
reeve_vouching_is_done (ReeveVisit *visit)
{
  g_autoptr (ReeveVouch) vouch = open_word (visit);

  return vouch != NULL;
}

static void
add_failure (ReeveVisit *visit, ReeveHtml *content)
{
  g_autofree char *cookie = reeve_visit_find_cookie (visit, FAILED_COOKIE);
  guint64 which;

  if (cookie == NULL ||
      !g_ascii_string_to_unsigned (cookie, 10, 0, G_N_ELEMENTS (failures) - 1, &which, NULL))
    return;
  reeve_page_add_text (visit, content, failures[which]);
  forget (visit, FAILED_COOKIE);
}

void
reeve_vouching_add_offer (ReeveVisit *visit, ReeveHtml *content, ReeveInvitationView *view)
{
  g_autofree char *path = g_strconcat (visit->page->path, "?provider=1", NULL);
  g_autofree char *button = NULL;

  add_failure (visit, content);
  if (view->provider == NULL)
    return;
  button =
    reeve_words_fill (visit->words, N_ ("Continue with {provider} ({host})"), "provider", view->provider,
                      "host", view->provider_host != NULL ? view->provider_host : "", NULL);
  reeve_page_add_way (content, path, button);
  if (!view->provider_required)
    reeve_page_add_text (visit, content, N_ ("Or use a password:"));
}

void
reeve_vouching_add_word (ReeveVisit *visit, ReeveHtml *content, ReeveInvitationView *view)
{
  g_autofree char *path = g_strconcat (visit->page->path, "?password=1", NULL);
  g_autofree char *word = reeve_words_fill (
    visit->words, N_ ("{provider} confirms that you are {email}. You need no password here."), "provider",
    view->provider != NULL ? view->provider : "", "email", view->email, NULL);

  reeve_page_add_filled (content, word);
  if (!view->provider_required)
    reeve_page_add_link (visit, content, path, N_ ("Use a password instead"));
}

gboolean
reeve_vouching_accept (ReeveVisit *visit, const char *display_name, GError **error)
{
  g_autofree char *sealed = reeve_visit_find_cookie (visit, VOUCH_COOKIE);
  g_autoptr (ReeveSecret) token = reeve_secret_new_text (visit->link);

  return reeve_invitation_accept_vouched (visit->call, token, display_name, sealed != NULL ? sealed : "",
                                          error);
}
