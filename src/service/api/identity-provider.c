/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Setting up who may vouch for a workspace's people. The row is the directory's, which is asked before
 * anybody is signed in; the workspace's own trail tells its administrators. The client's secret goes in and
 * never out: not into an answer, not into the trail, and not to another provider than it was given for. */

#include "config.h"

#include "service/api/identity-provider.h"

#include "service/store/identity-providers.h"
#include "service/store/keys.h"
#include "service/store/session-uses.h"

static char *
make_context (const char *workspace)
{
  return g_strconcat ("client-secret:", workspace, NULL);
}

GBytes *
reeve_identity_provider_seal (ReeveCall *call, const char *workspace, const ReeveSecret *secret)
{
  g_autofree char *context = make_context (workspace);

  return secret != NULL
           ? reeve_seal (reeve_installation_get_sealing_key (call->installation), secret, context)
           : NULL;
}

ReeveSecret *
reeve_identity_provider_unseal (ReeveCall *call, const char *workspace, GBytes *sealed, GError **error)
{
  g_autofree char *context = make_context (workspace);

  return reeve_unseal (reeve_installation_get_sealing_key (call->installation), sealed, context, error);
}

static ReeveTx *
begin (ReeveCall *call, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (reeve_installation_get_directory (call->installation), mode, call->deadline, error);
}

/* What an administrator has to enter at the provider. */
static void
add_redirect (ReeveCall *call)
{
  ReeveIdentityProvider *provider = REEVE_IDENTITY_PROVIDER (call->reply);
  const char *origin = reeve_installation_get_web_origin (call->installation);

  g_free (provider->web_redirect);
  provider->web_redirect = origin != NULL ? g_strconcat (origin, "/p/invitation", NULL) : NULL;
}

gboolean
reeve_identity_provider_is_bypassed (ReeveCapabilities held, gboolean factor_proved)
{
  return factor_proved && reeve_capabilities_have (held, REEVE_CAPABILITY_POLICY_WRITE);
}

#define BREAK_GLASS "user.break-glass"

/* Ids are in order of time: what was written before the session began is not looked at. */
static gboolean
is_noted (ReeveTx *tx, const ReeveCaller *caller, gboolean *noted, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx,
    "SELECT EXISTS (SELECT 1 FROM audit WHERE object_type = 'user' AND object_id = $1 AND id > $2 "
    "AND session = $2 AND action = '" BREAK_GLASS "')",
    error);
  gint64 value;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, caller->account);
  reeve_statement_bind_text (statement, 2, caller->session);
  if (!reeve_statement_read_int (statement, &value, error))
    return FALSE;
  *noted = value != 0;
  return TRUE;
}

gboolean
reeve_identity_provider_note_bypass (ReeveCall *call, ReeveTx *tx, gint64 deadline, GError **error)
{
  const ReeveCaller *caller = call->caller;
  guint n_audited = call->n_audited;
  g_autoptr (ReeveTx) own = NULL;
  gboolean noted;

  if (!caller->needs_provider)
    return TRUE;
  if (!is_noted (tx, caller, &noted, error) || noted)
    return noted;
  own = reeve_db_begin (reeve_installation_get_workspace (call->installation, call->workspace),
                        REEVE_TX_WRITE, deadline, error);
  if (own == NULL || !is_noted (own, caller, &noted, error) || noted)
    return own != NULL && noted;
  if (!reeve_call_audit_fact (call, own, BREAK_GLASS, "user", caller->account, caller->account_name, NULL,
                              error) ||
      !reeve_tx_commit (own, error))
    return FALSE;
  call->n_audited = n_audited; /* what the call itself does is another matter */
  return TRUE;
}

gboolean
identity_provider_get (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveTx) directory = begin (call, REEVE_TX_READ, error);
  ReeveIdentityProvider *provider;

  if (directory == NULL)
    return FALSE;
  provider = reeve_identity_providers_get (directory, call->workspace, NULL, error);
  call->reply = REEVE_RECORD (provider);
  if (provider != NULL)
    add_redirect (call);
  return provider != NULL;
}

static gboolean
is_valid_issuer (ReeveCall *call, const char *issuer)
{
  gboolean plain = call->openid != NULL && reeve_openid_get_options (call->openid)->plain_http;

  return reeve_identity_provider_issuer_is_valid (issuer, plain);
}

/* Domains in their folded form, each once. */
static void
fold_domains (ReeveIdentityProvider *provider, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; provider->domains != NULL && provider->domains[i] != NULL; i++)
    {
      g_autofree char *folded = reeve_identity_provider_fold_domain (provider->domains[i]);
      g_autofree char *pointer = g_strdup_printf ("/domains/%u", i);

      if (folded == NULL)
        reeve_error_add_member (error, pointer, "domain", "not what follows the at sign of an address");
      else if (g_hash_table_add (seen, g_strdup (folded)))
        g_strv_builder_add (builder, folded);
    }
  g_strfreev (provider->domains);
  provider->domains = g_strv_builder_end (builder);
}

static gboolean
check (ReeveCall *call, ReeveIdentityProvider *provider, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  if (provider->label == NULL)
    reeve_error_add_member (&refusal, "/label", "required", "needed");
  if (provider->client_id == NULL)
    reeve_error_add_member (&refusal, "/clientId", "required", "needed");
  if (provider->domains == NULL || provider->domains[0] == NULL)
    reeve_error_add_member (&refusal, "/domains", "required", "needed");
  if (!is_valid_issuer (call, provider->issuer))
    reeve_error_add_member (&refusal, "/issuer", "issuer",
                            "not an https URL without user, query and fragment");
  fold_domains (provider, &refusal);
  if (refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
is_same_provider (ReeveIdentityProvider *before, ReeveIdentityProvider *after)
{
  return g_strcmp0 (before->issuer, after->issuer) == 0 &&
         g_strcmp0 (before->client_id, after->client_id) == 0;
}

/* What is kept of the secret from now on. Who may not know it could else have it sent to a server of their
 * own, by naming that as the provider. */
static GBytes *
choose_secret (ReeveCall *call, ReeveIdentityProvider *before, ReeveIdentityProvider *after, GBytes *kept)
{
  if (after->client_secret != NULL)
    return reeve_identity_provider_seal (call, call->workspace, after->client_secret);
  if (json_object_has_member (call->patch, "clientSecret") || !is_same_provider (before, after) ||
      kept == NULL)
    return NULL;
  return g_bytes_ref (kept);
}

static void
tell_ended (ReeveCall *call, GPtrArray *ended)
{
  for (guint i = 0; i < ended->len; i++)
    reeve_call_session_ended (call, ended->pdata[i]);
  if (ended->len > 0)
    reeve_call_changed (call, "session", NULL, 0);
}

/* A domain may be gone, or the trust in the provider's second factor. */
static gboolean
end_shut_out (ReeveCall *call, ReeveTx *directory, GPtrArray *ended, GError **error)
{
  g_autoptr (GPtrArray) shut_out =
    reeve_federation_list_shut_out (directory, call->workspace, call->now, error);

  for (guint i = 0; shut_out != NULL && i < shut_out->len; i++)
    {
      const ReeveSessionEnd which = { .workspace = call->workspace,
                                      .session = shut_out->pdata[i],
                                      .begun = call->now };

      if (!reeve_session_uses_end (directory, &which, call->now, ended, NULL, error))
        return FALSE;
    }
  return shut_out != NULL;
}

/* Whoever came through a provider that is off, gone or another one, or does not vouch for them any more, is
 * signed out: they would be strangers here at their next request, and must not be told that the workspace is
 * none. */
static gboolean
end_sessions (ReeveCall *call,
              ReeveTx *directory,
              ReeveIdentityProvider *before,
              ReeveIdentityProvider *after,
              GError **error)
{
  const ReeveSessionEnd which = {
    .workspace = call->workspace, .issuer = before->issuer, .client = before->client_id, .begun = call->now
  };
  g_autoptr (GPtrArray) ended = g_ptr_array_new_with_free_func (g_free);

  if (before->id == NULL || !before->enabled)
    return TRUE;
  if (after != NULL && after->enabled && is_same_provider (before, after)
        ? !end_shut_out (call, directory, ended, error)
        : !reeve_session_uses_end (directory, &which, call->now, ended, NULL, error))
    return FALSE;
  tell_ended (call, ended);
  return TRUE;
}

/* In both trails; the directory is committed first, as for the workspace's name. */
static gboolean
keep (ReeveCall *call,
      ReeveTx *directory,
      ReeveIdentityProvider *before,
      ReeveIdentityProvider *after,
      GError **error)
{
  ReeveIdentityProvider *subject = after != NULL ? after : before;

  if (!reeve_call_audit (call, NULL, NULL, "identity-provider", subject->id, subject->label, before, after,
                         NULL, NULL, error))
    return FALSE;
  if (call->nothing_changed)
    return TRUE;
  reeve_call_changed (call, "identity-provider", subject->id, after != NULL ? after->version : 0);
  return reeve_call_audit (call, directory, NULL, "identity-provider", subject->id, subject->label, before,
                           after, NULL, NULL, error) &&
         reeve_tx_commit (directory, error);
}

gboolean
identity_provider_save (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveTx) directory = begin (call, REEVE_TX_WRITE, error);
  g_autoptr (ReeveIdentityProvider) before = NULL;
  g_autoptr (ReeveIdentityProvider) after = NULL;
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (GBytes) sealed = NULL;

  if (directory == NULL)
    return FALSE;
  before = reeve_identity_providers_get (directory, call->workspace, &kept, error);
  if (before == NULL)
    return FALSE;
  if (before->version != call->if_match)
    {
      reeve_set_error (error, REEVE_ERROR_STALE, NULL, "changed since it was read");
      return FALSE;
    }
  after = reeve_record_copy (before);
  if (!reeve_record_read_json (after, call->patch, REEVE_READ_PATCH, "", error) ||
      !check (call, after, error))
    return FALSE;
  sealed = choose_secret (call, before, after, kept);
  if (!reeve_identity_providers_save (directory, call->workspace, after, before->version, sealed, error) ||
      !end_sessions (call, directory, before, after, error) ||
      (!is_same_provider (before, after) &&
       !reeve_identity_providers_forget_subjects (directory, after->id, error)) ||
      !keep (call, directory, before->id != NULL ? before : NULL, after, error))
    return FALSE;

  g_clear_pointer (&after->client_secret, reeve_secret_unref);
  call->reply = REEVE_RECORD (g_object_ref (call->nothing_changed ? before : after));
  add_redirect (call);
  return TRUE;
}

gboolean
identity_provider_delete (ReeveCall *call, GError **error)
{
  g_autoptr (ReeveTx) directory = begin (call, REEVE_TX_WRITE, error);
  g_autoptr (ReeveIdentityProvider) before = NULL;

  if (directory == NULL)
    return FALSE;
  before = reeve_identity_providers_get (directory, call->workspace, NULL, error);
  if (before == NULL)
    return FALSE;
  if (before->id == NULL && call->if_match == 0)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "none is set up");
      return FALSE;
    }
  /* Without an id none matches, which is as stale as another version. */
  return reeve_identity_providers_delete (directory, before->id, call->if_match, error) &&
         end_sessions (call, directory, before, NULL, error) && keep (call, directory, before, NULL, error);
}

gboolean
identity_provider_test (ReeveCall *call, GError **error)
{
  ReeveProviderTest *body = REEVE_PROVIDER_TEST (call->body);

  if (!is_valid_issuer (call, body->issuer))
    {
      reeve_error_add_member (error, "/issuer", "issuer",
                              "not an https URL without user, query and fragment");
      return FALSE;
    }
  if (call->openid == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_BUSY, NULL, "nobody can be asked");
      return FALSE;
    }
  call->reply = REEVE_RECORD (reeve_openid_test (call->openid, body->issuer, call->deadline));
  return TRUE;
}
