/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Tickets, and the two halves of a trip. */

#include "config.h"

#include "service/api/provider-trip.h"

#include "common/encoding.h"
#include "service/api/identity-provider.h"
#include "service/store/federation.h"
#include "service/store/identity-providers.h"
#include "service/store/keys.h"

#define TICKET_LIFE (10 * G_TIME_SPAN_MINUTE)

/* What a ticket holds, one a line. */
enum
{
  TICKET_EXPIRES,
  TICKET_PROVIDER,
  TICKET_REDIRECT,
  TICKET_STATE,
  TICKET_NONCE,
  TICKET_VERIFIER,
  TICKET_NOTE,
  N_TICKET
};

void
reeve_provider_trip_clear (ReeveProviderTrip *self)
{
  g_clear_object (&self->provider);
  g_clear_pointer (&self->workspace, g_free);
  g_clear_pointer (&self->note, g_free);
  reeve_openid_word_clear (&self->word);
}

gboolean
reeve_provider_is_same_address (const char *a, const char *b)
{
  g_autofree char *first = g_utf8_normalize (a, -1, G_NORMALIZE_NFC);
  g_autofree char *second = g_utf8_normalize (b, -1, G_NORMALIZE_NFC);

  return first != NULL && second != NULL && g_ascii_strcasecmp (first, second) == 0;
}

gboolean
reeve_provider_may_vouch (ReeveIdentityProvider *provider, const char *email)
{
  g_autofree char *domain = reeve_identity_provider_domain_of (email);

  return domain != NULL && provider->domains != NULL &&
         g_strv_contains ((const char *const *) provider->domains, domain);
}

static ReeveOpenIdRequest
make_request (char *const *ticket, ReeveIdentityProvider *provider)
{
  return (ReeveOpenIdRequest) { .issuer = provider->issuer,
                                .client = provider->client_id,
                                .redirect = ticket[TICKET_REDIRECT],
                                .state = ticket[TICKET_STATE],
                                .nonce = ticket[TICKET_NONCE],
                                .verifier = ticket[TICKET_VERIFIER] };
}

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

/* --- Begin --- */

static ReeveSecret *
seal_ticket (ReeveCall *call, const char *bound_to, char *const *ticket)
{
  g_autoptr (ReeveSecret) plain = reeve_secret_new_take (g_strjoinv ("\n", (char **) ticket));
  g_autoptr (GBytes) sealed =
    reeve_seal (reeve_installation_get_sealing_key (call->installation), plain, bound_to);

  return reeve_secret_new_take (
    reeve_base64url_encode (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed)));
}

ReeveProviderStart *
reeve_provider_trip_begin (ReeveCall *call, const ReeveProviderWay *way, GError **error)
{
  g_autoptr (ReeveProviderStart) start = reeve_provider_start_new ();
  g_auto (GStrv) ticket = g_new0 (char *, N_TICKET + 1);
  g_autoptr (GError) local = NULL;
  char *url;

  if (!check_openid (call, error))
    return NULL;
  ticket[TICKET_EXPIRES] = g_strdup_printf ("%" G_GINT64_FORMAT, call->now + TICKET_LIFE);
  ticket[TICKET_PROVIDER] = g_strdup (way->provider->id);
  ticket[TICKET_REDIRECT] = g_strdup (way->redirect);
  ticket[TICKET_STATE] = new_random ();
  ticket[TICKET_NONCE] = new_random ();
  ticket[TICKET_VERIFIER] = new_random ();
  ticket[TICKET_NOTE] = g_strdup (way->note != NULL ? way->note : "");

  const ReeveOpenIdRequest request = make_request (ticket, way->provider);
  url = reeve_openid_make_url (call->openid, &request, call->deadline, &local);
  if (url == NULL)
    {
      hush (way->provider, &local);
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  start->ticket = seal_ticket (call, way->bound_to, ticket);
  start->state = reeve_secret_new_text (ticket[TICKET_STATE]);
  start->url = reeve_secret_new_take (url);
  return g_steal_pointer (&start);
}

/* --- End --- */

static gboolean
fail_ticket (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "ticket", "this sign-in is over; start again");
  return FALSE;
}

static gboolean
open_ticket (ReeveCall *call,
             const char *bound_to,
             ReeveProviderAnswer *answer,
             GStrv *ticket,
             gint64 *expires,
             GError **error)
{
  gsize length = 0;
  guint8 *bytes = reeve_base64url_decode (reeve_secret_get_text (answer->ticket), -1, &length);
  g_autoptr (GBytes) sealed = bytes != NULL ? g_bytes_new_take (bytes, length) : NULL;
  g_autoptr (ReeveSecret) plain = NULL;
  g_autoptr (ReeveSecret) state = NULL;

  if (sealed != NULL)
    plain = reeve_unseal (reeve_installation_get_sealing_key (call->installation), sealed, bound_to, NULL);
  if (plain == NULL)
    return fail_ticket (error);
  *ticket = g_strsplit (reeve_secret_get_text (plain), "\n", N_TICKET);
  if (g_strv_length (*ticket) != N_TICKET)
    return fail_ticket (error);
  *expires = g_ascii_strtoll ((*ticket)[TICKET_EXPIRES], NULL, 10);
  state = reeve_secret_new_text ((*ticket)[TICKET_STATE]);
  return (*expires > call->now && reeve_secret_equal (state, answer->state)) || fail_ticket (error);
}

/* The ticket is used up before the provider is asked: two that come at once are told apart here. */
static gboolean
use_ticket (ReeveCall *call,
            char *const *ticket,
            gint64 expires,
            ReeveProviderTrip *trip,
            ReeveSecret **password,
            GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (call->installation),
                                           REEVE_TX_WRITE, call->deadline, error);
  g_autoptr (ReeveSecret) state = reeve_secret_new_text (ticket[TICKET_STATE]);
  g_autoptr (GBytes) hash = reeve_opaque_token_hash (state);
  g_autoptr (GBytes) sealed = NULL;

  if (tx == NULL || !reeve_federation_use_ticket (tx, hash, call->now, expires, error))
    return FALSE;
  trip->provider =
    reeve_identity_providers_find (tx, ticket[TICKET_PROVIDER], &trip->workspace, &sealed, error);
  if (trip->provider == NULL || !reeve_tx_commit (tx, error))
    return FALSE;
  if (sealed == NULL)
    return TRUE;
  *password = reeve_identity_provider_unseal (call, trip->workspace, sealed, error);
  return *password != NULL;
}

gboolean
reeve_provider_trip_end (ReeveCall *call,
                         const char *bound_to,
                         ReeveProviderAnswer *answer,
                         ReeveProviderTrip *trip,
                         GError **error)
{
  g_auto (GStrv) ticket = NULL;
  g_autoptr (ReeveSecret) password = NULL;
  g_autoptr (GError) local = NULL;
  gint64 expires;

  if (!check_openid (call, error) || !open_ticket (call, bound_to, answer, &ticket, &expires, error) ||
      !use_ticket (call, ticket, expires, trip, &password, error))
    return FALSE;
  if (*ticket[TICKET_NOTE] != '\0')
    trip->note = g_strdup (ticket[TICKET_NOTE]);

  const ReeveOpenIdRequest request = make_request (ticket, trip->provider);
  const ReeveOpenIdResponse response = {
    .code = answer->code, .issuer = answer->issuer, .password = password, .now = call->now
  };
  if (reeve_openid_redeem (call->openid, &request, &response, call->deadline, &trip->word, &local))
    return TRUE;
  hush (trip->provider, &local);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
