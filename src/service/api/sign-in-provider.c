/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Signing in through an identity provider: which there are for a domain, the start, and the end with what the
 * browser brought back. The ticket opens with the key of the device that it was made for.
 *
 * What a provider says is worth as much as the workspace that chose it: the session enters workspaces that
 * trust the same provider and know the same subject of it, and no other (store/federation.h). Whoever is
 * turned away hears one thing, whether the account is unknown, suspended, locked by a breach report or a
 * member of other workspaces only. */

#include "config.h"

#include "common/log-action.h"
#include "common/sign-in.h"
#include "service/api/attempts.h"
#include "service/api/identity-provider.h"
#include "service/api/memberships.h"
#include "service/api/provider-trip.h"
#include "service/api/sessions.h"
#include "service/jobs/jobs.h"
#include "service/store/accounts.h"
#include "service/store/identity-providers.h"
#include "service/store/sessions.h"

/* A sign-in that comes to its end. */
typedef struct
{
  ReeveProviderTrip trip;
  ReeveCredentials *credentials;
  ReeveFederation *federation;
  gboolean demands_second_factor;
} Completion;

static void
clear_completion (Completion *self)
{
  reeve_provider_trip_clear (&self->trip);
  g_clear_pointer (&self->credentials, reeve_credentials_free);
  g_clear_pointer (&self->federation, reeve_federation_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Completion, clear_completion)

static ReeveTx *
begin (ReeveCall *call, ReeveTxMode mode, GError **error)
{
  return reeve_db_begin (reeve_installation_get_directory (call->installation), mode, call->deadline, error);
}

gboolean
sign_in_providers (ReeveCall *call, GError **error)
{
  ReeveProviderQuestion *body = REEVE_PROVIDER_QUESTION (call->body);
  g_autofree char *domain = reeve_identity_provider_fold_domain (body->domain);
  g_autoptr (ReeveProviderOffers) offers = reeve_provider_offers_new ();
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_READ, error);
  g_autoptr (GPtrArray) providers = NULL;

  if (tx == NULL)
    return FALSE;
  providers = reeve_identity_providers_list (tx, domain != NULL ? domain : "", error);
  if (providers == NULL)
    return FALSE;
  offers->providers = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < providers->len; i++)
    {
      ReeveIdentityProvider *provider = g_ptr_array_index (providers, i);
      g_autoptr (GUri) uri = g_uri_parse (provider->issuer, G_URI_FLAGS_NONE, NULL);
      ReeveProviderOffer *offer = reeve_provider_offer_new ();

      offer->id = g_strdup (provider->id);
      offer->label = g_strdup (provider->label);
      offer->host = g_strdup (uri != NULL ? g_uri_get_host (uri) : NULL);
      g_ptr_array_add (offers->providers, offer);
    }
  call->reply = REEVE_RECORD (g_steal_pointer (&offers));
  return TRUE;
}

/* --- Start --- */

static char *
make_purpose (ReeveCall *call)
{
  return g_strconcat ("provider-ticket:", call->source.thumbprint, NULL);
}

static ReeveIdentityProvider *
find_provider (ReeveCall *call, const char *id, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_READ, error);

  return tx != NULL ? reeve_identity_providers_find (tx, id, NULL, NULL, error) : NULL;
}

gboolean
sign_in_provider_start (ReeveCall *call, GError **error)
{
  ReeveProviderSignIn *body = REEVE_PROVIDER_SIGN_IN (call->body);
  g_autoptr (ReeveIdentityProvider) provider = NULL;
  g_autofree char *purpose = make_purpose (call);
  g_autofree char *redirect = NULL;

  if (call->openid == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_BUSY, NULL, "nobody can be asked");
      return FALSE;
    }
  provider = find_provider (call, body->provider, error);
  if (provider == NULL)
    return FALSE;
  redirect = g_strdup_printf ("http://127.0.0.1:%" G_GINT64_FORMAT REEVE_PROVIDER_REDIRECT_PATH, body->port);

  const ReeveProviderWay way = {
    .provider = provider, .bound_to = purpose, .redirect = redirect, .note = body->device
  };
  call->reply = REEVE_RECORD (reeve_provider_trip_begin (call, &way, error));
  return call->reply != NULL;
}

/* --- End --- */

static gboolean
fail_stranger (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "provider_stranger",
                   "the provider knows this person, the workspace does not");
  return FALSE;
}

/* An address that the provider has verified, of a domain that it may vouch for. */
static gboolean
check_email (Completion *self, GError **error)
{
  if (reeve_provider_may_vouch (self->trip.provider, self->trip.word.email))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "provider_email",
                   "the provider names no verified address of a domain that it may vouch for");
  return FALSE;
}

static gboolean
find_account (ReeveCall *call, ReeveTx *tx, Completion *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  self->credentials = reeve_accounts_find_credentials (tx, self->trip.word.email, &local);
  if (self->credentials == NULL && !g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (self->credentials == NULL || self->credentials->breach_locked != 0 ||
      !reeve_provider_is_same_address (self->credentials->email, self->trip.word.email))
    return fail_stranger (error);
  return TRUE;
}

static gboolean
is_among (GPtrArray *workspaces, const char *id)
{
  for (guint i = 0; i < workspaces->len; i++)
    if (g_str_equal (((ReeveWorkspace *) workspaces->pdata[i])->id, id))
      return TRUE;
  return FALSE;
}

/* Whoever has the address there today may not be whoever had it then. Workspaces of the same provider would
 * hear the same word at a sign-in of their own. */
static gboolean
check_subject (ReeveTx *tx, Completion *self, GPtrArray *workspaces, GError **error)
{
  for (guint i = 0; i < workspaces->len; i++)
    if (!reeve_federation_bind (tx, self->federation, ((ReeveWorkspace *) workspaces->pdata[i])->id, error))
      return FALSE;
  if (!reeve_memberships_keep_trusting (tx, workspaces, self->federation, error))
    return FALSE;
  return is_among (workspaces, self->trip.workspace) || fail_stranger (error);
}

/* Where the person would be let in, and whether a role there demands the second factor. */
static gboolean
find_workspaces (ReeveCall *call, ReeveTx *tx, Completion *self, GError **error)
{
  gboolean replaced = self->trip.provider->trusts_second_factor && self->trip.word.second_factor;
  g_autoptr (GPtrArray) workspaces =
    reeve_memberships_list (call->installation, self->credentials->id, NULL, call->deadline, error);

  if (workspaces == NULL)
    return FALSE;
  self->federation =
    reeve_federation_new (self->credentials->id, self->credentials->email, self->trip.provider->issuer,
                          self->trip.provider->client_id, self->trip.word.subject, replaced);
  if (!check_subject (tx, self, workspaces, error))
    return FALSE;
  self->demands_second_factor = !replaced && reeve_memberships_demand_second_factor (workspaces);
  return TRUE;
}

static gboolean
ask_for_code (ReeveCall *call, ReeveTx *tx, Completion *self, const char *device, GError **error)
{
  g_autoptr (ReeveSecret) challenge = reeve_opaque_token_new ();
  g_autoptr (GBytes) hash = reeve_opaque_token_hash (challenge);
  g_autoptr (ReeveTokens) tokens = reeve_tokens_new ();

  if (!reeve_sessions_put_challenge (tx, hash, self->credentials->id, call->source.thumbprint, device,
                                     call->now + REEVE_CHALLENGE_LIFE, error) ||
      !reeve_federation_set_challenge (tx, self->federation, hash, error))
    return FALSE;
  call->noted_action = REEVE_LOG_FACTOR_CHALLENGE; /* nobody is in yet */
  tokens->stage = g_intern_static_string ("code");
  tokens->challenge = g_steal_pointer (&challenge);
  call->reply = REEVE_RECORD (g_steal_pointer (&tokens));
  return TRUE;
}

/* A second factor is the whole account's: a provider that other workspaces do not trust must not be what sets
 * it up. */
static gboolean
check_may_enrol (ReeveTx *tx, Completion *self, GError **error)
{
  gboolean covers;

  if (!reeve_federation_covers (tx, self->federation, self->credentials->id, &covers, error))
    return FALSE;
  if (!covers)
    reeve_set_error (error, REEVE_ERROR_SECOND_FACTOR, "provider_enrol",
                     "a second factor is due, and this provider is not trusted by all workspaces");
  return covers;
}

static gboolean
let_in (ReeveCall *call, ReeveTx *tx, Completion *self, GError **error)
{
  const ReeveCredentials *credentials = self->credentials;
  const char *device = self->trip.note;

  if (credentials->totp_sealed != NULL && !self->federation->provider_factor)
    return ask_for_code (call, tx, self, device, error);
  if (self->demands_second_factor && !check_may_enrol (tx, self, error))
    return FALSE;
  return reeve_session_begin (call, tx, credentials->id, credentials->email, credentials->display_name,
                              device, self->demands_second_factor ? "enrol" : "complete", FALSE, error) &&
         reeve_session_federate (call, tx, self->federation, error);
}

/* Whoever cools off here after wrong passwords does so whichever way they come. */
static gboolean
check_pause (ReeveCall *call, ReeveTx *tx, Completion *self, GError **error)
{
  g_autoptr (ReeveAttempt) attempt =
    reeve_attempt_new (call, tx, self->credentials->id, self->credentials->email, error);

  return attempt != NULL && reeve_attempt_check (attempt, tx, REEVE_ATTEMPT_PASSWORD, call->now, error);
}

gboolean
sign_in_provider_complete (ReeveCall *call, GError **error)
{
  g_autofree char *purpose = make_purpose (call);
  g_auto (Completion) self = { 0 };
  g_autoptr (ReeveTx) tx = NULL;

  if (!reeve_provider_trip_end (call, purpose, REEVE_PROVIDER_ANSWER (call->body), &self.trip, error) ||
      !check_email (&self, error))
    return FALSE;

  tx = begin (call, REEVE_TX_WRITE, error);
  if (tx == NULL || !find_account (call, tx, &self, error) || !check_pause (call, tx, &self, error) ||
      !find_workspaces (call, tx, &self, error) || !let_in (call, tx, &self, error) ||
      !reeve_tx_commit (tx, error))
    return FALSE;

  reeve_jobs_wake (call->installation);
  return TRUE;
}
