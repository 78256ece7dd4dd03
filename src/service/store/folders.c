/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A folder knows the one that it is in, and nothing of the way there: moving a branch is one row. */

#include "config.h"

#include "service/store/folders.h"

#include "common/encoding.h"
#include "common/error.h"
#include "service/store/rows.h"

#define TABLE "folders"

static const ReeveSort sorts[] = { { "name", "name_key", FALSE }, { NULL, NULL, FALSE } };

static gboolean
explain_conflict (GError *local, GError **error)
{
  if (g_error_matches (local, REEVE_ERROR, REEVE_ERROR_CONFLICT))
    {
      g_error_free (local);
      reeve_set_error (error, REEVE_ERROR_CONFLICT, "name_taken", "another folder there has this name");
      reeve_error_add_member (error, "/name", "name_taken", "another folder there has this name");
    }
  else
    g_propagate_error (error, local);
  return FALSE;
}

/* A LIKE pattern for text anywhere; "\" escapes. */
static char *
make_pattern (const char *text)
{
  g_autofree char *folded = reeve_fold (text);
  g_autoptr (GString) pattern = g_string_new ("%");

  for (const char *p = folded; *p != '\0'; p++)
    {
      if (*p == '%' || *p == '_' || *p == '\\')
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *p);
    }
  g_string_append_c (pattern, '%');
  return g_string_free_and_steal (g_steal_pointer (&pattern));
}

static void
keep (ReeveListing *listing, ReeveListing *page, ReeveFolderFilter filter, gpointer data)
{
  for (guint i = 0; i < page->items->len; i++)
    if (filter == NULL || filter (REEVE_FOLDER (page->items->pdata[i])->id, data))
      g_ptr_array_add (listing->items, g_object_ref (page->items->pdata[i]));
  g_free (listing->next);
  listing->next = g_steal_pointer (&page->next);
}

ReeveListing *
reeve_folders_list (ReeveTx *tx,
                    const ReeveQuery *query,
                    ReeveFoldersWhich which,
                    ReeveFolderFilter filter,
                    gpointer data,
                    GError **error)
{
  static const char *const wheres[] = { "deleted = 0 AND parent = $1", "deleted = 0 AND $1 IS NOT NULL",
                                        "deleted <> 0 AND $1 IS NOT NULL",
                                        "deleted = 0 AND id IN (SELECT folder FROM managed_folders) "
                                        "AND $1 IS NOT NULL" };
  const ReeveListSpec spec = { TABLE, reeve_folder_get_type (), sorts, FALSE, NULL };
  const char *parent = reeve_query_get_filter (query, "parent");
  g_autofree char *pattern = make_pattern (query->text != NULL ? query->text : "");
  g_autofree char *where =
    g_strconcat (wheres[which], query->text != NULL ? " AND name_key LIKE $2 ESCAPE '\\'" : NULL, NULL);
  const char *bind[] = { parent != NULL ? parent : REEVE_FOLDER_ROOT, query->text != NULL ? pattern : NULL,
                         NULL };
  g_autoptr (ReeveQuery) rest = reeve_query_copy (query);
  g_autoptr (ReeveListing) listing = reeve_listing_new ();

  do
    {
      g_autoptr (ReeveListing) page = NULL;

      rest->limit = query->limit - listing->items->len;
      page = reeve_rows_list (tx, &spec, rest, where, bind, error);
      if (page == NULL)
        return NULL;
      keep (listing, page, filter, data);
      g_free (rest->cursor);
      rest->cursor = g_strdup (listing->next);
    }
  while (listing->next != NULL && listing->items->len < query->limit);
  return g_steal_pointer (&listing);
}

ReeveFolder *
reeve_folders_get (ReeveTx *tx, const char *id, GError **error)
{
  return reeve_rows_get (tx, TABLE, reeve_folder_get_type (), id, error);
}

/* --- Upwards --- */

/* The column @column of the folder and those above it. (transfer full) */
static GPtrArray *
list_upwards (ReeveTx *tx, const char *column, const char *id, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
    "WITH RECURSIVE up (id, parent, name, depth) AS ("
    "SELECT id, parent, name, 0 FROM folders WHERE id = $1 UNION ALL "
    "SELECT f.id, f.parent, f.name, up.depth + 1 FROM up CROSS JOIN folders AS f ON f.id = up.parent "
    "WHERE up.depth < %d) SELECT %s FROM up ORDER BY depth",
    REEVE_FOLDER_DEPTH + 1, column);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, id);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (found, g_strdup (reeve_statement_get_text (statement, 0)));
    }
  return g_steal_pointer (&found);
}

GStrv
reeve_folders_get_path (ReeveTx *tx, const char *id, GError **error)
{
  g_autoptr (GPtrArray) names = list_upwards (tx, "name", id, error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (names == NULL)
    return NULL;
  for (guint i = names->len; i > 1; i--) /* the last one is the root's */
    g_strv_builder_add (builder, names->pdata[i - 2]);
  return g_strv_builder_end (builder);
}

GStrv
reeve_folders_list_above (ReeveTx *tx, const char *id, GError **error)
{
  g_autoptr (GPtrArray) ids = list_upwards (tx, "id", id, error);

  if (ids == NULL)
    return NULL;
  g_ptr_array_add (ids, NULL);
  g_ptr_array_set_free_func (ids, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&ids), FALSE);
}

/* --- Changes --- */

static gboolean
has_group (ReeveTx *tx, const char *id, gboolean *has, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, "SELECT count(*) FROM groups WHERE id = $1", error);
  gint64 n = 0;

  if (statement != NULL)
    reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_read_int (statement, &n, error))
    return FALSE;
  *has = n > 0;
  return TRUE;
}

static gboolean
check_place (ReeveTx *tx, ReeveFolder *folder, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveFolder) parent = NULL;
  g_auto (GStrv) above = NULL;

  if (folder->parent == NULL)
    return TRUE; /* the root */
  parent = reeve_folders_get (tx, folder->parent, &local);
  if (parent == NULL && !g_error_matches (local, REEVE_ERROR, REEVE_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (parent == NULL || parent->deleted != 0)
    {
      reeve_error_add_member (error, "/parent", "unknown_folder", "there is no such folder");
      return FALSE;
    }
  above = reeve_folders_list_above (tx, parent->id, error);
  if (above == NULL)
    return FALSE;
  if (g_strv_length (above) <= REEVE_FOLDER_DEPTH)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_CONFLICT, "folder_depth", "folders are at most %d deep",
                   REEVE_FOLDER_DEPTH);
  return FALSE;
}

static gboolean
check (ReeveTx *tx, ReeveFolder *stored, ReeveFolder *folder, GError **error)
{
  gboolean has = TRUE;

  if (folder->company != NULL && (stored == NULL || g_strcmp0 (stored->company, folder->company) != 0) &&
      !has_group (tx, folder->company, &has, error))
    return FALSE;
  if (!has)
    {
      reeve_error_add_member (error, "/company", "unknown_group", "there is no such group");
      return FALSE;
    }
  return (stored != NULL && g_strcmp0 (stored->parent, folder->parent) == 0) ||
         check_place (tx, folder, error);
}

gboolean
reeve_folders_insert (ReeveTx *tx, ReeveFolder *folder, GError **error)
{
  g_autofree char *key = reeve_fold (folder->name);
  const char *extra[] = { "name_key", key, NULL };
  g_autoptr (GError) local = NULL;

  if (!check (tx, NULL, folder, error))
    return FALSE;
  return reeve_rows_insert (tx, TABLE, folder, extra, &local) ||
         explain_conflict (g_steal_pointer (&local), error);
}

gboolean
reeve_folders_update (ReeveTx *tx, ReeveFolder *stored, ReeveFolder *folder, GError **error)
{
  g_autofree char *key = reeve_fold (folder->name);
  const char *extra[] = { "name_key", key, NULL };
  g_autoptr (GError) local = NULL;

  if (!check (tx, stored, folder, error))
    return FALSE;
  return reeve_rows_change (tx, TABLE, stored, folder, stored->version, extra, &local) ||
         explain_conflict (g_steal_pointer (&local), error);
}

/* --- The bin --- */

/* (transfer full): ids */
static GPtrArray *
list_doomed (ReeveTx *tx, gint64 before, guint limit, GError **error)
{
  ReeveStatement *statement =
    reeve_tx_prepare (tx,
                      "WITH RECURSIVE doomed (id, depth) AS ("
                      "SELECT id, 0 FROM folders WHERE deleted <> 0 AND deleted <= $1 UNION "
                      "SELECT f.id, d.depth + 1 FROM doomed AS d CROSS JOIN folders AS f ON f.parent = d.id) "
                      "SELECT id FROM doomed GROUP BY id ORDER BY max (depth) DESC LIMIT $2",
                      error);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, before);
  reeve_statement_bind_int (statement, 2, limit);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (row)
        g_ptr_array_add (ids, g_strdup (reeve_statement_get_text (statement, 0)));
    }
  return g_steal_pointer (&ids);
}

GPtrArray *
reeve_folders_purge (ReeveTx *tx, gint64 before, guint limit, GError **error)
{
  g_autoptr (GPtrArray) ids = list_doomed (tx, before, limit, error);
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_object_unref);

  if (ids == NULL)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (ReeveFolder) folder = reeve_folders_get (tx, ids->pdata[i], error);
      ReeveStatement *statement =
        folder != NULL ? reeve_tx_prepare (tx, "DELETE FROM " TABLE " WHERE id = $1", error) : NULL;

      if (statement == NULL)
        return NULL;
      reeve_statement_bind_text (statement, 1, folder->id);
      if (!reeve_statement_run (statement, NULL, error))
        return NULL;
      g_ptr_array_add (gone, g_steal_pointer (&folder));
    }
  return g_steal_pointer (&gone);
}
