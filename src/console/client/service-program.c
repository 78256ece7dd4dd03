/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/client/service-program.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <unistd.h>

#include "common/error.h"

#define EXIT_INPUT 2 /* service/main.c says so */
#define EXIT_BUSY  75

char *
reeve_service_program_find (void)
{
  g_autofree char *self_path = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self_path != NULL ? g_path_get_dirname (self_path) : NULL;
  g_autofree char *beside =
    folder != NULL ? g_build_filename (folder, "..", "service", REEVE_SERVICE_PROGRAM, NULL) : NULL;
  g_autofree char *installed = g_build_filename (REEVE_LIBEXECDIR, REEVE_SERVICE_PROGRAM, NULL);
  g_autofree char *with_commands = g_build_filename (REEVE_BINDIR, REEVE_SERVICE_PROGRAM, NULL);
  const char *said = g_getenv ("REEVE_SERVICE");

  if (said != NULL && *said != '\0')
    return g_strdup (said);
  if (beside != NULL && g_file_test (beside, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&beside);
  if (g_file_test (installed, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&installed);
  if (g_file_test (with_commands, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&with_commands);
  return g_find_program_in_path (REEVE_SERVICE_PROGRAM);
}

/* 32 bytes fit into a pipe, so nobody waits. */
int
reeve_service_program_pass_key (const ReeveSecret *root_key)
{
  int ends[2] = { -1, -1 };
  gsize length;
  gconstpointer data = reeve_secret_get_data (root_key, &length);
  gssize n;

  if (!g_unix_open_pipe (ends, O_CLOEXEC, NULL))
    return -1;
  do
    n = write (ends[1], data, length);
  while (n < 0 && errno == EINTR);
  close (ends[1]);
  if (n == (gssize) length)
    return ends[0];
  close (ends[0]);
  return -1;
}

/* "reeved: wrong_key: message" */
GError *
reeve_service_program_make_error (GSubprocess *process, const char *last_words)
{
  g_auto (GStrv) parts = g_strsplit (last_words != NULL ? last_words : "", ": ", 3);
  int status = g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
  ReeveErrorCode code = status == EXIT_INPUT  ? REEVE_ERROR_INVALID
                        : status == EXIT_BUSY ? REEVE_ERROR_BUSY
                                              : REEVE_ERROR_INTERNAL;

  if (status > 0 && g_strv_length (parts) == 3)
    return reeve_error_new (code, parts[1], "%s", parts[2]);
  return reeve_error_new (REEVE_ERROR_UNREACHABLE, "service_ended", "the service ended%s%s",
                          last_words != NULL ? ": " : " without a word",
                          last_words != NULL ? last_words : "");
}
