/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Sessions as handlers see them: begun with tokens bound to the device's key, ended together with their live
 * feeds. */

#include "config.h"

#include "service/api/sessions.h"

#include <string.h>

#include "common/clock.h"
#include "service/api/notices.h"
#include "service/jobs/jobs.h"
#include "service/store/accounts.h"
#include "service/store/session-uses.h"
#include "service/store/sessions.h"

/* A page of a list may wait so long for a note about it. */
#define PATIENCE (100 * G_TIME_SPAN_MILLISECOND)

ReeveTokens *
reeve_session_make_tokens (ReeveCall *call,
                           const char *account,
                           const char *session,
                           const char *stage,
                           gint64 ends,
                           ReeveSecret *refresh)
{
  ReeveTokens *tokens = reeve_tokens_new ();

  tokens->stage = g_intern_string (stage);
  tokens->access_token =
    reeve_token_signer_issue (call->signer, account, session, call->source.thumbprint, call->now);
  tokens->access_expires = MIN (call->now + REEVE_ACCESS_TOKEN_LIFE, ends);
  tokens->refresh_token = refresh != NULL ? reeve_secret_ref (refresh) : NULL;

  return tokens;
}

gboolean
reeve_session_begin (ReeveCall *call,
                     ReeveTx *directory,
                     const char *account,
                     const char *email,
                     const char *display_name,
                     const char *device,
                     const char *stage,
                     gboolean with_code,
                     GError **error)
{
  g_autoptr (ReeveSession) session = reeve_session_new ();
  g_autoptr (ReeveSecret) refresh = reeve_opaque_token_new ();
  g_autoptr (GBytes) refresh_hash = reeve_opaque_token_hash (refresh);
  g_autofree char *name = g_strdup_printf ("%s <%s>", display_name, email);
  gint64 ends = call->now + REEVE_SESSION_LIFE;

  session->id = reeve_id_new ();
  session->device = g_strdup (device != NULL ? device : call->source.device_name);
  session->address = g_strdup (call->source.address);
  session->created = call->now;
  session->last_seen = call->now;
  if (strcmp (stage, "complete") == 0 &&
      !reeve_notice_put_if_new_device (call, directory, account, email, display_name, session->device, error))
    return FALSE;
  if (!reeve_sessions_insert (directory, session, account, call->source.thumbprint, stage, refresh_hash, ends,
                              with_code ? call->now : 0, error) ||
      !reeve_session_uses_note_only (directory, session->id, account, call->source.address, call->now,
                                     error) ||
      !reeve_accounts_note_sign_in (directory, account, call->source.address, call->now, error))
    return FALSE;

  g_clear_pointer (&call->proved, reeve_caller_free);
  call->proved = reeve_caller_new (account, name, session->id, call->source.thumbprint, stage);
  g_set_object (&call->reply, NULL);
  call->reply = REEVE_RECORD (reeve_session_make_tokens (call, account, session->id, stage, ends, refresh));

  return reeve_call_audit_fact (call, directory, "session.begin", "session", session->id, session->device,
                                NULL, error);
}

gboolean
reeve_session_federate (ReeveCall *call,
                        ReeveTx *directory,
                        const ReeveFederation *federation,
                        GError **error)
{
  const char *session = call->proved->session;

  return federation == NULL ||
         (reeve_federation_set_session (directory, federation, session, error) &&
          reeve_call_audit_fact (call, directory, "session.provider", "session", session, federation->client,
                                 federation->issuer, error));
}

gboolean
reeve_session_end_all (ReeveCall *call,
                       ReeveTx *directory,
                       const char *account,
                       const char *except,
                       GError **error)
{
  g_autoptr (GPtrArray) sessions = reeve_sessions_list (directory, account, call->now, error);
  gint64 n;

  if (sessions == NULL || !reeve_sessions_end_all (directory, account, except, call->now, &n, error))
    return FALSE;

  for (guint i = 0; i < sessions->len; i++)
    {
      ReeveSession *session = g_ptr_array_index (sessions, i);

      if (g_strcmp0 (session->id, except) != 0)
        reeve_call_session_ended (call, session->id);
    }

  return TRUE;
}

void
reeve_session_note_use (ReeveCall *call)
{
  ReeveCaller *caller = call->caller;
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GError) error = NULL;

  if (call->now - caller->last_used < REEVE_SESSION_USE_STEP)
    return;

  tx = reeve_db_begin (reeve_installation_get_directory (call->installation), REEVE_TX_WRITE,
                       MIN (call->deadline, g_get_monotonic_time () + PATIENCE), &error);
  if (tx == NULL ||
      !reeve_session_uses_note (tx, caller->session, caller->account, call->workspace, call->source.address,
                                call->now, &error) ||
      !reeve_tx_commit (tx, &error))
    {
      if (!g_error_matches (error, REEVE_ERROR, REEVE_ERROR_BUSY))
        g_warning ("failed to note that a session is used: %s", error->message);
      return;
    }
  if (caller->last_used == 0)
    reeve_jobs_wake (call->installation);
}
