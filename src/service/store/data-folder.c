/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Modes are checked, not mended: what others could read or write until now is no secret any more. */

#include "config.h"

#include "service/store/data-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/error.h"

static gboolean
make_folder (const char *path, GError **error)
{
  GStatBuf status;

  if (g_mkdir_with_parents (path, 0700) != 0 || g_lstat (path, &status) != 0)
    {
      g_warning ("making %s: %s", path, g_strerror (errno));
      reeve_set_error (error, REEVE_ERROR_INVALID, "data_folder", "the data folder cannot be made: %s",
                       g_strerror (errno));
      return FALSE;
    }
  if (!S_ISDIR (status.st_mode) || status.st_uid != geteuid () || (status.st_mode & 0077) != 0)
    {
      g_warning ("%s is not a folder of our own with mode 0700", path);
      reeve_set_error (
        error, REEVE_ERROR_INVALID, "data_folder",
        "the data folder and those in it must belong to the service's user and have mode 0700");
      return FALSE;
    }
  return TRUE;
}

gboolean
reeve_data_folder_has_databases (const char *data_folder)
{
  g_autofree char *directory = g_build_filename (data_folder, "directory.db", NULL);
  g_autofree char *folder = g_build_filename (data_folder, "workspaces", NULL);
  g_autoptr (GDir) workspaces = g_dir_open (folder, 0, NULL);

  return g_file_test (directory, G_FILE_TEST_EXISTS) ||
         (workspaces != NULL && g_dir_read_name (workspaces) != NULL);
}

gboolean
reeve_data_folder_make (const char *path, GError **error)
{
  g_autofree char *workspaces = g_build_filename (path, "workspaces", NULL);
  g_autofree char *log = g_build_filename (path, "access-log", NULL);

  return make_folder (path, error) && make_folder (workspaces, error) && make_folder (log, error);
}

int
reeve_data_folder_lock (const char *path, GError **error)
{
  g_autofree char *name = g_build_filename (path, "lock", NULL);
  int file = g_open (name, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);

  if (file < 0)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "data_folder", "the lock file cannot be opened: %s",
                       g_strerror (errno));
      return -1;
    }
  if (flock (file, LOCK_EX | LOCK_NB) != 0)
    {
      reeve_set_error (error, REEVE_ERROR_BUSY, "in_use", "another process uses the data folder");
      close (file);
      return -1;
    }
  return file;
}
