/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One place turns errors into answers, so that none of them can say more than it should. */

#include "config.h"

#include "service/http/problem.h"

#include "common/clock.h"
#include "common/problem.h"
#include "service/web/refusal.h"

static const char *
get_challenge (const GError *error)
{
  const char *reason = reeve_error_get_reason (error);

  if (g_strcmp0 (reason, "use_nonce") == 0)
    return "DPoP error=\"use_dpop_nonce\", algs=\"ES256\"";
  if (g_strcmp0 (reason, "proof") == 0)
    return "DPoP error=\"invalid_dpop_proof\", algs=\"ES256\"";
  if (g_strcmp0 (reason, "token") == 0 || g_strcmp0 (reason, "token_expired") == 0)
    return "DPoP error=\"invalid_token\", algs=\"ES256\"";
  return "DPoP algs=\"ES256\"";
}

void
reeve_problem_answer (ReeveExchange *exchange, GError *error)
{
  ReeveErrorCode code = reeve_error_get_code (error);
  const char *reason = reeve_error_get_reason (error);
  g_autoptr (GError) foreign = NULL;

  if (code == REEVE_ERROR_INTERNAL)
    {
      g_autofree char *incident = reeve_id_new ();
      if (error->domain != REEVE_ERROR)
        error = foreign = reeve_error_new (REEVE_ERROR_INTERNAL, NULL, "%s", error->message);
      reeve_error_set_incident (error, incident);
      g_warning ("incident=%s route=\"%s %s\" %s", incident, exchange->known_method ? exchange->method : "-",
                 exchange->match.route != NULL ? exchange->match.route->path : "-", error->message);
    }
  exchange->outcome = g_intern_string (reason != NULL ? reason : reeve_error_code_to_wire (code));
  exchange->retry_after_ms = reeve_error_get_retry_after_ms (error);
  if (code == REEVE_ERROR_SIGNED_OUT)
    exchange->challenge = get_challenge (error);
  if (exchange->web != NULL)
    {
      const ReeveWords *words = reeve_languages_choose (reeve_languages_get (), exchange->accept_language);
      exchange->language = reeve_words_get_language (words);
      reeve_exchange_answer (exchange, reeve_error_code_to_status (code), REEVE_HTML_TYPE,
                             reeve_refusal_render (words, error));
      return;
    }
  GString *json = g_string_new (NULL);
  reeve_problem_append (error, json);
  reeve_exchange_answer (exchange, reeve_error_code_to_status (code), "application/problem+json",
                         g_string_free_to_bytes (json));
}
