/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/client/version-history.h"

#include "common/error.h"

typedef struct
{
  const ReeveNoun *noun;
  char *id;
  GPtrArray *entries; /* of ReeveAuditEntry */
  ReeveQuery *query;
  gboolean from_trail; /* the record is gone, and its own history with it */
  gboolean cut;
} Load;

static void
free_load (gpointer data)
{
  Load *load = data;

  g_free (load->id);
  g_ptr_array_unref (load->entries);
  reeve_query_free (load->query);
  g_free (load);
}

void
reeve_version_history_free (ReeveVersionHistory *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->versions);
  g_clear_object (&self->now);
  g_free (self);
}

static void
on_now_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (ReeveRecord) now = reeve_client_load_finish (REEVE_CLIENT (source), result, &error);
  ReeveVersionHistory *history;

  if (now == NULL && !g_error_matches (error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_task_return_error (task, error);
      return;
    }
  g_clear_error (&error);
  history = g_new0 (ReeveVersionHistory, 1);
  history->versions = reeve_versions_read (load->noun->get_type (), load->id, load->entries);
  history->now = g_steal_pointer (&now);
  history->cut = load->cut;
  g_task_return_pointer (task, history, (GDestroyNotify) reeve_version_history_free);
}

static void
load_now (GTask *task)
{
  ReeveSite *site = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  g_autofree char *below = reeve_noun_path (load->noun, load->id);
  g_autofree char *path = reeve_site_path (site, below);

  reeve_client_load_async (reeve_site_get_client (site), load->noun->get_type (), path,
                           g_task_get_cancellable (task), on_now_cb, g_object_ref (task));
}

static void load_page (GTask *task);

static void
on_page_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Load *load = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (ReeveListing) page = reeve_client_list_finish (REEVE_CLIENT (source), result, &error);

  if (page == NULL && !load->from_trail && g_error_matches (error, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_error_free (error);
      load->from_trail = TRUE;
      reeve_query_set_filter (load->query, "objectType", load->noun->noun);
      reeve_query_set_filter (load->query, "object", load->id);
      load_page (task);
      return;
    }
  if (page == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < page->items->len; i++)
    g_ptr_array_add (load->entries, g_object_ref (page->items->pdata[i]));
  g_set_str (&load->query->cursor, page->next);
  load->cut = page->next != NULL && load->entries->len >= REEVE_VERSION_HISTORY_ENTRIES;
  if (page->next != NULL && !load->cut)
    load_page (task);
  else
    load_now (task);
}

static void
load_page (GTask *task)
{
  ReeveSite *site = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  g_autofree char *below = load->from_trail ? g_strdup ("audit") : reeve_noun_history (load->noun, load->id);
  g_autofree char *path = reeve_site_path (site, below);

  reeve_client_list_async (reeve_site_get_client (site), reeve_audit_entry_get_type (), path, load->query,
                           g_task_get_cancellable (task), on_page_cb, g_object_ref (task));
}

void
reeve_version_history_load_async (ReeveSite *site,
                                  const ReeveNoun *noun,
                                  const char *id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (site, cancellable, callback, user_data);
  Load *load;

  g_return_if_fail (REEVE_IS_SITE (site));
  g_return_if_fail (noun != NULL && id != NULL);

  load = g_new0 (Load, 1);
  load->noun = noun;
  load->id = g_strdup (id);
  load->entries = g_ptr_array_new_with_free_func (g_object_unref);
  load->query = reeve_query_new ();
  load->query->limit = REEVE_QUERY_MAX_LIMIT;
  g_task_set_source_tag (task, reeve_version_history_load_async);
  g_task_set_task_data (task, load, free_load);
  load_page (task);
}

ReeveVersionHistory *
reeve_version_history_load_finish (ReeveSite *site, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, site), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
