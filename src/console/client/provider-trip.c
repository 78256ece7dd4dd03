/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Step by step down the page; each ends the task or begins the next. */

#include "config.h"

#include "console/client/provider-trip.h"

#include "common/error.h"
#include "console/client/loopback.h"

struct _ReeveProviderTrip
{
  GObject parent_instance;

  /* owned */
  ReeveSite *site;
  char *provider;
  ReeveLoopback *loopback;   /* (nullable): not begun */
  ReeveProviderStart *start; /* (nullable): not waiting */
};

enum
{
  SIGNAL_OPEN,
  SIGNAL_BACK,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (ReeveProviderTrip, reeve_provider_trip, G_TYPE_OBJECT)

gboolean
reeve_provider_trip_may_open (const char *url)
{
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0' || g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  if (g_str_equal (g_uri_get_scheme (uri), "https"))
    return TRUE;
  return g_str_equal (g_uri_get_scheme (uri), "http") &&
         (g_str_equal (host, "127.0.0.1") || g_str_equal (host, "::1") || g_str_equal (host, "localhost"));
}

static void
on_completed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (reeve_site_complete_provider_finish (REEVE_SITE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveProviderTrip *self = g_task_get_source_object (task);
  g_autoptr (ReeveProviderStart) start = g_steal_pointer (&self->start);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autoptr (ReeveProviderAnswer) answer =
    reeve_loopback_wait_finish (REEVE_LOOPBACK (source), result, &error);

  if (answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_signal_emit (self, signals[SIGNAL_BACK], 0);
  answer->ticket = reeve_secret_ref (start->ticket);
  reeve_site_complete_provider_async (self->site, answer, cancellable, on_completed_cb,
                                      g_steal_pointer (&task));
}

static void
on_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  ReeveProviderTrip *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  self->start = reeve_site_start_provider_finish (REEVE_SITE (source), result, &error);
  if (self->start != NULL &&
      (self->start->ticket == NULL || self->start->state == NULL || self->start->url == NULL ||
       !reeve_provider_trip_may_open (reeve_secret_get_text (self->start->url))))
    {
      g_clear_object (&self->start);
      error = reeve_error_new (REEVE_ERROR_UNREACHABLE, "provider_answer", "not what a browser may open");
    }
  if (self->start == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  reeve_loopback_wait_async (self->loopback, self->start->state, REEVE_LOOPBACK_LIFE_MS, cancellable,
                             on_back_cb, g_steal_pointer (&task));
  reeve_provider_trip_open_again (self);
}

static void
reeve_provider_trip_finalize (GObject *object)
{
  ReeveProviderTrip *self = REEVE_PROVIDER_TRIP (object);

  g_clear_object (&self->site);
  g_clear_object (&self->loopback);
  g_clear_object (&self->start);
  g_free (self->provider);
  G_OBJECT_CLASS (reeve_provider_trip_parent_class)->finalize (object);
}

static void
reeve_provider_trip_class_init (ReeveProviderTripClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = reeve_provider_trip_finalize;
  signals[SIGNAL_OPEN] = g_signal_new ("open", REEVE_TYPE_PROVIDER_TRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_BACK] =
    g_signal_new ("back", REEVE_TYPE_PROVIDER_TRIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
reeve_provider_trip_init (ReeveProviderTrip *self)
{
}

ReeveProviderTrip *
reeve_provider_trip_new (ReeveSite *site, const char *provider)
{
  ReeveProviderTrip *self;

  g_return_val_if_fail (REEVE_IS_SITE (site), NULL);
  g_return_val_if_fail (provider != NULL, NULL);

  self = g_object_new (REEVE_TYPE_PROVIDER_TRIP, NULL);
  self->site = g_object_ref (site);
  self->provider = g_strdup (provider);
  return self;
}

void
reeve_provider_trip_go_async (ReeveProviderTrip *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (REEVE_IS_PROVIDER_TRIP (self));
  g_return_if_fail (self->loopback == NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, reeve_provider_trip_go_async);
  self->loopback = reeve_loopback_new (&error);
  if (self->loopback == NULL)
    g_task_return_error (task, error);
  else
    reeve_site_start_provider_async (self->site, self->provider, reeve_loopback_get_port (self->loopback),
                                     cancellable, on_started_cb, g_steal_pointer (&task));
}

gboolean
reeve_provider_trip_go_finish (ReeveProviderTrip *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_provider_trip_go_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
reeve_provider_trip_open_again (ReeveProviderTrip *self)
{
  g_return_if_fail (REEVE_IS_PROVIDER_TRIP (self));

  if (self->start != NULL)
    g_signal_emit (self, signals[SIGNAL_OPEN], 0, reeve_secret_get_text (self->start->url));
}
