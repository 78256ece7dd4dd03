/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* signing-key FOLDER ROOT-KEY-FILE: the key that signs access tokens, read from a data folder that no service
 * has open: base64url of its PKCS#8, a space, its public JWK. For tests that hold the service's tokens
 * against another implementation, and that forge tokens which are right but for one thing. */

#include <config.h>

#include <stdio.h>

#include "common/encoding.h"
#include "service/store/keys.h"
#include "service/store/signing-keys.h"

#define PATIENCE (10 * G_TIME_SPAN_SECOND)

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ReeveSecret) root = argc == 3 ? reeve_root_key_read_file (argv[2], &error) : NULL;
  g_autoptr (ReeveInstallation) installation =
    root != NULL ? reeve_installation_open (argv[1], root, &error) : NULL;
  g_autoptr (ReeveKey) key =
    installation != NULL ? reeve_signing_key_open (installation, g_get_monotonic_time () + PATIENCE, &error)
                         : NULL;

  if (key == NULL)
    {
      fprintf (stderr, "signing-key: %s\n", error != NULL ? error->message : "FOLDER ROOT-KEY-FILE");
      return 2;
    }
  g_autoptr (ReeveSecret) der = reeve_key_to_private (key);
  g_autofree char *text =
    reeve_base64url_encode (reeve_secret_get_data (der, NULL), reeve_secret_get_length (der));
  g_autoptr (GString) jwk = g_string_new (NULL);
  reeve_key_append_jwk (key, jwk);
  printf ("%s %s\n", text, jwk->str);
  return 0;
}
