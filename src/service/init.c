/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Safe to run twice: it makes what is missing and a fresh token. */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include "service/init.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "common/error.h"
#include "service/setup-token.h"
#include "service/store/keys.h"

static gboolean
set_failed (GError **error, const char *what, const char *path)
{
  reeve_set_error (error, REEVE_ERROR_INVALID, "data_folder", "failed to make %s %s: %s", what, path,
                   g_strerror (errno));
  return FALSE;
}

static gboolean
write_key (const char *path, GError **error)
{
  g_autoptr (ReeveSecret) key = reeve_secret_new_random (REEVE_ROOT_KEY_BYTES);
  gsize length;
  gconstpointer data = reeve_secret_get_data (key, &length);
  g_autofd int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);

  if (fd < 0 || write (fd, data, length) != (gssize) length || fsync (fd) != 0)
    return set_failed (error, "the root key file", path);
  g_print ("root key: %s (keep a copy elsewhere: without it the data cannot be read)\n", path);
  return TRUE;
}

static gboolean
make_key (ReeveConfig *config, GError **error)
{
  g_autofree char *directory = g_build_filename (config->data_folder, "directory.db", NULL);

  if (config->root_key_file == NULL || g_file_test (config->root_key_file, G_FILE_TEST_EXISTS))
    return TRUE;
  if (g_file_test (directory, G_FILE_TEST_EXISTS))
    {
      reeve_set_error (
        error, REEVE_ERROR_INVALID, "wrong_key",
        "%s holds data, and its root key file %s is missing: bring it back, a new one would not open it",
        config->data_folder, config->root_key_file);
      return FALSE;
    }
  return write_key (config->root_key_file, error);
}

gboolean
reeve_init (ReeveConfig *config, GError **error)
{
  g_return_val_if_fail (config != NULL, FALSE);
  if (g_mkdir_with_parents (config->data_folder, 0700) != 0)
    return set_failed (error, "the data folder", config->data_folder);
  if (!make_key (config, error))
    return FALSE;
  g_autoptr (ReeveSecret) token = reeve_setup_token_make (config->data_folder, error);
  if (token == NULL)
    return FALSE;
  g_print ("data folder: %s\nset-up token (shown once, for the first administrator): %s\n",
           config->data_folder, reeve_secret_get_text (token));
  return TRUE;
}
