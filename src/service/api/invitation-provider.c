/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Who may be vouched for, and the sealed word. */

#include "config.h"

#include "service/api/invitation-provider.h"

#include <string.h>

#include "common/encoding.h"
#include "service/api/invitations.h"
#include "service/api/provider-trip.h"
#include "service/store/federation.h"
#include "service/store/identity-providers.h"
#include "service/store/keys.h"
#include "service/store/links.h"

/* What a sealed word holds, one a line; the subject, which may be any text, encoded. */
enum
{
  VOUCH_EXPIRES,
  VOUCH_PROVIDER,
  VOUCH_ISSUER,
  VOUCH_CLIENT,
  VOUCH_SUBJECT,
  VOUCH_EMAIL,
  N_VOUCH
};

/* --- For whom --- */

/* Whether there is nothing to get into by the provider's word that it does not open already. */
static gboolean
is_open_to (ReeveTx *directory,
            ReeveIdentityProvider *provider,
            const char *workspace,
            const char *subject,
            const ReeveCredentials *account,
            gboolean *open,
            GError **error)
{
  g_autoptr (ReeveFederation) federation = NULL;
  gboolean blank;
  guint joined;

  *open = account == NULL;
  if (account == NULL)
    return TRUE;
  federation =
    reeve_federation_new (account->id, account->email, provider->issuer, provider->client_id, subject, FALSE);
  blank = account->password_hash == NULL && account->totp_sealed == NULL;
  if (!reeve_federation_covers_joined (directory, federation, workspace, open, &joined, error))
    return FALSE;
  *open = *open && (blank || joined > 0);
  return TRUE;
}

gboolean
reeve_invitation_provider_find (ReeveTx *directory,
                                const char *workspace,
                                const char *email,
                                const char *subject,
                                const ReeveCredentials *account,
                                ReeveIdentityProvider **provider,
                                GError **error)
{
  g_autoptr (ReeveIdentityProvider) found = reeve_identity_providers_get (directory, workspace, NULL, error);
  gboolean open;

  *provider = NULL;
  if (found == NULL)
    return FALSE;
  if (!found->enabled || !reeve_provider_may_vouch (found, email))
    return TRUE;
  if (!is_open_to (directory, found, workspace, subject, account, &open, error))
    return FALSE;
  if (open)
    *provider = g_steal_pointer (&found);
  return TRUE;
}

/* --- There --- */

/* What is sealed for one link opens with no other. */
static char *
make_purpose (const char *what, const ReeveSecret *token)
{
  const char *text = reeve_secret_get_text (token);
  guint8 digest[32];
  g_autofree char *hash = NULL;

  reeve_sha256 (text, strlen (text), digest);
  hash = reeve_base64url_encode (digest, sizeof digest);
  return g_strconcat (what, ":", hash, NULL);
}

static ReeveIdentityProvider *
read_provider (ReeveCall *call, const ReeveSecret *token, GError **error)
{
  g_autofree char *workspace = NULL;
  g_autoptr (ReeveSecret) secret = NULL;
  g_autoptr (ReeveTx) tx = NULL;

  if (!reeve_link_token_split (token, &workspace, &secret) || workspace == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, "link", "the link does not work, or no longer");
      return NULL;
    }
  tx = reeve_db_begin (reeve_installation_get_directory (call->installation), REEVE_TX_READ, call->deadline,
                       error);
  return tx != NULL ? reeve_identity_providers_get (tx, workspace, NULL, error) : NULL;
}

ReeveProviderStart *
reeve_invitation_provider_start (ReeveCall *call,
                                 const ReeveSecret *token,
                                 const char *redirect,
                                 GError **error)
{
  g_autoptr (ReeveInvitationView) view = reeve_invitation_look (call, token, error);
  g_autoptr (ReeveIdentityProvider) provider = NULL;
  g_autofree char *purpose = make_purpose ("invitation-trip", token);

  if (view == NULL)
    return NULL;
  if (view->provider == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, "provider", "this way is not open");
      return NULL;
    }
  provider = read_provider (call, token, error);
  if (provider == NULL)
    return NULL;
  const ReeveProviderWay way = { .provider = provider, .bound_to = purpose, .redirect = redirect };
  return reeve_provider_trip_begin (call, &way, error);
}

/* --- And back --- */

static ReeveSecret *
seal (ReeveCall *call, const ReeveSecret *token, const ReeveProviderTrip *trip)
{
  g_autofree char *purpose = make_purpose ("invitation-vouch", token);
  g_autofree char *expires = g_strdup_printf ("%" G_GINT64_FORMAT, call->now + REEVE_VOUCH_LIFE);
  g_autofree char *subject = reeve_base64url_encode (trip->word.subject, strlen (trip->word.subject));
  g_autoptr (ReeveSecret) plain =
    reeve_secret_new_take (g_strjoin ("\n", expires, trip->provider->id, trip->provider->issuer,
                                      trip->provider->client_id, subject, trip->word.email, NULL));
  g_autoptr (GBytes) sealed =
    reeve_seal (reeve_installation_get_sealing_key (call->installation), plain, purpose);

  return reeve_secret_new_take (
    reeve_base64url_encode (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed)));
}

ReeveSecret *
reeve_invitation_provider_end (ReeveCall *call,
                               const ReeveSecret *token,
                               ReeveProviderAnswer *answer,
                               GError **error)
{
  g_autofree char *purpose = make_purpose ("invitation-trip", token);
  g_autoptr (ReeveInvitationView) view = reeve_invitation_look (call, token, error);
  g_auto (ReeveProviderTrip) trip = { 0 };

  if (view == NULL || !reeve_provider_trip_end (call, purpose, answer, &trip, error))
    return NULL;
  if (trip.word.email == NULL || !reeve_provider_may_vouch (trip.provider, trip.word.email) ||
      !reeve_provider_is_same_address (trip.word.email, view->email))
    {
      reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "provider_email",
                       "the provider names no verified address, or another one than is invited");
      return NULL;
    }
  return seal (call, token, &trip);
}

void
reeve_vouch_free (ReeveVouch *self)
{
  if (self == NULL)
    return;
  g_free (self->provider);
  g_free (self->issuer);
  g_free (self->client);
  g_free (self->email);
  g_free (self->subject);
  g_free (self);
}

static ReeveVouch *
read_vouch (ReeveCall *call, const ReeveSecret *plain)
{
  g_auto (GStrv) lines = g_strsplit (reeve_secret_get_text (plain), "\n", N_VOUCH);
  ReeveVouch *self;

  if (g_strv_length (lines) != N_VOUCH || g_ascii_strtoll (lines[VOUCH_EXPIRES], NULL, 10) <= call->now)
    return NULL;
  self = g_new0 (ReeveVouch, 1);
  self->provider = g_strdup (lines[VOUCH_PROVIDER]);
  self->issuer = g_strdup (lines[VOUCH_ISSUER]);
  self->client = g_strdup (lines[VOUCH_CLIENT]);
  self->email = g_strdup (lines[VOUCH_EMAIL]);
  self->subject = (char *) reeve_base64url_decode (lines[VOUCH_SUBJECT], -1, NULL);
  return self;
}

ReeveVouch *
reeve_vouch_open (ReeveCall *call, const ReeveSecret *token, const char *sealed)
{
  g_autofree char *purpose = make_purpose ("invitation-vouch", token);
  gsize length = 0;
  guint8 *bytes = reeve_base64url_decode (sealed, -1, &length);
  g_autoptr (GBytes) box = bytes != NULL ? g_bytes_new_take (bytes, length) : NULL;
  g_autoptr (ReeveSecret) plain = NULL;

  if (box != NULL)
    plain = reeve_unseal (reeve_installation_get_sealing_key (call->installation), box, purpose, NULL);
  return plain != NULL ? read_vouch (call, plain) : NULL;
}

gboolean
reeve_vouch_holds (const ReeveVouch *self, ReeveIdentityProvider *provider, const char *email)
{
  return g_strcmp0 (self->provider, provider->id) == 0 && g_strcmp0 (self->issuer, provider->issuer) == 0 &&
         g_strcmp0 (self->client, provider->client_id) == 0 &&
         reeve_provider_is_same_address (self->email, email);
}
