/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Only tests link both programs: what is proved here is proved against the service itself. */

#include "config.h"

#include "served.h"

#include <glib/gstdio.h>

#include "common/clock.h"
#include "common/encoding.h"
#include "common/totp.h"
#include "service/service.h"

/* 2026-11-22 12:00 UTC */
#define BEGIN_AT (G_GINT64_CONSTANT (1795348800) * G_USEC_PER_SEC)

typedef struct
{
  gboolean done;
  gpointer value;
  GError *error;
} Answer;

static gpointer
take_answer (Answer *answer, GError **error)
{
  served_run_until (&answer->done, 30);
  if (answer->error != NULL)
    g_propagate_error (error, answer->error);
  return answer->value;
}

static gboolean
on_over_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
served_run_until (gboolean *done, guint seconds)
{
  gboolean over = FALSE;
  guint id = g_timeout_add_seconds (seconds, on_over_cb, &over);

  while (!*done && !over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (*done);
  if (!over)
    g_source_remove (id);
}

void
served_run_while_not (gboolean (*check) (gpointer data), gpointer data, guint seconds)
{
  gboolean over = FALSE;
  guint id = g_timeout_add_seconds (seconds, on_over_cb, &over);

  while (!over && !check (data))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (check (data));
  if (!over)
    g_source_remove (id);
}

void
served_run_for (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, on_over_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

void
served_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        served_remove_folder (child);
      else
        g_remove (child);
    }
  g_rmdir (path);
}

Served *
served_new (void)
{
  Served *self = g_new0 (Served, 1);

  reeve_clock_set_for_tests (BEGIN_AT);
  self->folder = g_dir_make_tmp ("reeve-served-XXXXXX", NULL);
  self->origin = g_strconcat ("unix:", self->folder, "/run/socket", NULL);
  self->root_key = reeve_secret_new_random (32);
  served_start (self);
  return self;
}

void
served_start (Served *self)
{
  g_autoptr (ReeveConfig) config = reeve_config_new ();
  g_autoptr (GError) error = NULL;

  g_free (config->data_folder);
  config->data_folder = g_build_filename (self->folder, "data", NULL);
  config->socket_path = g_strdup (self->origin + strlen ("unix:"));
  self->service = reeve_service_start (config, self->root_key, &error);
  g_assert_no_error (error);
}

void
served_stop (Served *self)
{
  reeve_service_stop (g_steal_pointer (&self->service));
}

void
served_free (Served *self)
{
  served_stop (self);
  served_remove_folder (self->folder);
  g_clear_pointer (&self->root_key, reeve_secret_unref);
  g_clear_pointer (&self->totp, reeve_secret_unref);
  g_free (self->workspace);
  g_free (self->folder);
  g_free (self->origin);
  g_free (self);
  reeve_clock_set_for_tests (0);
}

ReeveClient *
served_make_client (Served *self)
{
  g_autoptr (ReeveKey) key = reeve_key_generate (REEVE_JWS_ES256);

  return reeve_client_new (self->origin, key, NULL);
}

ReeveSecret *
served_next_code (Served *self)
{
  char code[7];

  reeve_clock_advance_for_tests (REEVE_TOTP_STEP_SECONDS * G_USEC_PER_SEC);
  reeve_totp_code (self->totp, reeve_totp_step (reeve_clock_now ()), code);
  return reeve_secret_new_text (code);
}

static void
enrol (Served *self, ReeveClient *client)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveEnrolment) enrolment =
    served_post (client, "/v1/me/second-factor", NULL, reeve_enrolment_get_type (), &error);
  g_autoptr (ReeveEnrolmentCode) code = reeve_enrolment_code_new ();
  g_autoptr (ReeveEnrolled) enrolled = NULL;
  g_autofree guint8 *key = NULL;
  gsize length;

  g_assert_no_error (error);
  key = reeve_base32_decode (reeve_secret_get_text (enrolment->key), &length);
  g_assert_nonnull (key);
  self->totp = reeve_secret_new (key, length);
  code->code = served_next_code (self);
  enrolled = served_post (client, "/v1/me/second-factor/confirm", code, reeve_enrolled_get_type (), &error);
  g_assert_no_error (error);
  g_assert_nonnull (enrolled->tokens);
  reeve_client_set_tokens (client, REEVE_TOKENS (enrolled->tokens));
}

void
served_set_up (Served *self, ReeveClient *client)
{
  g_autoptr (ReeveSetup) setup = reeve_setup_new ();
  g_autoptr (ReeveTokens) tokens = NULL;
  g_autoptr (ReeveIdentity) identity = NULL;
  g_autoptr (GError) error = NULL;

  setup->workspace_name = g_strdup ("Northlab");
  setup->email = g_strdup (SERVED_EMAIL);
  setup->display_name = g_strdup ("Ada Byron");
  setup->password = reeve_secret_new_text (SERVED_PASSWORD);
  tokens = served_post (client, "/v1/setup", setup, reeve_tokens_get_type (), &error);
  g_assert_no_error (error);
  reeve_client_set_tokens (client, tokens);
  enrol (self, client);
  identity = served_load (client, reeve_identity_get_type (), "/v1/me", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (identity->workspaces->len, ==, 1);
  self->workspace = g_strdup (REEVE_WORKSPACE (identity->workspaces->pdata[0])->id);
}

ReeveTokens *
served_get_tokens (Served *self, ReeveClient *client)
{
  g_autoptr (ReeveSignIn) body = reeve_sign_in_new ();
  g_autoptr (ReeveSignInCode) code = reeve_sign_in_code_new ();
  g_autoptr (ReeveTokens) first = NULL;
  ReeveTokens *tokens;
  g_autoptr (GError) error = NULL;

  body->email = g_strdup (SERVED_EMAIL);
  body->password = reeve_secret_new_text (SERVED_PASSWORD);
  first = served_post (client, "/v1/sign-in", body, reeve_tokens_get_type (), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first->stage, ==, "code");
  code->challenge = reeve_secret_ref (first->challenge);
  code->code = served_next_code (self);
  tokens = served_post (client, "/v1/sign-in/code", code, reeve_tokens_get_type (), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (tokens->stage, ==, "complete");
  return tokens;
}

void
served_sign_in (Served *self, ReeveClient *client)
{
  g_autoptr (ReeveTokens) tokens = served_get_tokens (self, client);

  reeve_client_set_tokens (client, tokens);
}

char *
served_path (Served *self, const char *below)
{
  return g_strconcat ("/v1/workspaces/", self->workspace, "/", below, NULL);
}

static void
on_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->value = reeve_client_load_finish (REEVE_CLIENT (source), result, &answer->error);
  answer->done = TRUE;
}

gpointer
served_load (ReeveClient *client, GType type, const char *path, GCancellable *cancellable, GError **error)
{
  Answer answer = { 0 };

  reeve_client_load_async (client, type, path, cancellable, on_loaded_cb, &answer);
  return take_answer (&answer, error);
}

static void
on_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->value = reeve_client_list_finish (REEVE_CLIENT (source), result, &answer->error);
  answer->done = TRUE;
}

ReeveListing *
served_list (ReeveClient *client, GType type, const char *path, ReeveQuery *query, GError **error)
{
  Answer answer = { 0 };

  reeve_client_list_async (client, type, path, query, NULL, on_listed_cb, &answer);
  return take_answer (&answer, error);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->value = reeve_client_save_finish (REEVE_CLIENT (source), result, &answer->error);
  answer->done = TRUE;
}

gpointer
served_save (ReeveClient *client, const char *path, gpointer before, gpointer after, GError **error)
{
  Answer answer = { 0 };

  reeve_client_save_async (client, path, before, after, NULL, on_saved_cb, &answer);
  return take_answer (&answer, error);
}

static void
on_posted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, &answer->value, &answer->error))
    g_assert_nonnull (answer->error);
  answer->done = TRUE;
}

gpointer
served_post (ReeveClient *client, const char *path, gpointer body, GType reply, GError **error)
{
  Answer answer = { 0 };

  reeve_client_post_async (client, path, body, reply, -1, NULL, on_posted_cb, &answer);
  return take_answer (&answer, error);
}

static void
on_deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  if (!reeve_client_delete_finish (REEVE_CLIENT (source), result, &answer->value, &answer->error))
    g_assert_nonnull (answer->error);
  answer->done = TRUE;
}

gpointer
served_delete (ReeveClient *client, const char *path, gint64 version, GType reply, GError **error)
{
  Answer answer = { 0 };

  reeve_client_delete_async (client, path, version, reply, NULL, on_deleted_cb, &answer);
  return take_answer (&answer, error);
}

ReeveUser *
served_add_user (Served *self, ReeveClient *client, const char *email, const char *name)
{
  static const char *const roles[] = { "member", NULL };
  g_autofree char *path = served_path (self, "users");
  g_autoptr (ReeveUser) user = reeve_user_new ();
  g_autoptr (GError) error = NULL;
  ReeveUser *added;

  user->email = g_strdup (email);
  user->display_name = g_strdup (name);
  reeve_set_texts (&user->roles, roles);
  added = served_post (client, path, user, reeve_user_get_type (), &error);
  g_assert_no_error (error);
  return added;
}
