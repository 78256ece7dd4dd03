/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Signing in through an identity provider: which there are for a domain, the start, and the end with what the
 * browser brought back. The start writes nothing: what it must remember is sealed into a ticket that the
 * device keeps, so that nobody can fill the store by starting. The ticket opens with the key of the device
 * that it was made for, and serves once.
 *
 * What a provider says is worth as much as the workspace that chose it: the session enters workspaces that
 * trust the same provider, and no other (store/federation.h). Whoever is turned away hears one thing, whether
 * the account is unknown, suspended, locked by a breach report or a member of other workspaces only. */

#include "config.h"

#include <openssl/crypto.h>
#include <string.h>

#include "common/encoding.h"
#include "common/sign-in.h"
#include "service/api/attempts.h"
#include "service/api/identity-provider.h"
#include "service/api/memberships.h"
#include "service/api/sessions.h"
#include "service/jobs/jobs.h"
#include "service/store/accounts.h"
#include "service/store/identity-providers.h"
#include "service/store/keys.h"
#include "service/store/sessions.h"

#define TICKET_LIFE (10 * G_TIME_SPAN_MINUTE)

/* What a ticket holds, one a line. */
enum
{
  TICKET_EXPIRES,
  TICKET_PROVIDER,
  TICKET_PORT,
  TICKET_STATE,
  TICKET_NONCE,
  TICKET_VERIFIER,
  TICKET_DEVICE,
  N_TICKET
};

/* A sign-in that comes to its end. */
typedef struct
{
  GStrv ticket;
  gint64 expires;
  ReeveIdentityProvider *provider;
  char *workspace; /* whose provider it is */
  ReeveSecret *password;
  ReeveOpenIdWord word;
  ReeveCredentials *credentials;
  ReeveFederation *federation;
  gboolean demands_second_factor;
} Completion;

static void
clear_completion (Completion *self)
{
  g_clear_pointer (&self->ticket, g_strfreev);
  g_clear_object (&self->provider);
  g_clear_pointer (&self->workspace, g_free);
  g_clear_pointer (&self->password, reeve_secret_unref);
  reeve_openid_word_clear (&self->word);
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

/* --- Tickets --- */

static char *
make_ticket_context (ReeveCall *call)
{
  return g_strconcat ("provider-ticket:", call->source.thumbprint, NULL);
}

static ReeveSecret *
seal_ticket (ReeveCall *call, char *const *ticket)
{
  g_autofree char *context = make_ticket_context (call);
  g_autoptr (ReeveSecret) plain = reeve_secret_new_take (g_strjoinv ("\n", (char **) ticket));
  g_autoptr (GBytes) sealed =
    reeve_seal (reeve_installation_get_sealing_key (call->installation), plain, context);

  return reeve_secret_new_take (
    reeve_base64url_encode (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed)));
}

static gboolean
fail_ticket (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "ticket", "this sign-in is over; start again");
  return FALSE;
}

static gboolean
open_ticket (ReeveCall *call, ReeveProviderAnswer *body, Completion *self, GError **error)
{
  g_autofree char *context = make_ticket_context (call);
  gsize length = 0;
  guint8 *bytes = reeve_base64url_decode (reeve_secret_get_text (body->ticket), -1, &length);
  g_autoptr (GBytes) sealed = bytes != NULL ? g_bytes_new_take (bytes, length) : NULL;
  g_autoptr (ReeveSecret) plain = NULL;
  g_autoptr (ReeveSecret) state = NULL;

  if (sealed != NULL)
    plain = reeve_unseal (reeve_installation_get_sealing_key (call->installation), sealed, context, NULL);
  if (plain == NULL)
    return fail_ticket (error);
  self->ticket = g_strsplit (reeve_secret_get_text (plain), "\n", N_TICKET);
  if (g_strv_length (self->ticket) != N_TICKET)
    return fail_ticket (error);
  self->expires = g_ascii_strtoll (self->ticket[TICKET_EXPIRES], NULL, 10);
  state = reeve_secret_new_text (self->ticket[TICKET_STATE]);
  if (self->expires <= call->now || !reeve_secret_equal (state, body->state))
    return fail_ticket (error);
  return TRUE;
}

static char *
make_redirect (const char *port)
{
  return g_strdup_printf ("http://127.0.0.1:%s" REEVE_PROVIDER_REDIRECT_PATH, port);
}

static ReeveOpenIdRequest
make_request (char *const *ticket, ReeveIdentityProvider *provider, const char *redirect)
{
  return (ReeveOpenIdRequest) { .issuer = provider->issuer,
                                .client = provider->client_id,
                                .redirect = redirect,
                                .state = ticket[TICKET_STATE],
                                .nonce = ticket[TICKET_NONCE],
                                .verifier = ticket[TICKET_VERIFIER] };
}

/* --- Start --- */

static char *
new_random (void)
{
  g_autoptr (ReeveSecret) token = reeve_opaque_token_new ();

  return g_strdup (reeve_secret_get_text (token));
}

/* What servers elsewhere did is for the service's log and for administrators; a stranger hears the reason
 * alone. */
static void
hush (ReeveIdentityProvider *provider, GError **error)
{
  g_autoptr (GError) full = g_steal_pointer (error);

  g_message ("identity provider %s: %s", provider->id, full->message);
  *error = reeve_error_new (reeve_error_get_code (full), reeve_error_get_reason (full),
                            "signing in through the identity provider failed");
  if (reeve_error_get_retry_after_ms (full) > 0)
    reeve_error_set_retry_after_ms (*error, reeve_error_get_retry_after_ms (full));
}

static gboolean
check_openid (ReeveCall *call, GError **error)
{
  if (call->openid == NULL)
    reeve_set_error (error, REEVE_ERROR_BUSY, NULL, "nobody can be asked");
  return call->openid != NULL;
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
  g_autoptr (ReeveProviderStart) start = reeve_provider_start_new ();
  g_auto (GStrv) ticket = g_new0 (char *, N_TICKET + 1);
  g_autofree char *redirect = NULL;
  g_autoptr (GError) local = NULL;
  char *url;

  if (!check_openid (call, error))
    return FALSE;
  provider = find_provider (call, body->provider, error);
  if (provider == NULL)
    return FALSE;
  ticket[TICKET_EXPIRES] = g_strdup_printf ("%" G_GINT64_FORMAT, call->now + TICKET_LIFE);
  ticket[TICKET_PROVIDER] = g_strdup (provider->id);
  ticket[TICKET_PORT] = g_strdup_printf ("%" G_GINT64_FORMAT, body->port);
  ticket[TICKET_STATE] = new_random ();
  ticket[TICKET_NONCE] = new_random ();
  ticket[TICKET_VERIFIER] = new_random ();
  ticket[TICKET_DEVICE] = g_strdup (body->device != NULL ? body->device : "");
  redirect = make_redirect (ticket[TICKET_PORT]);

  const ReeveOpenIdRequest request = make_request (ticket, provider, redirect);
  url = reeve_openid_make_url (call->openid, &request, call->deadline, &local);
  if (url == NULL)
    {
      hush (provider, &local);
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  start->ticket = seal_ticket (call, ticket);
  start->state = reeve_secret_new_text (ticket[TICKET_STATE]);
  start->url = reeve_secret_new_take (url);
  call->reply = REEVE_RECORD (g_steal_pointer (&start));
  return TRUE;
}

/* --- End --- */

/* The ticket is used up before the provider is asked: two that come at once are told apart here. */
static gboolean
use_ticket (ReeveCall *call, Completion *self, GError **error)
{
  g_autoptr (ReeveTx) tx = begin (call, REEVE_TX_WRITE, error);
  g_autoptr (ReeveSecret) state = reeve_secret_new_text (self->ticket[TICKET_STATE]);
  g_autoptr (GBytes) hash = reeve_opaque_token_hash (state);
  g_autoptr (GBytes) sealed = NULL;

  if (tx == NULL || !reeve_federation_use_ticket (tx, hash, call->now, self->expires, error))
    return FALSE;
  self->provider =
    reeve_identity_providers_find (tx, self->ticket[TICKET_PROVIDER], &self->workspace, &sealed, error);
  if (self->provider == NULL || !reeve_tx_commit (tx, error))
    return FALSE;
  if (sealed == NULL)
    return TRUE;
  self->password = reeve_identity_provider_unseal (call, self->workspace, sealed, error);
  return self->password != NULL;
}

static gboolean
redeem (ReeveCall *call, ReeveProviderAnswer *body, Completion *self, GError **error)
{
  g_autofree char *redirect = make_redirect (self->ticket[TICKET_PORT]);
  const ReeveOpenIdRequest request = make_request (self->ticket, self->provider, redirect);
  const ReeveOpenIdResponse response = {
    .code = body->code, .issuer = body->issuer, .password = self->password, .now = call->now
  };
  g_autoptr (GError) local = NULL;

  if (reeve_openid_redeem (call->openid, &request, &response, call->deadline, &self->word, &local))
    return TRUE;
  hush (self->provider, &local);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

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
  g_autofree char *domain = reeve_identity_provider_domain_of (self->word.email);

  if (domain != NULL && g_strv_contains ((const char *const *) self->provider->domains, domain))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "provider_email",
                   "the provider names no verified address of a domain that it may vouch for");
  return FALSE;
}

/* Accounts are found by their folded address, in which letters with and without marks are one; a provider may
 * tell them apart and have both. So it must be the very address, but for the case of its letters. */
static gboolean
is_same_address (const char *a, const char *b)
{
  g_autofree char *first = g_utf8_normalize (a, -1, G_NORMALIZE_NFC);
  g_autofree char *second = g_utf8_normalize (b, -1, G_NORMALIZE_NFC);

  return first != NULL && second != NULL && g_ascii_strcasecmp (first, second) == 0;
}

static gboolean
find_account (ReeveCall *call, ReeveTx *tx, Completion *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  self->credentials = reeve_accounts_find_credentials (tx, self->word.email, &local);
  if (self->credentials == NULL && !g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (self->credentials == NULL || self->credentials->breach_locked != 0 ||
      !is_same_address (self->credentials->email, self->word.email))
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

/* Where the person would be let in, and whether a role there demands the second factor. */
static gboolean
find_workspaces (ReeveCall *call, ReeveTx *tx, Completion *self, GError **error)
{
  gboolean replaced = self->provider->trusts_second_factor && self->word.second_factor;
  g_autoptr (GPtrArray) workspaces =
    reeve_memberships_list (call->installation, self->credentials->id, NULL, call->deadline, error);

  if (workspaces == NULL)
    return FALSE;
  self->federation = reeve_federation_new (self->provider->issuer, self->provider->client_id,
                                           self->credentials->email, replaced);
  if (!reeve_memberships_keep_trusting (tx, workspaces, self->federation, error))
    return FALSE;
  if (!is_among (workspaces, self->workspace))
    return fail_stranger (error);
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
  const char *device = *self->ticket[TICKET_DEVICE] != '\0' ? self->ticket[TICKET_DEVICE] : NULL;

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
  ReeveProviderAnswer *body = REEVE_PROVIDER_ANSWER (call->body);
  g_auto (Completion) self = { 0 };
  g_autoptr (ReeveTx) tx = NULL;

  if (!check_openid (call, error) || !open_ticket (call, body, &self, error) ||
      !use_ticket (call, &self, error) || !redeem (call, body, &self, error) || !check_email (&self, error))
    return FALSE;

  tx = begin (call, REEVE_TX_WRITE, error);
  if (tx == NULL || !find_account (call, tx, &self, error) || !check_pause (call, tx, &self, error) ||
      !find_workspaces (call, tx, &self, error) || !let_in (call, tx, &self, error) ||
      !reeve_tx_commit (tx, error))
    return FALSE;

  reeve_jobs_wake (call->installation);
  return TRUE;
}
