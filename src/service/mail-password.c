/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reads the mail server's password. */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include "service/mail-password.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/error.h"

#define MOST_BYTES 1024

/* Not for other eyes. What systemd hands over may be root's, readable by us through an access list, which
 * shows as a group's. */
static gboolean
is_private (const struct stat *status, gboolean credential)
{
  mode_t foreign = credential && status->st_uid == 0 ? 0137 : 0177;

  return S_ISREG (status->st_mode) && (status->st_mode & foreign) == 0 &&
         (status->st_uid == geteuid () || status->st_uid == 0);
}

static ReeveSecret *
read_line (int file, GError **error)
{
  char bytes[MOST_BYTES + 1];
  gssize length = read (file, bytes, sizeof bytes);
  ReeveSecret *password = NULL;

  while (length > 0 && length <= MOST_BYTES && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r'))
    length--;
  if (length > 0 && length <= MOST_BYTES && memchr (bytes, '\0', (gsize) length) == NULL &&
      memchr (bytes, '\n', (gsize) length) == NULL && memchr (bytes, '\r', (gsize) length) == NULL)
    password = reeve_secret_new (bytes, (gsize) length);
  else
    reeve_set_error (error, REEVE_ERROR_INVALID, "mail_password",
                     "the mail server's password must be one line of at most %d bytes", MOST_BYTES);
  OPENSSL_cleanse (bytes, sizeof bytes);
  return password;
}

ReeveSecret *
reeve_mail_password_read (const char *path, GError **error)
{
  const char *credentials = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *credential =
    credentials != NULL ? g_build_filename (credentials, "smtp-password", NULL) : NULL;
  const char *place = path != NULL ? path : credential;
  ReeveSecret *password = NULL;
  struct stat status;
  int file;

  if (place == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "mail_password", "no password for the mail server");
      return NULL;
    }
  file = open (place, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  if (file < 0)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "mail_password",
                       "the file of the mail server's password cannot be opened: %s", g_strerror (errno));
      return NULL;
    }
  if (fstat (file, &status) != 0 ||
      !is_private (&status, credential != NULL && g_str_has_prefix (place, credentials)))
    reeve_set_error (error, REEVE_ERROR_INVALID, "mail_password",
                     "the file of the mail server's password must be a plain file of the service's own user "
                     "with mode 0400 or 0600");
  else
    password = read_line (file, error);
  close (file);
  return password;
}
