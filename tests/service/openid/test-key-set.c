/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Which keys of a provider are taken, and that each verifies by its own algorithm alone. */

#include "config.h"

#include <string.h>

#include "common/encoding.h"
#include "common/json.h"
#include "tests/service/openid/signing.h"

#define HEADER  "{\"alg\":\"RS256\"}"
#define PAYLOAD "{\"sub\":\"1\"}"

static ReeveKeySet *
make_set_of (const char *jwk)
{
  return signing_make_set ((const char *const[]) { jwk, NULL });
}

static void
assert_taken (const char *jwk, guint n)
{
  g_autoptr (ReeveKeySet) set = make_set_of (jwk);

  if (reeve_key_set_get_n_keys (set) != n)
    g_error ("%u keys of %s", reeve_key_set_get_n_keys (set), jwk);
}

/* One of each type is taken and verifies what it signed, and nothing that another one did. */
static void
test_types (void)
{
  for (SigningType type = SIGNING_RSA; type <= SIGNING_ED25519; type++)
    {
      g_autoptr (Signing) mine = signing_new (type, 2048);
      g_autoptr (Signing) other = signing_new (type, 2048);
      g_autofree char *jwk = signing_to_jwk (mine, "a", NULL);
      g_autoptr (ReeveKeySet) set = make_set_of (jwk);
      const char *algorithm = signing_get_algorithm (mine);
      g_autofree char *good = signing_sign (mine, HEADER, PAYLOAD);
      g_autofree char *bad = signing_sign (other, HEADER, PAYLOAD);

      g_assert_cmpuint (reeve_key_set_get_n_keys (set), ==, 1);
      g_assert_true (reeve_key_set_verify (set, "a", algorithm, good));
      g_assert_true (reeve_key_set_verify (set, NULL, algorithm, good));
      g_assert_false (reeve_key_set_verify (set, "a", algorithm, bad));
      g_assert_false (reeve_key_set_verify (set, "b", algorithm, good));
      g_assert_false (reeve_key_set_has (set, "b", algorithm));
      g_assert_true (reeve_key_set_has (set, NULL, algorithm));
    }
}

/* A key answers to no name but its own type's: RS256 is not PS256, nor does P-256 do for RS256. */
static void
test_algorithms (void)
{
  static const char *const asked[] = { "RS256", "ES256", "EdDSA", "PS256", "RS512", "HS256", "none", "" };

  for (SigningType type = SIGNING_RSA; type <= SIGNING_ED25519; type++)
    {
      g_autoptr (Signing) mine = signing_new (type, 2048);
      g_autofree char *jwk = signing_to_jwk (mine, NULL, NULL);
      g_autoptr (ReeveKeySet) set = make_set_of (jwk);
      g_autofree char *compact = signing_sign (mine, HEADER, PAYLOAD);

      for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
        {
          gboolean own = g_str_equal (asked[i], signing_get_algorithm (mine));
          g_assert_cmpint (reeve_key_set_has (set, NULL, asked[i]), ==, own);
          g_assert_cmpint (reeve_key_set_verify (set, NULL, asked[i], compact), ==, own);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    g_assert_cmpint (reeve_key_set_knows_algorithm (asked[i]), ==, i < 3);
  g_assert_false (reeve_key_set_knows_algorithm (NULL));
}

/* What a key is for, as it says itself. */
static void
test_members (void)
{
  static const struct
  {
    const char *more;
    guint n;
  } cases[] = {
    { "\"use\":\"sig\"", 1 },   { "\"use\":\"enc\"", 0 },    { "\"use\":7", 1 },
    { "\"alg\":\"RS256\"", 1 }, { "\"alg\":\"RS512\"", 0 },  { "\"alg\":\"none\"", 0 },
    { "\"alg\":\"HS256\"", 0 }, { "\"x5c\":[\"AAAA\"]", 1 }, { "\"kid\":7", 1 },
    { "\"kid\":null", 1 },
  };
  g_autoptr (Signing) mine = signing_new (SIGNING_RSA, 2048);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *jwk = signing_to_jwk (mine, NULL, cases[i].more);
      assert_taken (jwk, cases[i].n);
    }
}

/* Weak, huge and malformed RSA keys are left out; so is one that is too short by a bit or more. */
static void
test_rsa (void)
{
  g_autoptr (Signing) weak = signing_new (SIGNING_RSA, 1024);
  g_autoptr (Signing) fair = signing_new (SIGNING_RSA, 2048);
  g_autofree char *jwk = signing_to_jwk (weak, NULL, NULL);
  g_autofree char *n = signing_get_number (fair, "n");
  g_autofree guint8 *huge = g_malloc (1025);

  assert_taken (jwk, 0);
  memset (huge, 0xff, 1025);
  g_autofree char *huge_n = reeve_base64url_encode (huge, 1025);
  const char *const cases[][2] = {
    { n, "AQ" },                          /* e = 1: everything is its own signature */
    { n, "Ag" },                          /* even */
    { n, "" },   { n, "AAAAAAAAAAAAAQ" }, /* longer than it needs to be */
    { n, "A$" }, { huge_n, "AQAB" },      { "", "AQAB" }, { "AQAB", "AQAB" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *bad =
        g_strdup_printf ("{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"}", cases[i][0], cases[i][1]);
      assert_taken (bad, 0);
    }
  g_autofree char *good = g_strdup_printf ("{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"AQAB\"}", n);
  assert_taken (good, 1);
}

/* Keys that are none of ours, or none at all: the rest is taken all the same. */
static void
test_foreign (void)
{
  static const char *const foreign[] = {
    "{}",
    "7",
    "null",
    "[]",
    "\"RSA\"",
    "{\"kty\":7}",
    "{\"kty\":\"oct\",\"k\":\"AAAA\"}",
    "{\"kty\":\"RSA\"}",
    "{\"kty\":\"RSA\",\"n\":7,\"e\":{}}",
    "{\"kty\":\"EC\",\"crv\":\"P-256\"}",
    "{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"AAAA\",\"y\":\"AAAA\"}",
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
    "\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}", /* not on the curve */
    "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}",
    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}",
  };
  g_autoptr (Signing) mine = signing_new (SIGNING_P256, 0);
  g_autofree char *jwk = signing_to_jwk (mine, "mine", NULL);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (foreign); i++)
    {
      assert_taken (foreign[i], 0);
      g_ptr_array_add (all, (gpointer) foreign[i]);
    }
  g_ptr_array_add (all, jwk);
  g_ptr_array_add (all, NULL);
  g_autoptr (ReeveKeySet) set = signing_make_set ((const char *const *) all->pdata);
  g_assert_cmpuint (reeve_key_set_get_n_keys (set), ==, 1);
  g_assert_true (reeve_key_set_has (set, "mine", "ES256"));
}

/* A document that is no key set is one without keys; one with thousands costs no more than 64. */
static void
test_documents (void)
{
  static const char *const documents[] = { "{}", "{\"keys\":{}}", "{\"keys\":null}", "{\"keys\":7}",
                                           "{\"keys\":[]}" };
  g_autoptr (Signing) mine = signing_new (SIGNING_ED25519, 0);
  g_autofree char *jwk = signing_to_jwk (mine, NULL, NULL);
  const char *many[1001] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      g_autoptr (JsonObject) document =
        reeve_json_parse_object (documents[i], strlen (documents[i]), &reeve_json_body, NULL);
      g_autoptr (ReeveKeySet) set = reeve_key_set_new (document);
      g_assert_cmpuint (reeve_key_set_get_n_keys (set), ==, 0);
      g_assert_false (reeve_key_set_has (set, NULL, "RS256"));
    }
  for (guint i = 0; i < 1000; i++)
    many[i] = jwk;
  g_autoptr (ReeveKeySet) set = signing_make_set (many);
  g_assert_cmpuint (reeve_key_set_get_n_keys (set), ==, 64);
}

/* Two keys of one name, or tokens that name none: any that fits may have signed. */
static void
test_names (void)
{
  g_autoptr (Signing) first = signing_new (SIGNING_ED25519, 0);
  g_autoptr (Signing) second = signing_new (SIGNING_ED25519, 0);
  g_autofree char *one = signing_to_jwk (first, "same", NULL);
  g_autofree char *two = signing_to_jwk (second, "same", NULL);
  g_autoptr (ReeveKeySet) set = signing_make_set ((const char *const[]) { one, two, NULL });
  g_autofree char *compact = signing_sign (second, HEADER, PAYLOAD);

  g_assert_true (reeve_key_set_verify (set, "same", "EdDSA", compact));
  g_assert_true (reeve_key_set_verify (set, NULL, "EdDSA", compact));
  g_assert_false (reeve_key_set_verify (set, "Same", "EdDSA", compact));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key-set/types", test_types);
  g_test_add_func ("/key-set/algorithms", test_algorithms);
  g_test_add_func ("/key-set/members", test_members);
  g_test_add_func ("/key-set/rsa", test_rsa);
  g_test_add_func ("/key-set/foreign", test_foreign);
  g_test_add_func ("/key-set/documents", test_documents);
  g_test_add_func ("/key-set/names", test_names);
  return g_test_run ();
}
