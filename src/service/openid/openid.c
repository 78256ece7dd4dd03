/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The two halves of a sign-in: the URL that begins it, the code that ends it. */

#include "config.h"

#include "service/openid/openid.h"

#include <openssl/crypto.h>
#include <string.h>

#include "common/encoding.h"
#include "common/error.h"
#include "service/openid/claims.h"
#include "service/openid/id-token.h"
#include "service/openid/known.h"

struct _ReeveOpenId
{
  ReeveFetchOptions options;
  char *ca_file;
  ReeveKnown *known;
};

ReeveOpenId *
reeve_openid_new (const ReeveFetchOptions *options)
{
  ReeveOpenId *self = g_new0 (ReeveOpenId, 1);

  self->options = *options;
  self->options.ca_file = self->ca_file = g_strdup (options->ca_file);
  self->known = reeve_known_new (&self->options);
  return self;
}

void
reeve_openid_free (ReeveOpenId *self)
{
  if (self == NULL)
    return;
  reeve_known_free (self->known);
  g_free (self->ca_file);
  g_free (self);
}

const ReeveFetchOptions *
reeve_openid_get_options (ReeveOpenId *self)
{
  return &self->options;
}

void
reeve_openid_word_clear (ReeveOpenIdWord *self)
{
  g_clear_pointer (&self->subject, g_free);
  g_clear_pointer (&self->email, g_free);
}

static void
append (GString *form, const char *name, const char *value)
{
  g_autofree char *escaped = g_uri_escape_string (value, NULL, FALSE);

  g_string_append_printf (form, "%s%s=%s", form->len > 0 ? "&" : "", name, escaped);
  OPENSSL_cleanse (escaped, strlen (escaped));
}

static char *
make_url (const ReeveMetadata *metadata, const ReeveOpenIdRequest *request)
{
  GString *query = g_string_new (NULL);
  guint8 digest[32];

  reeve_sha256 (request->verifier, strlen (request->verifier), digest);
  g_autofree char *challenge = reeve_base64url_encode (digest, sizeof digest);
  append (query, "response_type", "code");
  append (query, "scope", "openid email");
  append (query, "client_id", request->client);
  append (query, "redirect_uri", request->redirect);
  append (query, "state", request->state);
  append (query, "nonce", request->nonce);
  append (query, "code_challenge", challenge);
  append (query, "code_challenge_method", "S256");
  g_string_prepend (query, strchr (metadata->authorization, '?') != NULL ? "&" : "?");
  g_string_prepend (query, metadata->authorization);
  return g_string_free_and_steal (query);
}

char *
reeve_openid_make_url (ReeveOpenId *self, const ReeveOpenIdRequest *request, gint64 deadline, GError **error)
{
  g_autoptr (ReeveMetadata) metadata = NULL;

  if (!reeve_known_enter (self->known, request->issuer, error))
    return NULL;
  metadata = reeve_known_get_metadata (self->known, request->issuer, deadline, error);
  reeve_known_leave (self->known, request->issuer);
  return metadata != NULL ? make_url (metadata, request) : NULL;
}

/* RFC 6749, 4.1.3 and 2.3.1: name and secret are form-encoded also inside Basic. */
static GBytes *
ask_token (ReeveOpenId *self,
           const ReeveMetadata *metadata,
           const ReeveOpenIdRequest *request,
           const ReeveOpenIdResponse *response,
           gint64 deadline,
           unsigned *status,
           GError **error)
{
  const char *secret = response->password != NULL ? reeve_secret_get_text (response->password) : NULL;
  gboolean basic = secret != NULL && !metadata->secret_in_body;
  g_autofree char *user = basic ? g_uri_escape_string (request->client, NULL, FALSE) : NULL;
  char *password = basic ? g_uri_escape_string (secret, NULL, FALSE) : NULL;
  GString *form = g_string_sized_new (1024);
  GBytes *body;

  append (form, "grant_type", "authorization_code");
  append (form, "code", reeve_secret_get_text (response->code));
  append (form, "redirect_uri", request->redirect);
  append (form, "code_verifier", request->verifier);
  if (!basic)
    append (form, "client_id", request->client);
  if (!basic && secret != NULL)
    append (form, "client_secret", secret);
  const ReeveFetchRequest post = {
    .url = metadata->token, .form = form->str, .user = user, .password = password
  };
  body = reeve_fetch (&self->options, &post, deadline, status, error);
  reeve_wipe_string (form);
  if (password != NULL)
    OPENSSL_cleanse (password, strlen (password));
  g_free (password);
  return body;
}

/* The whole answer of the token endpoint; its texts are secrets. */
static JsonObject *
swap_code (ReeveOpenId *self,
           const ReeveMetadata *metadata,
           const ReeveOpenIdRequest *request,
           const ReeveOpenIdResponse *response,
           gint64 deadline,
           GError **error)
{
  unsigned status = 0;
  g_autoptr (GBytes) body = ask_token (self, metadata, request, response, deadline, &status, error);
  g_autoptr (JsonObject) answer = NULL;

  if (body == NULL)
    return NULL;
  if (status >= 400 && status < 500)
    {
      reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "provider_refused",
                       "the provider does not take the code (%u)", status);
      return NULL;
    }
  answer = status == 200 ? reeve_claims_parse (body, NULL) : NULL;
  if (answer == NULL || reeve_claims_get_text (answer, "id_token") == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "provider_answer", "the provider gives no ID token");
      return NULL;
    }
  return g_steal_pointer (&answer);
}

static JsonObject *
verify (ReeveOpenId *self,
        const ReeveMetadata *metadata,
        const ReeveOpenIdRequest *request,
        const char *token,
        const ReeveSecret *access,
        gint64 now,
        gint64 deadline,
        GError **error)
{
  const ReeveIdTokenDemand demand = { .issuer = request->issuer,
                                      .client = request->client,
                                      .nonce = request->nonce,
                                      .access_token = access,
                                      .now = now };
  g_autoptr (ReeveKeySet) keys = NULL;
  g_autofree char *kid = NULL;
  const char *algorithm;

  if (!reeve_id_token_read_header (token, &kid, &algorithm, error))
    return NULL;
  keys = reeve_known_get_keys (self->known, request->issuer, metadata, kid, algorithm, deadline, error);
  return keys != NULL ? reeve_id_token_verify (token, keys, &demand, error) : NULL;
}

/* Core 1.0, 5.3 and 5.4: with a code, many providers say the address here and not in the ID token. It must be
 * about the same person. */
static JsonObject *
ask_userinfo (ReeveOpenId *self,
              const ReeveMetadata *metadata,
              JsonObject *claims,
              const ReeveSecret *access,
              gint64 deadline,
              GError **error)
{
  const ReeveFetchRequest request = { .url = metadata->userinfo, .bearer = access };
  unsigned status = 0;
  g_autoptr (GBytes) body = reeve_fetch (&self->options, &request, deadline, &status, error);
  g_autoptr (JsonObject) info = NULL;

  if (body == NULL)
    return NULL;
  info = status == 200 ? reeve_claims_parse (body, error) : NULL;
  if (status != 200)
    reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "provider_answer",
                     "the provider does not say who signed in (%u)", status);
  if (info == NULL)
    return NULL;
  if (g_strcmp0 (reeve_claims_get_text (info, "sub"), reeve_claims_get_text (claims, "sub")) != 0)
    {
      reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "provider_lies",
                       "the provider speaks of somebody else");
      return NULL;
    }
  return g_steal_pointer (&info);
}

static gboolean
find_word (ReeveOpenId *self,
           const ReeveMetadata *metadata,
           JsonObject *claims,
           const ReeveSecret *access,
           gint64 deadline,
           ReeveOpenIdWord *word,
           GError **error)
{
  g_autoptr (JsonObject) info = NULL;
  JsonObject *about = claims;

  if (!json_object_has_member (claims, "email") && metadata->userinfo != NULL && access != NULL)
    {
      about = info = ask_userinfo (self, metadata, claims, access, deadline, error);
      if (info == NULL)
        return FALSE;
    }
  if (reeve_claims_is_true (about, "email_verified"))
    word->email = g_strdup (reeve_claims_get_text (about, "email"));
  word->subject = g_strdup (reeve_claims_get_text (claims, "sub"));
  word->second_factor = reeve_claims_list_has (claims, "amr", "mfa");
  return TRUE;
}

/* Before the code is shown to anybody: is it from whom we asked? */
static gboolean
check_issuer (const ReeveMetadata *metadata,
              const ReeveOpenIdRequest *request,
              const char *issuer,
              GError **error)
{
  if (issuer == NULL ? !metadata->names_itself : g_str_equal (issuer, request->issuer))
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_SIGNED_OUT, "provider_lies", "the answer is another provider's");
  return FALSE;
}

static gboolean
redeem (ReeveOpenId *self,
        const ReeveOpenIdRequest *request,
        const ReeveOpenIdResponse *response,
        gint64 deadline,
        ReeveOpenIdWord *word,
        GError **error)
{
  g_autoptr (ReeveMetadata) metadata =
    reeve_known_get_metadata (self->known, request->issuer, deadline, error);
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (JsonObject) claims = NULL;
  g_autoptr (ReeveSecret) access = NULL;

  if (metadata == NULL || !check_issuer (metadata, request, response->issuer, error))
    return FALSE;
  answer = swap_code (self, metadata, request, response, deadline, error);
  if (answer == NULL)
    return FALSE;
  access = reeve_secret_new_text (reeve_claims_get_text (answer, "access_token"));
  claims = verify (self, metadata, request, reeve_claims_get_text (answer, "id_token"), access, response->now,
                   deadline, error);
  return claims != NULL && find_word (self, metadata, claims, access, deadline, word, error);
}

gboolean
reeve_openid_redeem (ReeveOpenId *self,
                     const ReeveOpenIdRequest *request,
                     const ReeveOpenIdResponse *response,
                     gint64 deadline,
                     ReeveOpenIdWord *word,
                     GError **error)
{
  gboolean redeemed;

  if (!reeve_known_enter (self->known, request->issuer, error))
    return FALSE;
  redeemed = redeem (self, request, response, deadline, word, error);
  reeve_known_leave (self->known, request->issuer);
  return redeemed;
}

#define DETAIL_BYTES 250

/* What a server elsewhere, or libcurl about it, said: one line without anything that disturbs it. */
static char *
make_detail (const GError *error)
{
  g_autofree char *valid =
    g_utf8_make_valid (error->message, (gssize) strnlen (error->message, DETAIL_BYTES));
  GString *line = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    g_string_append_unichar (line, g_unichar_isprint (g_utf8_get_char (p)) ? g_utf8_get_char (p) : ' ');
  return g_strstrip (g_string_free_and_steal (line));
}

ReeveProviderReport *
reeve_openid_test (ReeveOpenId *self, const char *issuer, gint64 deadline)
{
  g_autoptr (ReeveProviderReport) report = reeve_provider_report_new ();
  g_autoptr (ReeveMetadata) metadata = NULL;
  g_autoptr (ReeveKeySet) keys = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) error = NULL;
  const char *problem = NULL;

  reeve_known_forget (self->known, issuer);
  metadata = reeve_metadata_fetch (&self->options, issuer, deadline, &problem, &error);
  if (metadata != NULL)
    {
      uri = g_uri_parse (metadata->authorization, G_URI_FLAGS_NONE, NULL);
      report->host = g_strdup (uri != NULL ? g_uri_get_host (uri) : NULL);
      keys = reeve_known_fetch_keys (&self->options, metadata, deadline, &error);
      problem = error != NULL ? reeve_metadata_get_problem (error) : NULL;
    }
  if (keys != NULL)
    report->keys = reeve_key_set_get_n_keys (keys);
  if (keys != NULL && report->keys == 0)
    problem = "no_keys";
  report->problem = g_strdup (problem);
  if (error != NULL)
    report->detail = make_detail (error);
  return g_steal_pointer (&report);
}
