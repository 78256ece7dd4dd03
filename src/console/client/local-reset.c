/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/client/local-reset.h"

#include <string.h>

#include "common/error.h"
#include "console/client/service-program.h"

/* (nullable) (transfer full): what the program said of itself */
static char *
find_last_words (const char *said)
{
  g_auto (GStrv) lines = g_strsplit (said != NULL ? said : "", "\n", -1);
  const char *last = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], REEVE_SERVICE_PROGRAM ": "))
      last = lines[i];
  return last != NULL ? g_utf8_make_valid (last, -1) : NULL;
}

/* "http://reeved/p/reset/TOKEN". @link: (transfer full) */
static ReeveSecret *
read_token (char *link)
{
  g_autoptr (ReeveSecret) wiped = reeve_secret_new_take (g_strchomp (link));
  const char *slash = strrchr (reeve_secret_get_text (wiped), '/');

  return slash != NULL && slash[1] != '\0' ? reeve_secret_new_text (slash + 1) : NULL;
}

static void
on_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GSubprocess *process = G_SUBPROCESS (source);
  g_autofree char *link = NULL;
  g_autofree char *said = NULL;
  g_autofree char *last_words = NULL;
  GError *error = NULL;
  ReeveSecret *token = NULL;

  if (!g_subprocess_communicate_utf8_finish (process, result, &link, &said, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (g_subprocess_get_successful (process) && link != NULL)
    token = read_token (g_steal_pointer (&link));
  if (token != NULL)
    {
      g_task_return_pointer (task, token, (GDestroyNotify) reeve_secret_unref);
      return;
    }
  last_words = find_last_words (said);
  g_task_return_error (task, reeve_service_program_make_error (process, last_words));
}

static GSubprocess *
spawn (const char *data_folder, const ReeveSecret *root_key, const char *email, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autofree char *program = reeve_service_program_find ();
  g_autofree char *key_fd = g_strdup_printf ("%d", REEVE_SERVICE_KEY_FD);
  const char *arguments[] = { program,     "reset-link",    email,  "--data",
                              data_folder, "--root-key-fd", key_fd, NULL };
  int fd = program != NULL ? reeve_service_program_pass_key (root_key) : -1;

  if (fd < 0)
    {
      reeve_set_error (error, REEVE_ERROR_UNREACHABLE, "service_missing",
                       "there is no " REEVE_SERVICE_PROGRAM ", or it cannot get the key");
      return NULL;
    }
  g_subprocess_launcher_take_fd (launcher, fd, REEVE_SERVICE_KEY_FD);
  return g_subprocess_launcher_spawnv (launcher, arguments, error);
}

void
reeve_local_reset_make_async (const char *data_folder,
                              const ReeveSecret *root_key,
                              const char *email,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (GSubprocess) process = NULL;
  GError *error = NULL;

  g_return_if_fail (data_folder != NULL && root_key != NULL && email != NULL);

  g_task_set_source_tag (task, reeve_local_reset_make_async);
  /* what looks like an option is no address */
  if (*email == '\0' || *email == '-')
    {
      g_task_return_error (task, reeve_error_new (REEVE_ERROR_INVALID, "not_found", "that is no address"));
      return;
    }
  process = spawn (data_folder, root_key, email, &error);
  if (process == NULL)
    g_task_return_error (task, error);
  else
    g_subprocess_communicate_utf8_async (process, NULL, cancellable, on_ended_cb, g_steal_pointer (&task));
}

ReeveSecret *
reeve_local_reset_make_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_local_reset_make_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
