/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A file `setup-token` of 64 hex digits in the data folder. */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include "service/setup-token.h"

#include <string.h>

#include "common/encoding.h"
#include "common/error.h"
#include "service/rules/tokens.h"

#define HASH_BYTES 32

static char *
get_path (const char *data_folder)
{
  return g_build_filename (data_folder, "setup-token", NULL);
}

ReeveSecret *
reeve_setup_token_make (const char *data_folder, GError **error)
{
  g_autofree char *path = get_path (data_folder);
  g_autoptr (ReeveSecret) token = reeve_opaque_token_new ();
  g_autoptr (GBytes) hash = reeve_opaque_token_hash (token);
  g_autofree char *hex = reeve_hex_encode (g_bytes_get_data (hash, NULL), g_bytes_get_size (hash));
  g_autoptr (GError) local = NULL;

  if (!g_file_set_contents_full (path, hex, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600, &local))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, NULL, "failed to write the set-up token: %s",
                       local->message);
      return NULL;
    }
  return g_steal_pointer (&token);
}

GBytes *
reeve_setup_token_read_hash (const char *data_folder)
{
  g_autofree char *path = get_path (data_folder);
  g_autofree char *hex = NULL;
  guint8 hash[HASH_BYTES];

  if (!g_file_get_contents (path, &hex, NULL, NULL) || strlen (g_strchomp (hex)) != 2 * HASH_BYTES)
    return NULL;
  for (guint i = 0; i < HASH_BYTES; i++)
    {
      int high = g_ascii_xdigit_value (hex[2 * i]);
      int low = g_ascii_xdigit_value (hex[2 * i + 1]);
      if (high < 0 || low < 0)
        return NULL;
      hash[i] = (guint8) (high * 16 + low);
    }
  return g_bytes_new (hash, sizeof hash);
}
