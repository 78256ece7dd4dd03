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
#define OWN_COOKIE       "reeve-visit"
#define CHALLENGE_COOKIE "reeve-challenge"
#define PATH             "/p/"
#define DEVICE_SECONDS   (400 * 24 * 3600)
#define OVER             "over"

/* A page that signs in, and what for. */
typedef struct
{
  const char *name;
  const char *next;
  const char *text;
  gboolean own;           /* the session is the next page's own */
  const char *factorless; /* (nullable): where who has no second factor is led instead */
} Door;

static const Door doors[] = {
  { "sign-in", "/p/sessions", N_ ("Here you see on which devices you are signed in, and sign them out."),
    FALSE, NULL },
  { "instruct-sign-in", "/p/instruct",
    N_ ("Sign in to see the case and to say what is to be done. You need your password and a code of your "
        "second "
        "factor. If you sign in through a provider, go to the page Breach Desk of the console instead."),
    TRUE, "/p/instruct-factor" },
  { "colleague-sign-in", "/p/colleague",
    N_ ("Sign in to report a breach of a colleague's account. If you sign in through a provider, tell an "
        "administrator of your workspace instead."),
    TRUE, NULL },
};

static const Door *
get_door (ReeveVisit *visit)
{
  for (guint i = 0; i < G_N_ELEMENTS (doors); i++)
    if (g_str_equal (doors[i].name, visit->page->name))
      return &doors[i];
  g_return_val_if_reached (&doors[0]);
}

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
find_caller (ReeveVisit *visit,
             ReeveTx *directory,
             const char *cookie,
             gint64 life,
             gboolean any_stage,
             gboolean *found,
             GError **error)
{
  g_autofree char *thumbprint = get_thumbprint (visit);
  g_autofree char *session = reeve_visit_find_cookie (visit, cookie);
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
      check.ends - REEVE_SESSION_LIFE + life <= now)
    return TRUE;
  g_clear_pointer (&visit->call->proved, reeve_caller_free);
  visit->call->proved =
    reeve_caller_new (check.account, check.account_name, session, check.thumbprint, check.stage);
  visit->call->proved->factor_proved = reeve_session_check_has_proof (&check);
  *found = TRUE;
  return TRUE;
}

gboolean
reeve_visit_find_caller (ReeveVisit *visit, ReeveTx *directory, gboolean *found, GError **error)
{
  return find_caller (visit, directory, SESSION_COOKIE, REEVE_WEB_SESSION_LIFE, FALSE, found, error);
}

gboolean
reeve_visit_find_any_caller (ReeveVisit *visit, ReeveTx *directory, gboolean *found, GError **error)
{
  return find_caller (visit, directory, SESSION_COOKIE, REEVE_WEB_SESSION_LIFE, TRUE, found, error);
}

void
reeve_visit_sign_out (ReeveVisit *visit)
{
  reeve_visit_set_cookie (visit, SESSION_COOKIE, "", PATH, -1);
}

static ReeveTx *
begin (ReeveCall *call, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (reeve_installation_get_directory (call->installation), mode, call->deadline, error);
}

gboolean
reeve_visit_find_own_caller (ReeveVisit *visit, gboolean *found, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (visit->call, REEVE_TX_READ, error);

  return tx != NULL && find_caller (visit, tx, OWN_COOKIE, REEVE_PAGE_SESSION_LIFE, FALSE, found, error);
}

gboolean
reeve_visit_leave (ReeveVisit *visit, GError **error)
{
  ReeveCall *call = visit->call;
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_WRITE, error);

  reeve_visit_set_strict_cookie (visit, OWN_COOKIE, "", visit->page->path, -1);
  reeve_call_session_ended (call, call->proved->session);
  return tx != NULL && reeve_sessions_end (tx, call->proved->session, call->now, error) &&
         reeve_call_audit_fact (call, tx, "session.end", "session", call->proved->session, NULL, NULL,
                                error) &&
         reeve_tx_commit (tx, error);
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

  if (visit->form == NULL && g_strcmp0 (visit->query, OVER) == 0)
    reeve_page_add_text (visit, content,
                         N_ ("You are signed out: ten minutes are over, or you were done here. What you sent "
                             "just now was not taken."));
  reeve_page_add_text (visit, content, get_door (visit)->text);
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
  reeve_visit_set_cookie (visit, CHALLENGE_COOKIE, reeve_secret_get_text (challenge), visit->page->path,
                          (int) (REEVE_CHALLENGE_LIFE / G_USEC_PER_SEC));
  reeve_visit_go (visit, visit->page->path);
}

static void
keep_session (ReeveVisit *visit, const Door *door)
{
  const char *session = visit->call->proved->session;

  if (door != NULL)
    reeve_visit_set_strict_cookie (visit, OWN_COOKIE, session, door->next,
                                   (int) (REEVE_PAGE_SESSION_LIFE / G_USEC_PER_SEC));
  else
    reeve_visit_set_cookie (visit, SESSION_COOKIE, session, PATH,
                            (int) (REEVE_WEB_SESSION_LIFE / G_USEC_PER_SEC));
}

static gboolean
go_on (ReeveVisit *visit, gboolean with_code)
{
  ReeveTokens *tokens = REEVE_TOKENS (visit->call->reply);
  const Door *door = get_door (visit);
  gboolean complete = g_str_equal (tokens->stage, "complete");

  if (g_str_equal (tokens->stage, "code"))
    {
      keep_challenge (visit, tokens->challenge);
      return TRUE;
    }
  gboolean in = complete && (with_code || door->factorless == NULL);
  reeve_visit_set_cookie (visit, CHALLENGE_COOKIE, "", visit->page->path, -1);
  /* a session that may do nothing but enrol is refused by every other page */
  keep_session (visit, in && door->own ? door : NULL);
  reeve_visit_go (visit, in ? door->next : door->factorless != NULL ? door->factorless : "/p/second-factor");
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
      reeve_visit_set_cookie (visit, CHALLENGE_COOKIE, "", visit->page->path, -1);
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
    return go_on (visit, with_code);
  if (show_again (visit, with_code, refusal))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}
