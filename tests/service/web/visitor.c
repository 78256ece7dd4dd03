/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* See visitor.h. */

#include "config.h"

#include "tests/service/web/visitor.h"

#include <stdarg.h>
#include <string.h>

#include "service/store/outbox.h"
#include "service/web/pages.h"
#include "tests/service/web/api.h"

Visitor *
visitor_new (Fixture *fixture, ReeveWeb *web)
{
  Visitor *self = g_new0 (Visitor, 1);

  self->fixture = fixture;
  self->web = web;
  self->origin = "https://reeve.test";
  self->address = g_strdup ("192.0.2.9");
  self->api = visitor_api_new (fixture->installation, fixture->signer);
  self->cookies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->set = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
visitor_free (Visitor *self)
{
  visitor_api_free (self->api);
  g_hash_table_unref (self->cookies);
  g_ptr_array_unref (self->set);
  g_free (self->address);
  g_free (self->path);
  g_free (self->html);
  g_clear_error (&self->error);
  g_free (self);
}

static char *
gather_cookies (Visitor *self, const char *path)
{
  GString *text = g_string_new (NULL);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->cookies);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const char *name = strchr (key, ' ') + 1;
      g_autofree char *scope = g_strndup (key, (gsize) (name - 1 - (char *) key));
      gboolean fits =
        g_str_equal (scope, path) || (g_str_has_suffix (scope, "/") && g_str_has_prefix (path, scope));
      if (fits)
        g_string_append_printf (text, "%s%s=%s", text->len > 0 ? "; " : "", name, (char *) value);
    }
  return g_string_free_and_steal (text);
}

static void
keep_cookie (Visitor *self, const char *header)
{
  g_auto (GStrv) parts = g_strsplit (header, "; ", -1);
  g_auto (GStrv) pair = g_strsplit (parts[0], "=", 2);
  const char *path = NULL;
  gboolean gone = FALSE;

  for (guint i = 1; parts[i] != NULL; i++)
    {
      if (g_str_has_prefix (parts[i], "Path="))
        path = parts[i] + 5;
      gone = gone || g_str_equal (parts[i], "Max-Age=0");
    }
  g_assert_nonnull (path);
  char *key = g_strdup_printf ("%s %s", path, pair[0]);
  if (gone)
    {
      g_hash_table_remove (self->cookies, key);
      g_free (key);
    }
  else
    g_hash_table_replace (self->cookies, key, g_strdup (pair[1]));
  g_ptr_array_add (self->set, g_strdup (header));
}

static const ReevePage *
find_page (const char *path, const char **token)
{
  *token = NULL;
  for (const ReevePage *page = reeve_pages; page->name != NULL; page++)
    {
      gsize length = strlen (page->path);
      if (!g_str_has_prefix (path, page->path) || strchr ("/?", path[length]) == NULL)
        continue;
      *token = path[length] == '/' ? path + length + 1 : NULL;
      return page;
    }
  g_error ("no page %s", path);
}

static void
take_answer (Visitor *self, ReeveVisit *visit)
{
  self->status = visit->status;
  for (guint i = 0; i < visit->set->len; i++)
    keep_cookie (self, visit->set->pdata[i]);
  self->n_ended = visit->call->ended_sessions->len;
  g_clear_pointer (&self->html, g_free);
  if (visit->reply != NULL)
    {
      gsize length;
      const char *data = g_bytes_get_data (visit->reply, &length);
      self->html = g_strndup (data, length);
      g_assert_true (g_utf8_validate (self->html, -1, NULL));
      g_assert_null (strstr (self->html, "{{"));
    }
}

static void
ask (Visitor *self, const char *path, GBytes *body)
{
  const char *token;
  const ReevePage *page = find_page (path, &token);
  g_autofree char *clean =
    token != NULL ? g_strndup (path, (gsize) (token - path - 1)) : g_strndup (path, strcspn (path, "?"));
  g_autofree char *cookies = gather_cookies (self, clean);
  g_autoptr (ReeveCall) call = reeve_call_new (self->fixture->installation, self->fixture->signer);
  g_autoptr (ReeveVisit) visit = reeve_visit_new (self->web, page, call, self->accept_language);
  g_autofree char *next = NULL;

  call->audit_action = page->audit_action;
  call->source.address = self->address;
  call->now = reeve_clock_now ();
  call->deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  visit->origin = self->origin;
  visit->token = token;
  visit->query = strchr (path, '?') != NULL ? strchr (path, '?') + 1 : NULL;
  visit->cookies = cookies;
  visit->asked_from = self->asked_from;
  visit->fetch_site = self->fetch_site;
  visit->content_type = body != NULL ? "application/x-www-form-urlencoded" : NULL;
  visit->body = body;
  visit->submitted = body != NULL;
  visit->ask = visitor_api_ask;
  visit->ask_data = self->api;
  g_clear_error (&self->error);
  g_set_str (&self->path, path);
  if (!reeve_visit_run (visit, &self->error))
    return;
  take_answer (self, visit);
  if (visit->status == 303 && !self->stays)
    {
      next = g_strdup (visit->location);
      ask (self, next, NULL);
    }
}

void
visitor_open (Visitor *self, const char *path)
{
  ask (self, path, NULL);
}

static char *
find_form_token (Visitor *self)
{
  const char *at = strstr (self->html, "name=\"form\" value=\"");

  g_assert_nonnull (at);
  at += strlen ("name=\"form\" value=\"");
  return g_strndup (at, strcspn (at, "\""));
}

void
visitor_submit (Visitor *self, ...)
{
  GString *body = g_string_new ("form=");
  g_autofree char *token = self->form_token != NULL ? g_strdup (self->form_token) : find_form_token (self);
  g_autofree char *path = g_strndup (self->path, strcspn (self->path, "?"));
  va_list arguments;

  g_string_append (body, token);
  va_start (arguments, self);
  for (const char *name = va_arg (arguments, const char *); name != NULL;
       name = va_arg (arguments, const char *))
    {
      g_autofree char *value = g_uri_escape_string (va_arg (arguments, const char *), NULL, FALSE);
      g_string_append_printf (body, "&%s=%s", name, value);
    }
  va_end (arguments);
  g_autoptr (GBytes) bytes = g_string_free_to_bytes (body);
  ask (self, path, bytes);
}

void
visitor_assert (Visitor *self, guint status, const char *path, const char *text)
{
  g_assert_no_error (self->error);
  g_assert_cmpstr (self->path, ==, path);
  if (self->status != status || strstr (self->html, text) == NULL)
    g_error ("%u instead of %u, or not \"%s\": %s", self->status, status, text, self->html);
}

void
visitor_assert_refused (Visitor *self, ReeveErrorCode code, const char *reason)
{
  g_assert_error (self->error, REEVE_ERROR, (int) code);
  g_assert_cmpstr (reeve_error_get_reason (self->error), ==, reason);
}

void
expect_done (Answer *answer)
{
  g_autoptr (Answer) taken = answer;

  assert_done (taken);
}

void
expect_refused (Answer *answer, ReeveErrorCode code, const char *reason)
{
  g_autoptr (Answer) taken = answer;

  assert_refused (taken, code, reason);
}

GPtrArray *
take_mails (Fixture *fixture, const char *workspace)
{
  ReeveDb *db = workspace != NULL ? reeve_installation_get_workspace (fixture->installation, workspace)
                                  : reeve_installation_get_directory (fixture->installation);
  gint64 now = reeve_clock_now ();
  GPtrArray *mails = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveTx) tx =
    reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + 60 * G_USEC_PER_SEC, &error);
  ReeveMail *mail = NULL;

  g_assert_no_error (error);
  while (reeve_outbox_claim (tx, now, now + 100 * REEVE_DAY, &mail, &error) && mail != NULL)
    g_ptr_array_add (mails, mail);
  g_assert_no_error (error);
  g_assert_true (reeve_tx_commit (tx, &error));
  return mails;
}

char *
get_link_path (ReeveMail *mail)
{
  const char *path = mail->link != NULL ? strstr (mail->link, "/p/") : NULL;

  g_assert_nonnull (path);
  return g_strdup (path);
}

void
set_up_bo (BoWorld *world, gconstpointer data)
{
  world->fixture = fixture_new ();
  world->admin = device_set_up (world->fixture);
  world->bo = device_add_colleague (world->admin, BO, "Bo", "member");
  world->web = reeve_web_new (world->fixture->installation, world->fixture->signer);
  world->visitor = visitor_new (world->fixture, world->web);
}

void
tear_down_bo (BoWorld *world, gconstpointer data)
{
  visitor_free (world->visitor);
  reeve_web_free (world->web);
  device_free (world->bo);
  device_free (world->admin);
  fixture_free (world->fixture);
}
