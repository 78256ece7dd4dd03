/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The order of the steps is that of the file's end. */

#include "config.h"

#include "service/web/visit.h"

#include <openssl/crypto.h>
#include <string.h>

#include "common/encoding.h"

#define LINK_COOKIE  "reeve-link"
#define FORM_COOKIE  "reeve-form"
#define LINK_SECONDS 1800
#define MOST_TOKEN   256
#define MOST_COOKIE  2048
#define MAC_BYTES    32

static void
problem_free (gpointer data)
{
  ReeveVisitProblem *self = data;

  g_free (self->field);
  g_free (self->text);
  g_free (self);
}

ReeveVisit *
reeve_visit_new (ReeveWeb *web, const ReevePage *page, ReeveCall *call, const char *accept_language)
{
  ReeveVisit *self = g_new0 (ReeveVisit, 1);

  self->web = web;
  self->page = page;
  self->call = call;
  self->words = reeve_languages_choose (reeve_languages_get (), accept_language);
  self->problems = g_ptr_array_new_with_free_func (problem_free);
  self->set = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
reeve_visit_free (ReeveVisit *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->form, reeve_form_free);
  g_clear_pointer (&self->reply, g_bytes_unref);
  g_ptr_array_unref (self->problems);
  g_ptr_array_unref (self->set);
  g_free (self->link);
  g_free (self->form_cookie);
  g_free (self->location);
  g_free (self->reply_file);
  g_free (self);
}

const char *
reeve_visit_say (ReeveVisit *self, const char *text)
{
  return reeve_words_get (self->words, text);
}

void
reeve_visit_go (ReeveVisit *self, const char *path)
{
  self->status = 303;
  g_set_str (&self->location, path);
}

void
reeve_visit_take_problem (ReeveVisit *self, const char *field, char *translated)
{
  ReeveVisitProblem *problem = g_new0 (ReeveVisitProblem, 1);

  problem->field = g_strdup (field);
  problem->text = translated;
  g_ptr_array_add (self->problems, problem);
}

void
reeve_visit_add_problem (ReeveVisit *self, const char *field, const char *text)
{
  reeve_visit_take_problem (self, field, g_strdup (reeve_visit_say (self, text)));
}

static void
set_cookie (ReeveVisit *self,
            const char *name,
            const char *value,
            const char *path,
            int seconds,
            const char *same_site)
{
  GString *text = g_string_new (NULL);

  g_string_printf (text, "%s=%s; Path=%s; HttpOnly; SameSite=%s", name, value, path, same_site);
  if (seconds != 0)
    g_string_append_printf (text, "; Max-Age=%d", MAX (seconds, 0));
  if (g_str_has_prefix (self->origin, "https:"))
    g_string_append (text, "; Secure");
  g_ptr_array_add (self->set, g_string_free_and_steal (text));
}

void
reeve_visit_set_cookie (ReeveVisit *self, const char *name, const char *value, const char *path, int seconds)
{
  set_cookie (self, name, value, path, seconds, "Lax");
}

void
reeve_visit_set_strict_cookie (ReeveVisit *self,
                               const char *name,
                               const char *value,
                               const char *path,
                               int seconds)
{
  set_cookie (self, name, value, path, seconds, "Strict");
}

/* Base64url, and the dot behind a workspace's id: what a link of ours consists of. */
static gboolean
is_token (const char *text, gsize most)
{
  gsize length = strlen (text);

  return length > 0 && length <= most &&
         strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.") == length;
}

/* The first of that name, if it looks like one of ours. (transfer full) (nullable) */
char *
reeve_visit_find_cookie (ReeveVisit *self, const char *name)
{
  g_auto (GStrv) cookies = g_strsplit (self->cookies != NULL ? self->cookies : "", ";", 64);

  for (guint i = 0; cookies[i] != NULL; i++)
    {
      const char *cookie = g_strstrip (cookies[i]);
      const char *equals = strchr (cookie, '=');
      if (equals == NULL || strlen (name) != (gsize) (equals - cookie) ||
          strncmp (cookie, name, strlen (name)) != 0)
        continue;
      return is_token (equals + 1, MOST_COOKIE) ? g_strdup (equals + 1) : NULL;
    }
  return NULL;
}

void
reeve_visit_forget_link (ReeveVisit *self)
{
  reeve_visit_set_cookie (self, LINK_COOKIE, "", self->page->path, -1);
}

void
reeve_visit_set_link (ReeveVisit *self, const char *token)
{
  g_return_if_fail (is_token (token, MOST_TOKEN));
  g_set_str (&self->link, token);
  reeve_visit_set_cookie (self, LINK_COOKIE, token, self->page->path, LINK_SECONDS);
}

/* A token that cannot be one leads to the same page as one that is not, or no longer, good. */
static void
exchange_token (ReeveVisit *self)
{
  if (is_token (self->token, MOST_TOKEN))
    reeve_visit_set_cookie (self, LINK_COOKIE, self->token, self->page->path, LINK_SECONDS);
  else
    reeve_visit_forget_link (self);
  reeve_visit_go (self, self->page->path);
}

char *
reeve_visit_make_form_token (ReeveVisit *self)
{
  g_autofree char *text = NULL;
  gsize key_length;
  gconstpointer key = reeve_secret_get_data (self->web->form_key, &key_length);
  guint8 mac[MAC_BYTES];

  if (self->form_cookie == NULL)
    {
      g_autoptr (ReeveSecret) fresh = reeve_opaque_token_new ();
      self->form_cookie = g_strdup (reeve_secret_get_text (fresh));
      reeve_visit_set_cookie (self, FORM_COOKIE, self->form_cookie, "/p/", 0);
    }
  text = g_strconcat (self->form_cookie, " ", self->page->path, NULL);
  reeve_hmac_sha256 (key, key_length, text, strlen (text), mac);
  return reeve_base64url_encode (mac, sizeof mac);
}

static gboolean
refuse_form (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_DENIED, "form_token",
                   "the form was not sent by a page of this service");
  return FALSE;
}

static gboolean
comes_from_us (ReeveVisit *self)
{
  const char *site = self->fetch_site;
  const char *origin = self->asked_from;

  if (site != NULL && !g_str_equal (site, "same-origin") && !g_str_equal (site, "none"))
    return FALSE;
  return origin == NULL || g_str_equal (origin, "null") || g_str_equal (origin, self->origin);
}

static gboolean
is_form (const char *type)
{
  g_autofree char *essence = type != NULL ? g_strndup (type, strcspn (type, ";")) : NULL;

  return essence != NULL &&
         g_ascii_strcasecmp (g_strstrip (essence), "application/x-www-form-urlencoded") == 0;
}

static gboolean
read_form (ReeveVisit *self, GError **error)
{
  gsize length = 0;
  const char *data = self->body != NULL ? g_bytes_get_data (self->body, &length) : NULL;

  if (!comes_from_us (self))
    return refuse_form (error);
  if (!is_form (self->content_type))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "content_type", "this takes a form");
      return FALSE;
    }
  self->form = reeve_form_parse (data, length, error);
  if (self->form == NULL)
    return FALSE;
  const char *given = reeve_form_get (self->form, "form");
  g_autofree char *expected = self->form_cookie != NULL ? reeve_visit_make_form_token (self) : NULL;
  if (given == NULL || expected == NULL || strlen (given) != strlen (expected) ||
      CRYPTO_memcmp (given, expected, strlen (expected)) != 0)
    return refuse_form (error);
  return TRUE;
}

gboolean
reeve_visit_run (ReeveVisit *self, GError **error)
{
  self->form_cookie = reeve_visit_find_cookie (self, FORM_COOKIE);
  if ((self->page->flags & REEVE_PAGE_TAKES_LINK) != 0)
    self->link = reeve_visit_find_cookie (self, LINK_COOKIE);
  self->status = 200;
  if (self->token != NULL)
    {
      exchange_token (self);
      return TRUE;
    }
  if (!self->submitted)
    return self->page->show (self, error);
  return read_form (self, error) && self->page->submit (self, error);
}
