/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Keys, signatures and proofs from the command line, so that another implementation can be held against ours.
 * For tests only: keys come and go in the clear.
 *
 *   jws-tool generate ALGORITHM                     a new private key: base64url of its PKCS#8 DER
 *   jws-tool jwk ALGORITHM KEY                      its public JWK, a space, and the thumbprint
 *   jws-tool sign ALGORITHM KEY HEADER PAYLOAD      compact JWS
 *   jws-tool verify ALGORITHM JWK COMPACT           "good" or "bad"
 *   jws-tool prove KEY METHOD URI [TOKEN [NONCE [BODY]]]   a DPoP proof
 *   jws-tool check PROOF METHOD URI [TOKEN [BODY]]  "good", thumbprint and jti, or "bad" and why
 *
 * ALGORITHM is EdDSA or ES256. Empty optional arguments count as absent. With "-" for the last argument it is
 * read from stdin. The exit status is 0 for an answer, "bad" among them, and 2 for a wrong command. */

#include "config.h"

#include "common/dpop.h"
#include "common/encoding.h"
#include "common/json.h"

#include <stdio.h>
#include <string.h>

static ReeveJwsAlgorithm
read_algorithm (const char *name)
{
  return strcmp (name, "EdDSA") == 0 ? REEVE_JWS_EDDSA : REEVE_JWS_ES256;
}

static ReeveKey *
read_private (ReeveJwsAlgorithm algorithm, const char *text)
{
  gsize length = 0;
  g_autofree guint8 *der = reeve_base64url_decode (text, -1, &length);
  g_autoptr (ReeveSecret) secret = der != NULL ? reeve_secret_new (der, length) : NULL;
  g_autoptr (ReeveKey) key = secret != NULL ? reeve_key_new_private (algorithm, secret, NULL) : NULL;

  if (key == NULL)
    g_error ("not a private key");
  return g_steal_pointer (&key);
}

static int
generate (char **arguments)
{
  g_autoptr (ReeveKey) key = reeve_key_generate (read_algorithm (arguments[0]));
  g_autoptr (ReeveSecret) der = reeve_key_to_private (key);
  g_autofree char *text =
    reeve_base64url_encode (reeve_secret_get_data (der, NULL), reeve_secret_get_length (der));

  puts (text);
  return 0;
}

static int
print_jwk (char **arguments)
{
  g_autoptr (ReeveKey) key = read_private (read_algorithm (arguments[0]), arguments[1]);
  g_autoptr (GString) jwk = g_string_new (NULL);

  reeve_key_append_jwk (key, jwk);
  printf ("%s %s\n", jwk->str, reeve_key_get_thumbprint (key));
  return 0;
}

static int
sign (char **arguments)
{
  g_autoptr (ReeveKey) key = read_private (read_algorithm (arguments[0]), arguments[1]);
  g_autofree char *compact = reeve_jws_sign (key, arguments[2], arguments[3]);

  puts (compact);
  return 0;
}

static int
verify (char **arguments)
{
  g_autoptr (JsonObject) jwk =
    reeve_json_parse_object (arguments[1], strlen (arguments[1]), &reeve_json_body, NULL);
  g_autoptr (ReeveKey) key =
    jwk != NULL ? reeve_key_from_jwk (read_algorithm (arguments[0]), jwk, NULL) : NULL;

  puts (key != NULL && reeve_jws_verify (key, arguments[2]) ? "good" : "bad");
  return 0;
}

static const char *
get_optional (char **arguments, guint index)
{
  return index < g_strv_length (arguments) && *arguments[index] != '\0' ? arguments[index] : NULL;
}

static int
prove (char **arguments)
{
  g_autoptr (ReeveKey) key = read_private (REEVE_JWS_ES256, arguments[0]);
  const char *body = get_optional (arguments, 5);
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  const ReeveDpopRequest request = { .method = arguments[1],
                                     .uri = arguments[2],
                                     .access_token = get_optional (arguments, 3),
                                     .nonce = get_optional (arguments, 4),
                                     .body = bytes };
  g_autofree char *proof = reeve_dpop_make (key, &request);

  puts (proof);
  return 0;
}

static int
check (char **arguments)
{
  const char *body = get_optional (arguments, 4);
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;
  const ReeveDpopRequest request = {
    .method = arguments[1], .uri = arguments[2], .access_token = get_optional (arguments, 3), .body = bytes
  };
  g_auto (ReeveDpopProof) proof = { 0 };
  g_autoptr (GError) error = NULL;

  if (reeve_dpop_verify (arguments[0], &request, &proof, &error))
    printf ("good %s %s\n", reeve_key_get_thumbprint (proof.key), proof.jti);
  else
    printf ("bad %s\n", error->message);
  return 0;
}

/* Puts stdin in the place of a last argument "-". */
static void
take_stdin (char **arguments)
{
  guint n = g_strv_length (arguments);
  g_autoptr (GString) text = g_string_new (NULL);
  int c;

  if (n == 0 || strcmp (arguments[n - 1], "-") != 0)
    return;
  while ((c = getchar ()) != EOF)
    g_string_append_c (text, (char) c);
  g_free (arguments[n - 1]);
  arguments[n - 1] = g_strdup (text->str);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    guint n_arguments; /* at least */
    int (*run) (char **arguments);
  } commands[] = {
    { "generate", 1, generate }, { "jwk", 2, print_jwk }, { "sign", 4, sign },
    { "verify", 3, verify },     { "prove", 3, prove },   { "check", 3, check },
  };
  g_auto (GStrv) arguments = g_strdupv (argc > 1 ? argv + 2 : argv + 1);

  take_stdin (arguments);
  for (guint i = 0; argc > 1 && i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, argv[1]) == 0 && g_strv_length (arguments) >= commands[i].n_arguments)
      return commands[i].run (arguments);
  fputs ("usage: jws-tool generate|jwk|sign|verify|prove|check …\n", stderr);
  return 2;
}
