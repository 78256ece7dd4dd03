/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody has few of them at a time: they end after days, and a page holds hundreds. */

#include "config.h"

#include "console/client/approval-search.h"

#define SEARCH_PAGE 500

static void
on_listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const char *hash = g_task_get_task_data (task);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_object_unref);
  GError *error = NULL;
  g_autoptr (ReeveListing) listing = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (listing == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < listing->items->len; i++)
    {
      ReeveApproval *approval = listing->items->pdata[i];

      if (g_strcmp0 (approval->hash, hash) == 0)
        g_ptr_array_add (found, g_object_ref (approval));
    }
  g_task_return_pointer (task, g_steal_pointer (&found), (GDestroyNotify) g_ptr_array_unref);
}

void
reeve_approval_search_async (ReeveClient *client,
                             const char *path,
                             const char *hash,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (ReeveQuery) query = reeve_query_new ();
  GTask *task = g_task_new (client, cancellable, callback, user_data);

  g_task_set_source_tag (task, reeve_approval_search_async);
  g_task_set_task_data (task, g_strdup (hash), g_free);
  reeve_query_set_filter (query, "mine", "asked");
  reeve_query_set_filter (query, "state", "approved");
  query->limit = SEARCH_PAGE;
  reeve_client_list_async (client, reeve_approval_get_type (), path, query, cancellable, on_listed_cb, task);
}

GPtrArray *
reeve_approval_search_finish (ReeveClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, reeve_approval_search_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
reeve_approval_search_join (GPtrArray *approvals)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; i < approvals->len; i++)
    g_strv_builder_add (builder, ((ReeveApproval *) approvals->pdata[i])->id);
  ids = g_strv_builder_end (builder);
  return g_strjoinv (", ", ids);
}
