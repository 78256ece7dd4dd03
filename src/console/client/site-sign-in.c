/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The steps of signing in, setting up, enrolling a second factor and signing out. Each posts one record; its
 * answer moves the state on before the caller hears of it. An answer of an earlier session is dropped. */

#include "config.h"

#include "console/client/site.h"

#include <glib/gi18n.h>

#include "common/error.h"
#include "console/client/local-reset.h"
#include "console/client/site-private.h"

static gboolean
has_reason (const GError *error, const char *reason)
{
  return g_strcmp0 (reeve_error_get_reason (error), reason) == 0;
}

static char *
make_device_name (void)
{
  /* Translators: what the list of signed-in devices calls this one; %s is the computer's name. */
  return g_strdup_printf (_ ("Reeve on %s"), g_get_host_name ());
}

static void
fail_step (ReeveSite *self, GTask *task, GError *error)
{
  reeve_site_step_ends (self);
  g_task_return_error (task, error);
}

static void
use_tokens (ReeveSite *self, ReeveTokens *tokens, GTask *task)
{
  g_clear_pointer (&self->challenge, reeve_secret_unref);
  if (g_strcmp0 (tokens->stage, "code") == 0 && tokens->challenge != NULL)
    {
      self->challenge = reeve_secret_ref (tokens->challenge);
      reeve_site_step_ends (self);
      reeve_site_set_state (self, REEVE_SITE_NEEDS_CODE, NULL);
      g_task_return_boolean (task, TRUE);
      return;
    }
  reeve_client_set_tokens (self->client, tokens);
  reeve_site_keep_tokens (self, tokens);
  reeve_site_load_identity (self, TRUE, task);
}

/* What a refused step says about the state, beside what its caller shows. */
static void
judge_refusal (ReeveSite *self, const GError *error)
{
  if (has_reason (error, "challenge") && self->state == REEVE_SITE_NEEDS_CODE)
    {
      g_clear_pointer (&self->challenge, reeve_secret_unref);
      reeve_site_set_state (self, REEVE_SITE_SIGNED_OUT, error);
    }
  else if (has_reason (error, "already_set_up"))
    reeve_site_set_state (self, REEVE_SITE_SIGNED_OUT, NULL);
  else if (reeve_site_judge_failure (error) == REEVE_SITE_CERTIFICATE)
    reeve_site_set_state (self, REEVE_SITE_CERTIFICATE, error);
}

static void
on_tokens_posted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveSite *self = g_task_get_source_object (task);
  GError *error = NULL;
  gpointer reply = NULL;
  g_autoptr (ReeveTokens) tokens = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, &reply, &error))
    {
      if (GPOINTER_TO_UINT (g_task_get_task_data (task)) == self->serial)
        judge_refusal (self, error);
      fail_step (self, task, error);
      return;
    }
  tokens = reply;
  if (GPOINTER_TO_UINT (g_task_get_task_data (task)) != self->serial)
    fail_step (self, task, g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the site was closed meanwhile"));
  else
    use_tokens (self, tokens, task);
}

/* (transfer full) @task. FALSE: it has ended already. */
static gboolean
begin_step (ReeveSite *self, GTask *task, gpointer tag)
{
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, GUINT_TO_POINTER (self->serial), NULL);
  if (self->client != NULL)
    {
      reeve_site_step_begins (self);
      return TRUE;
    }
  g_task_return_error (task, reeve_error_new (REEVE_ERROR_UNREACHABLE, "connection", "not connected yet"));
  g_object_unref (task);
  return FALSE;
}

static void
post_for_tokens (ReeveSite *self, GTask *task, const char *path, gpointer body)
{
  reeve_client_post_async (self->client, path, body, reeve_tokens_get_type (), -1,
                           g_task_get_cancellable (task), on_tokens_posted_cb, task);
}

static void
on_provider_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveSite *self = g_task_get_source_object (task);
  GError *error = NULL;
  gpointer start = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, &start, &error))
    {
      fail_step (self, task, error);
      return;
    }
  reeve_site_step_ends (self);
  g_task_return_pointer (task, start, g_object_unref);
}

static void
on_enrolment_begun_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveSite *self = g_task_get_source_object (task);
  GError *error = NULL;
  gpointer enrolment = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, &enrolment, &error))
    {
      fail_step (self, task, error);
      return;
    }
  reeve_site_step_ends (self);
  g_task_return_pointer (task, enrolment, g_object_unref);
}

static void
on_enrolment_confirmed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveSite *self = g_task_get_source_object (task);
  GError *error = NULL;
  gpointer reply = NULL;
  g_autoptr (ReeveEnrolled) enrolled = NULL;

  if (!reeve_client_post_finish (REEVE_CLIENT (source), result, &reply, &error))
    {
      fail_step (self, task, error);
      return;
    }
  enrolled = reply;
  reeve_site_step_ends (self);
  if (enrolled->tokens != NULL && GPOINTER_TO_UINT (g_task_get_task_data (task)) == self->serial)
    {
      reeve_client_set_tokens (self->client, REEVE_TOKENS (enrolled->tokens));
      reeve_site_keep_tokens (self, REEVE_TOKENS (enrolled->tokens));
    }
  self->must_enrol = FALSE;
  g_task_return_pointer (task, g_steal_pointer (&enrolled->recovery_codes),
                         (GDestroyNotify) reeve_secret_unref);
}

static void
on_sign_out_told_cb (GObject *source, GAsyncResult *result, gpointer user_data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  if (!reeve_client_sign_out_finish (REEVE_CLIENT (source), result, &error))
    g_info ("the service was not told of the sign-out: %s", error->message);
}

void
reeve_site_set_up_async (ReeveSite *self,
                         ReeveSetup *setup,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (ReeveSetup) body = NULL;
  GTask *task;

  g_return_if_fail (REEVE_IS_SITE (self));
  g_return_if_fail (REEVE_IS_SETUP (setup));

  task = g_task_new (self, cancellable, callback, user_data);
  if (!begin_step (self, task, reeve_site_set_up_async))
    return;
  body = reeve_record_copy (setup);
  if (body->device == NULL)
    body->device = make_device_name ();
  post_for_tokens (self, task, "/v1/setup", body);
}

gboolean
reeve_site_set_up_finish (ReeveSite *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_site_set_up_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
reeve_site_sign_in_async (ReeveSite *self,
                          const char *email,
                          ReeveSecret *password,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (ReeveSignIn) body = NULL;
  GTask *task;

  g_return_if_fail (REEVE_IS_SITE (self));
  g_return_if_fail (email != NULL && password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  if (!begin_step (self, task, reeve_site_sign_in_async))
    return;
  body = reeve_sign_in_new ();
  body->email = g_strdup (email);
  body->password = reeve_secret_ref (password);
  body->device = make_device_name ();
  post_for_tokens (self, task, "/v1/sign-in", body);
}

gboolean
reeve_site_sign_in_finish (ReeveSite *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_site_sign_in_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
reeve_site_send_code_async (ReeveSite *self,
                            ReeveSecret *code,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (ReeveSignInCode) body = NULL;
  GTask *task;

  g_return_if_fail (REEVE_IS_SITE (self));
  g_return_if_fail (code != NULL);
  g_return_if_fail (self->challenge != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  if (!begin_step (self, task, reeve_site_send_code_async))
    return;
  body = reeve_sign_in_code_new ();
  body->challenge = reeve_secret_ref (self->challenge);
  body->code = reeve_secret_ref (code);
  post_for_tokens (self, task, "/v1/sign-in/code", body);
}

gboolean
reeve_site_send_code_finish (ReeveSite *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_site_send_code_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
reeve_site_start_provider_async (ReeveSite *self,
                                 const char *provider,
                                 guint16 port,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (ReeveProviderSignIn) body = NULL;
  GTask *task;

  g_return_if_fail (REEVE_IS_SITE (self));
  g_return_if_fail (provider != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  if (!begin_step (self, task, reeve_site_start_provider_async))
    return;
  body = reeve_provider_sign_in_new ();
  body->provider = g_strdup (provider);
  body->port = port;
  body->device = make_device_name ();
  reeve_client_post_async (self->client, "/v1/sign-in/provider", body, reeve_provider_start_get_type (), -1,
                           cancellable, on_provider_started_cb, task);
}

ReeveProviderStart *
reeve_site_start_provider_finish (ReeveSite *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_site_start_provider_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
reeve_site_complete_provider_async (ReeveSite *self,
                                    ReeveProviderAnswer *answer,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  GTask *task;

  g_return_if_fail (REEVE_IS_SITE (self));
  g_return_if_fail (REEVE_IS_PROVIDER_ANSWER (answer));

  task = g_task_new (self, cancellable, callback, user_data);
  if (begin_step (self, task, reeve_site_complete_provider_async))
    post_for_tokens (self, task, "/v1/sign-in/provider/complete", answer);
}

gboolean
reeve_site_complete_provider_finish (ReeveSite *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_site_complete_provider_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
reeve_site_is_local (ReeveSite *self)
{
  g_return_val_if_fail (REEVE_IS_SITE (self), FALSE);

  return self->origin == NULL;
}

static void
on_reset_made_cb (GObject *source G_GNUC_UNUSED, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  ReeveSecret *token = reeve_local_reset_make_finish (result, &error);

  if (token != NULL)
    g_task_return_pointer (task, token, (GDestroyNotify) reeve_secret_unref);
  else
    g_task_return_error (task, error);
}

void
reeve_site_make_reset_async (ReeveSite *self,
                             const char *email,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  ReeveLocalService *service;

  g_return_if_fail (REEVE_IS_SITE (self));
  g_return_if_fail (email != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, reeve_site_make_reset_async);
  service = reeve_connection_get_service (self->connection);
  if (service == NULL)
    g_task_return_error (task, reeve_error_new (REEVE_ERROR_UNREACHABLE, "connection",
                                                "not a service of this computer, or not yet"));
  else
    reeve_local_service_make_reset_async (service, email, cancellable, on_reset_made_cb,
                                          g_steal_pointer (&task));
}

ReeveSecret *
reeve_site_make_reset_finish (ReeveSite *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_site_make_reset_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
reeve_site_cancel_sign_in (ReeveSite *self)
{
  g_return_if_fail (REEVE_IS_SITE (self));

  if (self->state != REEVE_SITE_NEEDS_CODE)
    return;
  reeve_site_end_session (self, REEVE_SITE_SIGNED_OUT, NULL);
}

void
reeve_site_begin_enrolment_async (ReeveSite *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;

  g_return_if_fail (REEVE_IS_SITE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  if (begin_step (self, task, reeve_site_begin_enrolment_async))
    reeve_client_post_async (self->client, "/v1/me/second-factor", NULL, reeve_enrolment_get_type (), -1,
                             cancellable, on_enrolment_begun_cb, task);
}

ReeveEnrolment *
reeve_site_begin_enrolment_finish (ReeveSite *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_site_begin_enrolment_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
reeve_site_confirm_enrolment_async (ReeveSite *self,
                                    ReeveSecret *code,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (ReeveEnrolmentCode) body = NULL;
  GTask *task;

  g_return_if_fail (REEVE_IS_SITE (self));
  g_return_if_fail (code != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  if (!begin_step (self, task, reeve_site_confirm_enrolment_async))
    return;
  body = reeve_enrolment_code_new ();
  body->code = reeve_secret_ref (code);
  reeve_client_post_async (self->client, "/v1/me/second-factor/confirm", body, reeve_enrolled_get_type (), -1,
                           cancellable, on_enrolment_confirmed_cb, task);
}

ReeveSecret *
reeve_site_confirm_enrolment_finish (ReeveSite *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_site_confirm_enrolment_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
reeve_site_finish_enrolment (ReeveSite *self)
{
  g_return_if_fail (REEVE_IS_SITE (self));

  if (self->client != NULL && self->state == REEVE_SITE_NEEDS_ENROLMENT)
    reeve_site_load_identity (self, TRUE, NULL);
  else
    reeve_site_reload_identity (self);
}

void
reeve_site_sign_out (ReeveSite *self, gboolean everywhere)
{
  g_return_if_fail (REEVE_IS_SITE (self));

  if (self->client == NULL)
    return;
  reeve_connection_drop_refresh_token (self->connection);
  reeve_client_sign_out_async (self->client, everywhere ? "/v1/sign-out-everywhere" : "/v1/sign-out",
                               on_sign_out_told_cb, NULL);
  reeve_site_end_session (self, REEVE_SITE_SIGNED_OUT, NULL);
}
