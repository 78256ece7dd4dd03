/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Made and stopped by http/dispatcher. */

#include "config.h"

#include "service/web/web.h"

#include "service/store/keys.h"

#define MAX_RATE_KEYS 50000
/* A person who does not find the mail asks again; one who asks for others does it often. */
#define ACCOUNT_BURST    3
#define ACCOUNT_INTERVAL (20 * G_TIME_SPAN_MINUTE)
#define SOURCE_BURST     20
#define SOURCE_INTERVAL  (30 * G_TIME_SPAN_SECOND)

static void
run_errand (gpointer data, gpointer user_data)
{
  g_autoptr (ReeveErrand) errand = data;

  errand->run (user_data, errand);
}

ReeveWeb *
reeve_web_new (ReeveInstallation *installation, ReeveTokenSigner *signer)
{
  ReeveWeb *self = g_new0 (ReeveWeb, 1);
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->lock);
  self->installation = installation;
  self->signer = signer;
  self->form_key = reeve_keys_derive (reeve_installation_get_sealing_key (installation), "reeve/1/web forms");
  self->mails_to_account = reeve_rate_limit_new (ACCOUNT_BURST, ACCOUNT_INTERVAL, MAX_RATE_KEYS);
  self->mails_by_source = reeve_rate_limit_new (SOURCE_BURST, SOURCE_INTERVAL, MAX_RATE_KEYS);
  self->errands = g_thread_pool_new (run_errand, self, 1, TRUE, &error);
  if (error != NULL)
    g_error ("failed to start a thread: %s", error->message);
  return self;
}

static GThreadPool *
take_pool (ReeveWeb *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_steal_pointer (&self->errands);
}

void
reeve_web_stop (ReeveWeb *self)
{
  GThreadPool *pool = take_pool (self);

  if (pool != NULL)
    g_thread_pool_free (pool, FALSE, TRUE);
}

void
reeve_web_free (ReeveWeb *self)
{
  if (self == NULL)
    return;
  reeve_web_stop (self);
  reeve_secret_unref (self->form_key);
  reeve_rate_limit_free (self->mails_to_account);
  reeve_rate_limit_free (self->mails_by_source);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
reeve_errand_free (ReeveErrand *self)
{
  if (self == NULL)
    return;
  g_free (self->email);
  g_free (self->address);
  g_free (self);
}

gboolean
reeve_web_leave_errand (ReeveWeb *self, ReeveErrand *errand, GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->errands == NULL || g_thread_pool_unprocessed (self->errands) >= REEVE_ERRAND_LIMIT)
    {
      reeve_errand_free (errand);
      reeve_set_error (error, REEVE_ERROR_BUSY, "queue", "too many requests are waiting");
      return FALSE;
    }
  g_thread_pool_push (self->errands, errand, NULL);
  return TRUE;
}
