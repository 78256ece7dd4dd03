/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The order matters: the proof first (its key must match the token's), the replay cache last, so that only
 * requests that were right in every other way take up room in it. */

#include "config.h"

#include "service/http/authentication.h"

#include <string.h>

#include "common/clock.h"
#include "common/dpop.h"
#include "service/api/confirmation.h"
#include "service/api/identity-provider.h"
#include "service/api/scope.h"
#include "service/api/second-factor-demands.h"
#include "service/http/freshness.h"
#include "service/store/sessions.h"
#include "service/store/users.h"

/* About 50 MB at worst; at fewer than 1,600 requests a second no nonce goes stale early. */
#define MAX_PROOFS 1000000

struct _ReeveAuthentication
{
  ReeveTokenSigner *signer; /* borrowed */
  ReeveFreshness *freshness;
};

/* (nullable) */
static const char *
get_token (ReeveExchange *exchange)
{
  const char *header = exchange->authorization;

  if (header == NULL || g_ascii_strncasecmp (header, "DPoP ", 5) != 0)
    return NULL;
  return header + 5;
}

static gboolean
set_signed_out (GError **error, const char *reason, const char *message)
{
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, reason, "%s", message);
  return FALSE;
}

static gboolean
verify_proof (ReeveExchange *exchange, const char *token, ReeveDpopProof *proof, GError **error)
{
  g_autofree char *uri = g_strconcat (exchange->origin, exchange->path, NULL);
  ReeveDpopRequest request = {
    .method = exchange->method,
    .uri = uri,
    .access_token = token,
    .body = exchange->body_bytes,
  };

  return reeve_dpop_verify (exchange->dpop, &request, proof, error);
}

ReeveAuthentication *
reeve_authentication_new (ReeveTokenSigner *signer)
{
  ReeveAuthentication *self = g_new0 (ReeveAuthentication, 1);

  self->signer = signer;
  self->freshness = reeve_freshness_new (MAX_PROOFS);
  return self;
}

void
reeve_authentication_free (ReeveAuthentication *self)
{
  if (self == NULL)
    return;
  reeve_freshness_free (self->freshness);
  g_free (self);
}

void
reeve_credentials_clear (ReeveCredentials *self)
{
  g_clear_pointer (&self->thumbprint, g_free);
  if (self->has_token)
    reeve_access_claims_clear (&self->claims);
  self->has_token = FALSE;
}

gboolean
reeve_authentication_has_credentials (ReeveExchange *exchange, const ReeveRoute *route, GError **error)
{
  if ((route->flags & REEVE_ROUTE_PUBLIC) != 0)
    return TRUE;
  if ((route->flags & REEVE_ROUTE_OPEN) == 0 && get_token (exchange) == NULL)
    return set_signed_out (error, NULL, "this needs `Authorization: DPoP` and an access token");
  if (exchange->dpop == NULL)
    return set_signed_out (error, "proof", "this needs a DPoP proof");
  return TRUE;
}

gboolean
reeve_authentication_check_token (ReeveAuthentication *self, ReeveExchange *exchange, GError **error)
{
  g_auto (ReeveAccessClaims) claims = { 0 };
  const char *token = get_token (exchange);

  if (token == NULL)
    return set_signed_out (error, NULL, "this needs `Authorization: DPoP` and an access token");
  return reeve_token_signer_verify (self->signer, token, exchange->time, &claims, error);
}

gboolean
reeve_authentication_verify (ReeveAuthentication *self,
                             ReeveExchange *exchange,
                             ReeveCredentials *credentials,
                             GError **error)
{
  const ReeveRoute *route = exchange->match.route;
  const char *token = (route->flags & REEVE_ROUTE_OPEN) == 0 ? get_token (exchange) : NULL;
  gint64 now = g_get_monotonic_time ();
  gint64 made;
  g_auto (ReeveDpopProof) proof = { NULL };

  if (!verify_proof (exchange, token, &proof, error))
    return FALSE;
  g_clear_pointer (&exchange->nonce, g_free);
  if (!reeve_freshness_check_nonce (self->freshness, proof.nonce, now, &made, &exchange->nonce, error))
    return FALSE;
  g_set_str (&credentials->thumbprint, reeve_key_get_thumbprint (proof.key));
  if (token != NULL)
    {
      if (!reeve_token_signer_verify (self->signer, token, exchange->time, &credentials->claims, error))
        return FALSE;
      credentials->has_token = TRUE;
      if (!g_str_equal (credentials->claims.thumbprint, credentials->thumbprint))
        return set_signed_out (error, "proof", "the proof is of another key than the token");
    }
  return reeve_freshness_use_proof (self->freshness, credentials->thumbprint, proof.jti, made, now, error);
}

/* What an identity provider says of a person counts where it is trusted, and nowhere else: a session of it
 * finds other workspaces as missing as a stranger does, and does nothing with the whole account unless every
 * workspace of it trusts the provider. */
static gboolean
check_federation (ReeveTx *directory,
                  const ReeveSessionCheck *check,
                  const ReeveRoute *route,
                  const char *workspace,
                  GError **error)
{
  gboolean may = TRUE;

  if (check->federation == NULL)
    return TRUE;
  if (workspace != NULL)
    {
      if (!reeve_federation_may_enter (directory, check->federation, workspace, &may, error))
        return FALSE;
      if (!may)
        reeve_authentication_set_no_workspace (error);
      return may;
    }
  if ((route->flags & REEVE_ROUTE_FEDERATED) != 0)
    return TRUE;
  if (!reeve_federation_covers (directory, check->federation, check->account, &may, error))
    return FALSE;
  if (!may)
    reeve_set_error (error, REEVE_ERROR_DENIED, "federated",
                     "not all of the account's workspaces trust the provider of this session");
  return may;
}

ReeveCaller *
reeve_authentication_find_caller (ReeveTx *directory,
                                  const ReeveCredentials *credentials,
                                  const ReeveRoute *route,
                                  const char *workspace,
                                  gint64 now,
                                  GError **error)
{
  g_auto (ReeveSessionCheck) check = { NULL };
  const ReeveAccessClaims *claims = &credentials->claims;

  if (!reeve_sessions_check (directory, claims->session, workspace, now, &check, error))
    return NULL;
  if (g_strcmp0 (check.account, claims->account) != 0 ||
      g_strcmp0 (check.thumbprint, credentials->thumbprint) != 0)
    {
      set_signed_out (error, "session_ended", "the session is not this token's");
      return NULL;
    }
  if (g_strcmp0 (check.stage, "enrol") == 0 && (route->flags & REEVE_ROUTE_ENROL) == 0)
    {
      reeve_set_error (error, REEVE_ERROR_SECOND_FACTOR, "enrol", "enrol a second factor first");
      return NULL;
    }
  if (!check_federation (directory, &check, route, workspace, error))
    return NULL;
  ReeveCaller *caller = g_new0 (ReeveCaller, 1);
  caller->account = g_steal_pointer (&check.account);
  caller->account_name = g_steal_pointer (&check.account_name);
  caller->session = g_strdup (claims->session);
  caller->thumbprint = g_strdup (credentials->thumbprint);
  caller->stage = check.stage;
  caller->last_used = check.last_used;
  caller->factor_proved = reeve_session_check_has_proof (&check);
  caller->has_factor = check.has_factor;
  caller->needs_provider = check.needs_provider;
  caller->unconfirmed = !reeve_confirmation_check (&check, NULL);
  caller->federation = g_steal_pointer (&check.federation);
  return caller;
}

/* A member is told why: strangers hear that there is no such workspace before. */
static gboolean
check_way_in (const ReeveCaller *caller, GError **error)
{
  if (caller->unconfirmed)
    return reeve_confirmation_refuse (error);
  if (!caller->needs_provider ||
      reeve_identity_provider_is_bypassed (caller->capabilities, caller->factor_proved))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_DENIED, "provider_required",
                   "this workspace is entered through its identity provider");
  return FALSE;
}

static ReeveScopeAnswer
judge (const ReeveCaller *caller, const ReeveRoute *route)
{
  const ReeveScopeDoor door = { .capability = route->capability,
                                .bounded = (route->flags & REEVE_ROUTE_SCOPED) != 0,
                                .ungranted = (route->flags & REEVE_ROUTE_UNGRANTED) != 0,
                                .granted = (route->flags & REEVE_ROUTE_GRANTED) != 0 };

  return reeve_scope_judge (caller, &door);
}

gboolean
reeve_authentication_check_member (ReeveTx *workspace,
                                   ReeveCaller *caller,
                                   const ReeveRoute *route,
                                   GError **error)
{
  g_autoptr (GError) local = NULL;
  g_auto (GStrv) roles = NULL;
  ReeveScopeAnswer answer;

  if (!reeve_users_check_membership (workspace, caller->account, &roles, &local))
    {
      if (reeve_error_get_code (local) == REEVE_ERROR_NOT_FOUND)
        reeve_authentication_set_no_workspace (error);
      else
        g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_strfreev (caller->roles);
  caller->roles = g_steal_pointer (&roles);
  if (!reeve_scope_read_capabilities (workspace, caller, error))
    return FALSE;
  answer = judge (caller, route);
  if (answer == REEVE_SCOPE_HIDDEN)
    {
      reeve_authentication_set_no_workspace (error);
      return FALSE;
    }
  if (!check_way_in (caller, error) ||
      !reeve_second_factor_check_caller (workspace, caller, reeve_clock_now (), error))
    return FALSE;
  if (answer == REEVE_SCOPE_DENIED)
    {
      reeve_authentication_set_denied (route->capability, error);
      return FALSE;
    }
  return TRUE;
}

void
reeve_authentication_set_denied (ReeveCapability capability, GError **error)
{
  reeve_set_error (error, REEVE_ERROR_DENIED, NULL, "this needs the capability %s",
                   reeve_capability_to_wire (capability));
}

void
reeve_authentication_set_no_workspace (GError **error)
{
  reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such path");
}
