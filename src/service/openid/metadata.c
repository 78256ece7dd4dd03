/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The document is believed only where it calls itself what the administrator typed, to the letter: that is
 * what keeps one provider from answering for another (Discovery 1.0, 4.3). */

#include "config.h"

#include "service/openid/metadata.h"

#include <string.h>

#include "common/error.h"
#include "service/openid/claims.h"

#define MOST_URL 2000

ReeveMetadata *
reeve_metadata_ref (ReeveMetadata *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
reeve_metadata_unref (ReeveMetadata *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->authorization);
  g_free (self->token);
  g_free (self->userinfo);
  g_free (self->keys);
  g_free (self);
}

const char *
reeve_metadata_get_problem (const GError *error)
{
  const char *reason = reeve_error_get_reason (error);

  return g_strcmp0 (reason, "provider_down") == 0      ? "unreachable"
         : g_strcmp0 (reason, "provider_private") == 0 ? "private_address"
                                                       : "answer";
}

static gboolean
fail (GError **error, const char **problem, const char *word, const char *message)
{
  *problem = word;
  reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "provider_answer", "%s", message);
  return FALSE;
}

/* An endpoint that we or the browser will ask. */
static char *
read_endpoint (const ReeveFetchOptions *options, JsonObject *document, const char *name)
{
  const char *url = reeve_claims_get_text (document, name);

  return url != NULL && strlen (url) <= MOST_URL && reeve_fetch_may_ask (options, url) ? g_strdup (url)
                                                                                       : NULL;
}

static gboolean
check_abilities (JsonObject *document, const char **problem, GError **error)
{
  if (json_object_has_member (document, "response_types_supported") &&
      !reeve_claims_list_has (document, "response_types_supported", "code"))
    return fail (error, problem, "no_code_flow", "the provider does not know the authorization code flow");
  if (json_object_has_member (document, "code_challenge_methods_supported") &&
      !reeve_claims_list_has (document, "code_challenge_methods_supported", "S256"))
    return fail (error, problem, "no_pkce", "the provider does not know PKCE with S256");
  return TRUE;
}

static gboolean
read_document (ReeveMetadata *self,
               const ReeveFetchOptions *options,
               JsonObject *document,
               const char **problem,
               GError **error)
{
  static const char *const methods = "token_endpoint_auth_methods_supported";

  self->authorization = read_endpoint (options, document, "authorization_endpoint");
  self->token = read_endpoint (options, document, "token_endpoint");
  self->userinfo = read_endpoint (options, document, "userinfo_endpoint");
  self->keys = read_endpoint (options, document, "jwks_uri");
  self->secret_in_body = json_object_has_member (document, methods) &&
                         !reeve_claims_list_has (document, methods, "client_secret_basic") &&
                         reeve_claims_list_has (document, methods, "client_secret_post");
  self->names_itself = reeve_claims_is_true (document, "authorization_response_iss_parameter_supported");
  if (self->authorization == NULL || self->token == NULL || self->keys == NULL)
    return fail (error, problem, "answer", "the provider's description lacks an https address");
  return check_abilities (document, problem, error);
}

ReeveMetadata *
reeve_metadata_fetch (const ReeveFetchOptions *options,
                      const char *issuer,
                      gint64 deadline,
                      const char **problem,
                      GError **error)
{
  gsize length = strlen (issuer);
  g_autofree char *url =
    g_strdup_printf ("%.*s/.well-known/openid-configuration",
                     (int) (g_str_has_suffix (issuer, "/") ? length - 1 : length), issuer);
  const ReeveFetchRequest request = { .url = url };
  g_autoptr (GBytes) body = NULL;
  g_autoptr (JsonObject) document = NULL;
  g_autoptr (ReeveMetadata) self = NULL;
  g_autoptr (GError) local = NULL;
  unsigned status;

  body = reeve_fetch (options, &request, deadline, &status, &local);
  if (body == NULL)
    {
      *problem = reeve_metadata_get_problem (local);
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  document = status == 200 ? reeve_claims_parse (body, NULL) : NULL;
  if (document == NULL)
    {
      fail (error, problem, "answer", "there is no description of a provider at this address");
      return NULL;
    }
  if (g_strcmp0 (reeve_claims_get_text (document, "issuer"), issuer) != 0)
    {
      *problem = "issuer_differs";
      reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "provider_lies", "the provider calls itself otherwise");
      return NULL;
    }
  self = g_new0 (ReeveMetadata, 1);
  g_atomic_ref_count_init (&self->references);
  return read_document (self, options, document, problem, error) ? g_steal_pointer (&self) : NULL;
}
