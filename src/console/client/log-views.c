/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/client/log-views.h"

#include <gio/gio.h>
#include <string.h>

#include "common/log-query.h"

#define MOST       100 /* of a workspace */
#define MOST_CHARS 80  /* of a name */

void
reeve_log_view_free (ReeveLogView *self)
{
  g_free (self->name);
  g_free (self->query);
  g_free (self);
}

static char *
get_path (const char *path)
{
  return path != NULL ? g_strdup (path)
                      : g_build_filename (g_get_user_data_dir (), "reeve", "log-views", NULL);
}

static int
compare_views (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate ((*(ReeveLogView *const *) a)->name, (*(ReeveLogView *const *) b)->name);
}

static GPtrArray *
read_views (GKeyFile *file, const char *workspace)
{
  GPtrArray *views = g_ptr_array_new_with_free_func ((GDestroyNotify) reeve_log_view_free);
  gsize n_names = 0, n_queries = 0;
  g_auto (GStrv) names = g_key_file_get_string_list (file, workspace, "names", &n_names, NULL);
  g_auto (GStrv) queries = g_key_file_get_string_list (file, workspace, "queries", &n_queries, NULL);

  for (gsize i = 0; i < n_names && i < n_queries && i < MOST; i++)
    {
      ReeveLogView *view = g_new (ReeveLogView, 1);

      *view = (ReeveLogView) { .name = g_strdup (names[i]), .query = g_strdup (queries[i]) };
      g_ptr_array_add (views, view);
    }
  g_ptr_array_sort (views, compare_views);
  return views;
}

GPtrArray *
reeve_log_views_load (const char *path, const char *workspace)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *used = get_path (path);

  g_return_val_if_fail (workspace != NULL, NULL);

  g_key_file_load_from_file (file, used, G_KEY_FILE_NONE, NULL);
  return read_views (file, workspace);
}

static gboolean
write_file (GKeyFile *file, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  gsize length;
  g_autofree char *text = g_key_file_to_data (file, &length, NULL);

  return g_mkdir_with_parents (folder, 0700) == 0 &&
         g_file_set_contents_full (path, text, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

gboolean
reeve_log_views_save (const char *path, const char *workspace, const char *name, const char *query)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) views = NULL;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) queries = g_ptr_array_new ();
  g_autofree char *used = get_path (path);

  g_return_val_if_fail (workspace != NULL && name != NULL, FALSE);

  if (*name == '\0' || g_utf8_strlen (name, -1) > MOST_CHARS)
    return FALSE;
  g_key_file_load_from_file (file, used, G_KEY_FILE_NONE, NULL);
  views = read_views (file, workspace);
  for (guint i = 0; i < views->len; i++)
    {
      const ReeveLogView *view = g_ptr_array_index (views, i);

      if (g_str_equal (view->name, name))
        continue;
      g_ptr_array_add (names, view->name);
      g_ptr_array_add (queries, view->query);
    }
  if (query != NULL && names->len >= MOST)
    return FALSE;
  if (query != NULL)
    {
      g_ptr_array_add (names, (gpointer) name);
      g_ptr_array_add (queries, (gpointer) query);
    }
  g_key_file_set_string_list (file, workspace, "names", (const char *const *) names->pdata, names->len);
  g_key_file_set_string_list (file, workspace, "queries", (const char *const *) queries->pdata, queries->len);
  return write_file (file, used);
}

/* --- Links --- */

char *
reeve_log_link_make (const char *workspace, const char *query)
{
  g_autofree char *escaped = NULL;

  g_return_val_if_fail (workspace != NULL && query != NULL, NULL);

  escaped = g_uri_escape_string (query, NULL, FALSE);
  return g_strdup_printf ("reeve://%s/access-log?q=%s", workspace, escaped);
}

/* Whoever sends a link decides what is looked for, and nothing else: the query is only text, and is parsed as
 * if it were typed. */
gboolean
reeve_log_link_read (const char *text, char **workspace, char **query)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autoptr (GUri) uri = g_uri_parse (stripped, G_URI_FLAGS_ENCODED_QUERY, NULL);
  const char *q = uri != NULL ? g_uri_get_query (uri) : NULL;
  g_autofree char *plain = NULL;

  if (q == NULL || g_strcmp0 (g_uri_get_scheme (uri), "reeve") != 0 ||
      g_strcmp0 (g_uri_get_path (uri), "/access-log") != 0 || !g_str_has_prefix (q, "q=") ||
      strchr (q, '&') != NULL || g_uri_get_host (uri) == NULL ||
      !g_uuid_string_is_valid (g_uri_get_host (uri)))
    return FALSE;
  plain = g_uri_unescape_string (q + strlen ("q="), NULL);
  if (plain == NULL || !g_utf8_validate (plain, -1, NULL) || strlen (plain) > REEVE_LOG_QUERY_MAX_BYTES)
    return FALSE;
  *workspace = g_strdup (g_uri_get_host (uri));
  *query = g_steal_pointer (&plain);
  return TRUE;
}
