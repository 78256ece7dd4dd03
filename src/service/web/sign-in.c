/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The API's own handlers judge password and code (api/sign-in.c): the same counting, the same answers. */

#include "config.h"

#include "service/web/sign-in.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/encoding.h"
#include "common/sign-in.h"
#include "service/api/sessions.h"
#include "service/api/sign-in.h"
#include "service/store/sessions.h"
#include "service/web/page.h"

#define DEVICE_COOKIE    "reeve-device"
#define SESSION_COOKIE   "reeve-session"
#define CHALLENGE_COOKIE "reeve-challenge"
#define PATH             "/p/"
#define CHALLENGE_PATH   "/p/sign-in"
#define DEVICE_SECONDS   (400 * 24 * 3600)

/* What a device key's thumbprint is to a console. (transfer full) (nullable) */
static char *
get_thumbprint (ReeveVisit *visit)
{
  g_autofree char *secret = reeve_visit_find_cookie (visit, DEVICE_COOKIE);
  guint8 digest[32];

  if (secret == NULL || strlen (secret) < 43)
    return NULL;
  reeve_sha256 (secret, strlen (secret), digest);
  return reeve_base64url_encode (digest, sizeof digest);
}

static gboolean
find_caller (ReeveVisit *visit, ReeveTx *directory, gboolean any_stage, gboolean *found, GError **error)
{
  g_autofree char *thumbprint = get_thumbprint (visit);
  g_autofree char *session = reeve_visit_find_cookie (visit, SESSION_COOKIE);
  g_auto (ReeveSessionCheck) check = { 0 };
  g_autoptr (GError) refusal = NULL;
  gint64 now = visit->call->now;

  *found = FALSE;
  if (thumbprint == NULL || session == NULL)
    return TRUE;
  if (!reeve_sessions_check (directory, session, NULL, now, &check, &refusal))
    {
      if (g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT) ||
          g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_LOCKED))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  if (!g_str_equal (check.thumbprint, thumbprint) || (!any_stage && !g_str_equal (check.stage, "complete")) ||
      check.ends - REEVE_SESSION_LIFE + REEVE_WEB_SESSION_LIFE <= now)
    return TRUE;
  g_clear_pointer (&visit->call->proved, reeve_caller_free);
  visit->call->proved =
    reeve_caller_new (check.account, check.account_name, session, check.thumbprint, check.stage);
  *found = TRUE;
  return TRUE;
}

gboolean
reeve_visit_find_caller (ReeveVisit *visit, ReeveTx *directory, gboolean *found, GError **error)
{
  return find_caller (visit, directory, FALSE, found, error);
}

gboolean
reeve_visit_find_any_caller (ReeveVisit *visit, ReeveTx *directory, gboolean *found, GError **error)
{
  return find_caller (visit, directory, TRUE, found, error);
}

void
reeve_visit_sign_out (ReeveVisit *visit)
{
  reeve_visit_set_cookie (visit, SESSION_COOKIE, "", PATH, -1);
}

static gboolean
show_code (ReeveVisit *visit)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();
  g_autoptr (ReeveHtml) fields = reeve_html_new ();
  ReevePageField field = {
    .name = "code",
    .label = N_ ("Code"),
    .type = "text",
    .autocomplete = "one-time-code",
    .hint =
      reeve_visit_say (visit, N_ ("The six digits that your authenticator app shows, or a recovery code.")),
    .max_length = 64,
  };

  reeve_page_add_field (visit, fields, &field);
  reeve_page_add_form (visit, content, fields, N_ ("Sign in"));
  reeve_page_show (visit, N_ ("Enter a code"), content);
  return TRUE;
}

static gboolean
show_password (ReeveVisit *visit)
{
  g_autoptr (ReeveHtml) content = reeve_html_new ();
  g_autoptr (ReeveHtml) fields = reeve_html_new ();
  ReevePageField email = { .name = "email",
                           .label = N_ ("E-mail address"),
                           .type = "email",
                           .autocomplete = "username",
                           .value = visit->form != NULL ? reeve_form_get (visit->form, "email") : NULL,
                           .max_length = 254 };
  ReevePageField password = { .name = "password",
                              .label = N_ ("Password"),
                              .type = "password",
                              .autocomplete = "current-password",
                              .max_length = 1024 };

  reeve_page_add_text (visit, content,
                       N_ ("Here you see on which devices you are signed in, and sign them out."));
  reeve_page_add_field (visit, fields, &email);
  reeve_page_add_field (visit, fields, &password);
  reeve_page_add_form (visit, content, fields, N_ ("Sign in"));
  reeve_page_add_link (visit, content, "/p/forgot", N_ ("Forgot your password?"));
  reeve_page_add_link (visit, content, "/p/report", N_ ("Is somebody else using your account?"));
  reeve_page_show (visit, N_ ("Sign in"), content);
  return TRUE;
}

gboolean
sign_in_show (ReeveVisit *visit, GError **error)
{
  g_autofree char *challenge = reeve_visit_find_cookie (visit, CHALLENGE_COOKIE);

  return challenge != NULL ? show_code (visit) : show_password (visit);
}

static void
keep_challenge (ReeveVisit *visit, ReeveSecret *challenge)
{
  reeve_visit_set_cookie (visit, CHALLENGE_COOKIE, reeve_secret_get_text (challenge), CHALLENGE_PATH,
                          (int) (REEVE_CHALLENGE_LIFE / G_USEC_PER_SEC));
  reeve_visit_go (visit, "/p/sign-in");
}

static gboolean
go_on (ReeveVisit *visit)
{
  ReeveTokens *tokens = REEVE_TOKENS (visit->call->reply);

  if (g_str_equal (tokens->stage, "code"))
    {
      keep_challenge (visit, tokens->challenge);
      return TRUE;
    }
  reeve_visit_set_cookie (visit, CHALLENGE_COOKIE, "", CHALLENGE_PATH, -1);
  reeve_visit_set_cookie (visit, SESSION_COOKIE, visit->call->proved->session, PATH,
                          (int) (REEVE_WEB_SESSION_LIFE / G_USEC_PER_SEC));
  /* a session that may do nothing but enrol is refused by every other page */
  reeve_visit_go (visit, g_str_equal (tokens->stage, "complete") ? "/p/sessions" : "/p/second-factor");
  return TRUE;
}

static gboolean
try_password (ReeveVisit *visit, GError **error)
{
  g_autoptr (ReeveSignIn) body = reeve_sign_in_new ();
  ReeveSecret *password = reeve_form_get_secret (visit->form, "password");

  body->email = g_strstrip (g_strdup (reeve_form_get (visit->form, "email")));
  body->password = password != NULL ? reeve_secret_ref (password) : NULL;
  body->device = g_strdup (reeve_visit_say (visit, N_ ("Web browser")));
  if (!reeve_record_validate (body, error))
    return FALSE;
  visit->call->body = REEVE_RECORD (body);
  gboolean good = sign_in_password (visit->call, error);
  visit->call->body = NULL;
  return good;
}

static gboolean
try_code (ReeveVisit *visit, ReeveSecret *challenge, GError **error)
{
  g_autoptr (ReeveSignInCode) body = reeve_sign_in_code_new ();
  ReeveSecret *code = reeve_form_get_secret (visit->form, "code");

  body->challenge = reeve_secret_ref (challenge);
  body->code = code != NULL ? reeve_secret_ref (code) : NULL;
  if (!reeve_record_validate (body, error))
    return FALSE;
  visit->call->body = REEVE_RECORD (body);
  gboolean good = sign_in_code (visit->call, error);
  visit->call->body = NULL;
  return good;
}

/* TRUE if the form is shown once more. */
static gboolean
show_again (ReeveVisit *visit, gboolean with_code, const GError *refusal)
{
  gboolean over = with_code && g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT);

  if (over)
    {
      reeve_visit_set_cookie (visit, CHALLENGE_COOKIE, "", CHALLENGE_PATH, -1);
      reeve_visit_add_problem (visit, "email",
                               N_ ("That took too long, or too many tries. Please begin again."));
      return show_password (visit);
    }
  if (!g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT) &&
      !g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_SECOND_FACTOR) &&
      !g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_INVALID))
    return FALSE;
  if (with_code)
    {
      reeve_visit_add_problem (visit, "code",
                               N_ ("This code is not right. Each one works once: wait for the next."));
      return show_code (visit);
    }
  reeve_visit_add_problem (visit, "password", N_ ("Address or password is wrong."));
  return show_password (visit);
}

gboolean
sign_in_submit (ReeveVisit *visit, GError **error)
{
  g_autofree char *device = reeve_visit_find_cookie (visit, DEVICE_COOKIE);
  g_autofree char *known = get_thumbprint (visit);
  g_autofree char *challenge_text = reeve_visit_find_cookie (visit, CHALLENGE_COOKIE);
  g_autoptr (ReeveSecret) challenge = reeve_secret_new_text (challenge_text);
  g_autoptr (GError) refusal = NULL;
  gboolean with_code = challenge != NULL && reeve_form_get (visit->form, "code") != NULL;

  if (known == NULL)
    {
      g_autoptr (ReeveSecret) fresh = reeve_opaque_token_new ();
      reeve_visit_set_cookie (visit, DEVICE_COOKIE, reeve_secret_get_text (fresh), PATH, DEVICE_SECONDS);
      guint8 digest[32];
      reeve_sha256 (reeve_secret_get_text (fresh), reeve_secret_get_length (fresh), digest);
      known = reeve_base64url_encode (digest, sizeof digest);
    }
  visit->call->source.thumbprint = known;
  gboolean good = with_code ? try_code (visit, challenge, &refusal) : try_password (visit, &refusal);
  visit->call->source.thumbprint = NULL;
  if (good)
    return go_on (visit);
  if (show_again (visit, with_code, refusal))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}
