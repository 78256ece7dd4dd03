/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Counting of wrong tries around rules/lockout. Besides the source's own counter there is one for the whole
 * account, which locks nobody (a stranger could lock a person out with it) but is said in the log. */

#include "config.h"

#include "service/api/attempts.h"

#include "common/encoding.h"
#include "service/jobs/jobs.h"
#include "service/rules/lockout.h"
#include "service/store/accounts.h"
#include "service/store/failures.h"
#include "service/store/sessions.h"

#define WHOLE_ACCOUNT "account"
#define WARN_EVERY    100

static char *
hash_address (ReeveCall *call, const char *email)
{
  g_autofree char *folded = reeve_fold (email);
  g_autofree char *hex = NULL;
  guint8 digest[32];
  gsize length;
  gconstpointer pepper = reeve_secret_get_data (reeve_installation_get_pepper (call->installation), &length);

  reeve_hmac_sha256 (pepper, length, folded, strlen (folded), digest);
  hex = reeve_hex_encode (digest, sizeof digest);
  return g_strconcat ("unknown:", hex, NULL);
}

ReeveAttempt *
reeve_attempt_new (ReeveCall *call, ReeveTx *directory, const char *id, const char *email, GError **error)
{
  g_autoptr (ReeveAttempt) self = g_new0 (ReeveAttempt, 1);
  g_autofree char *unknown = hash_address (call, email);
  g_autofree char *source = reeve_lockout_get_source (call->source.address);
  gboolean known;

  self->account = g_strdup (id != NULL ? id : unknown);
  if (!reeve_sessions_device_known (directory, self->account, call->source.thumbprint, &known, error))
    return NULL;
  self->source =
    known ? g_strconcat ("device:", call->source.thumbprint, NULL) : g_strconcat ("address:", source, NULL);

  return g_steal_pointer (&self);
}

void
reeve_attempt_free (ReeveAttempt *self)
{
  if (self == NULL)
    return;

  g_free (self->account);
  g_free (self->source);
  g_free (self);
}

gboolean
reeve_attempt_check (ReeveAttempt *self, ReeveTx *directory, const char *kind, gint64 now, GError **error)
{
  ReeveFailures failures;

  return reeve_failures_get (directory, kind, self->account, self->source, &failures, error) &&
         reeve_lockout_check (&failures, now, error);
}

/* A lock that begins is shown in the workspaces. Of an unknown address it is tried all the same. */
static gboolean
mark_lock (ReeveAttempt *self, ReeveTx *directory, const ReeveFailures *failures, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (failures->locked_until == 0 || reeve_accounts_mark (directory, self->account, &local_error) ||
      g_error_matches (local_error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
reeve_attempt_note_failure (ReeveAttempt *self,
                            ReeveTx *directory,
                            const char *kind,
                            gint64 now,
                            GError **error)
{
  ReeveFailures here;
  ReeveFailures all;

  if (!reeve_failures_get (directory, kind, self->account, self->source, &here, error) ||
      !reeve_failures_get (directory, kind, self->account, WHOLE_ACCOUNT, &all, error))
    return FALSE;

  reeve_lockout_note_failure (&here, now);
  all.failures++;
  all.last_failure = now;
  if (all.failures % WARN_EVERY == 0)
    g_warning ("%" G_GINT64_FORMAT " wrong tries (%s) for account %s since its last sign-in", all.failures,
               kind, self->account);

  return reeve_failures_set (directory, kind, self->account, self->source, &here, error) &&
         reeve_failures_set (directory, kind, self->account, WHOLE_ACCOUNT, &all, error) &&
         mark_lock (self, directory, &here, error);
}

gboolean
reeve_attempt_refuse (ReeveAttempt *self,
                      ReeveCall *call,
                      ReeveTx *directory,
                      const char *kind,
                      GError *refusal,
                      GError **error)
{
  g_autoptr (GError) answer = refusal;
  g_autoptr (GError) locked = NULL;

  if (!reeve_attempt_note_failure (self, directory, kind, call->now, error))
    return FALSE;
  if (!reeve_attempt_check (self, directory, kind, call->now, &locked))
    {
      g_clear_error (&answer);
      answer = g_steal_pointer (&locked);
    }
  if (!reeve_tx_commit (directory, error))
    return FALSE;

  reeve_jobs_wake (call->installation);
  g_propagate_error (error, g_steal_pointer (&answer));
  return FALSE;
}

gboolean
reeve_attempt_clear (ReeveAttempt *self, ReeveTx *directory, const char *kind, GError **error)
{
  const ReeveFailures none = { 0 };

  return reeve_failures_set (directory, kind, self->account, self->source, &none, error) &&
         reeve_failures_set (directory, kind, self->account, WHOLE_ACCOUNT, &none, error);
}
