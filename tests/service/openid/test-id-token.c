/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* ID tokens, good but for one thing each: what is believed and what is not. */

#include "config.h"

#include "service/openid/id-token.h"

#include <openssl/evp.h>
#include <string.h>

#include "common/clock.h"
#include "common/encoding.h"
#include "common/error.h"
#include "tests/service/openid/signing.h"

#define ISSUER "https://login.vallis.example"
#define CLIENT "reeve"
#define NONCE  "c7a1e7b2f0"
#define NOW    G_GINT64_CONSTANT (1795000000) /* seconds */
#define HEADER "{\"alg\":\"RS256\",\"kid\":\"a\"}"

typedef struct
{
  Signing *signing;
  ReeveKeySet *keys;
} World;

static void
set_up (World *world, gconstpointer data)
{
  g_autofree char *jwk = NULL;

  world->signing = signing_new (SIGNING_RSA, 2048);
  jwk = signing_to_jwk (world->signing, "a", NULL);
  world->keys = signing_make_set ((const char *const[]) { jwk, NULL });
}

static void
tear_down (World *world, gconstpointer data)
{
  signing_free (world->signing);
  reeve_key_set_unref (world->keys);
}

/* The claims of a good token, in their order. */
static const char *const good[][2] = {
  { "iss", "\"" ISSUER "\"" }, { "sub", "\"1\"" },      { "aud", "\"" CLIENT "\"" },
  { "exp", "1795000300" },     { "iat", "1795000000" }, { "nonce", "\"" NONCE "\"" },
};

/* Those, with @name as @value instead or besides; NULL: without it. */
static char *
make_claims (const char *name, const char *value)
{
  GString *json = g_string_new ("{\"email\":\"hana@vallis.example\"");

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    if (g_strcmp0 (good[i][0], name) != 0)
      g_string_append_printf (json, ",\"%s\":%s", good[i][0], good[i][1]);
  if (name != NULL && value != NULL)
    g_string_append_printf (json, ",\"%s\":%s", name, value);
  g_string_append_c (json, '}');
  return g_string_free_and_steal (json);
}

static gboolean
is_believed_with (World *world, const char *compact, const ReeveSecret *access)
{
  const ReeveIdTokenDemand demand = {
    .issuer = ISSUER, .client = CLIENT, .nonce = NONCE, .access_token = access, .now = NOW * REEVE_SECOND
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) claims = reeve_id_token_verify (compact, world->keys, &demand, &error);

  if (claims != NULL)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (json_object_get_string_member (claims, "email"), ==, "hana@vallis.example");
      return TRUE;
    }
  g_assert_error (error, REEVE_ERROR, REEVE_ERROR_SIGNED_OUT);
  g_assert_cmpstr (reeve_error_get_reason (error), ==, "provider_lies");
  return FALSE;
}

static gboolean
is_believed (World *world, const char *compact)
{
  return is_believed_with (world, compact, NULL);
}

static const struct
{
  const char *name;
  const char *value; /* NULL: the claim is missing */
  gboolean believed;
} claims[] = {
  { NULL, NULL, TRUE },
  /* whose word it is */
  { "iss", NULL, FALSE },
  { "iss", "\"" ISSUER "/\"", FALSE },
  { "iss", "\"https://LOGIN.vallis.example\"", FALSE },
  { "iss", "[\"" ISSUER "\"]", FALSE },
  { "iss", "7", FALSE },
  /* about whom */
  { "sub", NULL, FALSE },
  { "sub", "\"\"", FALSE },
  { "sub", "1", FALSE },
  /* for whom: us, and nobody besides */
  { "aud", NULL, FALSE },
  { "aud", "\"other\"", FALSE },
  { "aud", "[\"" CLIENT "\"]", TRUE },
  { "aud", "[\"" CLIENT "\",\"other\"]", FALSE },
  { "aud", "[\"other\",\"" CLIENT "\"]", FALSE },
  { "aud", "[]", FALSE },
  { "aud", "[[\"" CLIENT "\"]]", FALSE },
  { "aud", "{\"" CLIENT "\":true}", FALSE },
  { "azp", "\"" CLIENT "\"", TRUE },
  { "azp", "\"other\"", FALSE },
  { "azp", "7", FALSE },
  { "azp", "null", FALSE },
  /* of which sign-in */
  { "nonce", NULL, FALSE },
  { "nonce", "\"\"", FALSE },
  { "nonce", "\"c7a1e7b2f1\"", FALSE },
  { "nonce", "\"c7a1e7b2f\"", FALSE },
  { "nonce", "[\"" NONCE "\"]", FALSE },
  /* when: a minute of difference between clocks is allowed, ten minutes of age */
  { "exp", NULL, FALSE },
  { "exp", "1794999941", TRUE },
  { "exp", "1794999940", FALSE },
  { "exp", "1794999999.9", TRUE },
  { "exp", "\"1795000300\"", FALSE },
  { "exp", "1e300", FALSE },
  { "exp", "9007199254740991", FALSE },
  { "exp", "-1", FALSE },
  { "iat", NULL, FALSE },
  { "iat", "1795000060", TRUE },
  { "iat", "1795000061", FALSE },
  { "iat", "1794999340", TRUE },
  { "iat", "1794999339", FALSE },
  { "iat", "\"1795000000\"", FALSE },
  { "iat", "true", FALSE },
  { "nbf", "1795000060", TRUE },
  { "nbf", "1795000061", FALSE },
  { "nbf", "\"soon\"", FALSE },
};

/* Every claim, changed by itself. */
static void
test_claims (World *world, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (claims); i++)
    {
      g_autofree char *payload = make_claims (claims[i].name, claims[i].value);
      g_autofree char *compact = signing_sign (world->signing, HEADER, payload);

      if (is_believed (world, compact) != claims[i].believed)
        g_error ("%s: %s", claims[i].name, claims[i].value);
    }
}

static const struct
{
  const char *header;
  gboolean believed;
} headers[] = {
  { HEADER, TRUE },
  { "{\"alg\":\"RS256\"}", TRUE },
  { "{\"alg\":\"RS256\",\"kid\":\"b\"}", FALSE },
  { "{\"alg\":\"RS256\",\"kid\":\"\"}", FALSE },
  { "{\"alg\":\"RS256\",\"kid\":7}", FALSE },
  { "{\"alg\":\"RS256\",\"kid\":null}", FALSE },
  { "{\"kid\":\"a\"}", FALSE },
  { "{\"alg\":\"none\",\"kid\":\"a\"}", FALSE },
  { "{\"alg\":\"None\",\"kid\":\"a\"}", FALSE },
  { "{\"alg\":\"HS256\",\"kid\":\"a\"}", FALSE },
  { "{\"alg\":\"PS256\",\"kid\":\"a\"}", FALSE },
  { "{\"alg\":\"ES256\",\"kid\":\"a\"}", FALSE },
  { "{\"alg\":\"EdDSA\",\"kid\":\"a\"}", FALSE },
  { "{\"alg\":\"rs256\",\"kid\":\"a\"}", FALSE },
  { "{\"alg\":[\"RS256\"],\"kid\":\"a\"}", FALSE },
  { "{\"alg\":\"RS256\",\"kid\":\"a\",\"crit\":[\"b64\"],\"b64\":false}", FALSE },
  { "{\"alg\":\"RS256\",\"kid\":\"a\",\"crit\":[]}", FALSE },
  { "{\"alg\":\"RS256\",\"alg\":\"RS256\"}", FALSE }, /* which of both? */
  { "[\"RS256\"]", FALSE },
  { "", FALSE },
};

/* What the header says of itself decides nothing but which key is looked for. */
static void
test_headers (World *world, gconstpointer data)
{
  g_autofree char *payload = make_claims (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autofree char *compact = signing_sign (world->signing, headers[i].header, payload);
      if (is_believed (world, compact) != headers[i].believed)
        g_error ("%s", headers[i].header);
    }
}

/* A token without a signature, in each way of writing that. */
static void
test_unsigned (World *world, gconstpointer data)
{
  static const char *const named[] = { "{\"alg\":\"none\"}", HEADER };
  g_autofree char *payload = make_claims (NULL, NULL);
  g_autofree char *second = reeve_base64url_encode (payload, strlen (payload));

  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    {
      g_autofree char *first = reeve_base64url_encode (named[i], strlen (named[i]));
      g_autofree char *empty = g_strconcat (first, ".", second, ".", NULL);
      g_autofree char *none = g_strconcat (first, ".", second, NULL);

      g_assert_false (is_believed (world, empty));
      g_assert_false (is_believed (world, none));
    }
}

/* The key of somebody else, under the provider's name for its own; and the provider's other kinds of keys. */
static void
test_strangers (World *world, gconstpointer data)
{
  g_autofree char *payload = make_claims (NULL, NULL);

  for (SigningType type = SIGNING_RSA; type <= SIGNING_ED25519; type++)
    {
      g_autoptr (Signing) stranger = signing_new (type, 2048);
      g_autofree char *header =
        g_strdup_printf ("{\"alg\":\"%s\",\"kid\":\"a\"}", signing_get_algorithm (stranger));
      g_autofree char *jwk = signing_to_jwk (stranger, "a", NULL);
      g_autofree char *offered =
        g_strdup_printf ("{\"alg\":\"%s\",\"kid\":\"a\",\"jwk\":%s,\"jku\":\"https://evil.example\"}",
                         signing_get_algorithm (stranger), jwk);
      g_autofree char *compact = signing_sign (stranger, header, payload);
      g_autofree char *bringing = signing_sign (stranger, offered, payload);

      g_assert_false (is_believed (world, compact));
      g_assert_false (is_believed (world, bringing)); /* the key that it brings along is not looked at */
    }
}

/* Not a bit of what was signed can be another one. */
static void
test_tampered (World *world, gconstpointer data)
{
  g_autofree char *payload = make_claims (NULL, NULL);
  g_autofree char *compact = signing_sign (world->signing, HEADER, payload);
  gsize length = strlen (compact);

  g_assert_true (is_believed (world, compact));
  for (gsize i = 0; i < length; i++)
    {
      g_autofree char *changed = g_strdup (compact);
      /* The first bits of a letter: the last ones of a part's last letter stand for nothing. */
      changed[i] = changed[i] == 'A' ? 'Q' : 'A';
      if (changed[i] != compact[i] && is_believed (world, changed))
        g_error ("letter %" G_GSIZE_FORMAT " of %s", i, compact);
    }
  for (gsize i = 0; i < length; i += 7)
    {
      g_autofree char *cut = g_strndup (compact, i);
      g_assert_false (is_believed (world, cut));
    }
}

/* Signed by the right key, and still no token of a sensible size or shape. */
static void
test_shapes (World *world, gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (20 << 10, 'x');
  g_autofree char *quoted = g_strdup_printf ("\"%s\"", long_text);
  g_autofree char *oversized = make_claims ("padding", quoted);
  g_autofree char *subject = g_strdup_printf ("\"%.256s\"", long_text);
  g_autofree char *long_subject = make_claims ("sub", subject);
  g_autofree char *fair = g_strdup_printf ("\"%.255s\"", long_text);
  g_autofree char *fair_subject = make_claims ("sub", fair);
  g_autofree char *deep = g_strnfill (64, '[');
  const char *const payloads[] = { oversized, long_subject, deep, "", "[]", "7", "{\"a\":1,\"a\":2}", "{" };
  g_autofree char *good_one = signing_sign (world->signing, HEADER, fair_subject);

  g_assert_true (is_believed (world, good_one));
  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autofree char *compact = signing_sign (world->signing, HEADER, payloads[i]);
      g_assert_false (is_believed (world, compact));
    }
  static const char *const texts[] = { "", ".", "..", "...", "a.b.c", "....", "\xff.\xff.\xff" };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (is_believed (world, texts[i]));
}

/* Section 3.1.3.6: the access token that came along, where the ID token says which. */
static void
test_access_token (World *world, gconstpointer data)
{
  g_autoptr (ReeveSecret) access = reeve_secret_new_text ("an access token");
  g_autoptr (ReeveSecret) other = reeve_secret_new_text ("another access token");
  guint8 digest[32];

  reeve_sha256 ("an access token", strlen ("an access token"), digest);
  g_autofree char *half = reeve_base64url_encode (digest, 16);
  g_autofree char *whole = reeve_base64url_encode (digest, 32);
  g_autofree char *right = g_strdup_printf ("\"%s\"", half);
  g_autofree char *wrong = g_strdup_printf ("\"%s\"", whole);
  g_autofree char *with_right = make_claims ("at_hash", right);
  g_autofree char *with_wrong = make_claims ("at_hash", wrong);
  g_autofree char *with_none = make_claims ("at_hash", "null");
  g_autofree char *signed_right = signing_sign (world->signing, HEADER, with_right);
  g_autofree char *signed_wrong = signing_sign (world->signing, HEADER, with_wrong);
  g_autofree char *signed_none = signing_sign (world->signing, HEADER, with_none);

  g_assert_true (is_believed_with (world, signed_right, access));
  g_assert_false (is_believed_with (world, signed_right, other));
  g_assert_false (is_believed_with (world, signed_wrong, access));
  g_assert_false (is_believed_with (world, signed_none, access));
}

#define ADD(name, func) g_test_add ("/id-token/" name, World, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("claims", test_claims);
  ADD ("headers", test_headers);
  ADD ("unsigned", test_unsigned);
  ADD ("strangers", test_strangers);
  ADD ("tampered", test_tampered);
  ADD ("shapes", test_shapes);
  ADD ("access-token", test_access_token);
  return g_test_run ();
}
