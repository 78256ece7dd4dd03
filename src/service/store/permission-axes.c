/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A recursive query with an order takes what waits by that order (SQLite, "WITH": "queue order"): the deepest
 * first, and of those the first by name, which is the order of a tree that stands open. */

#include "config.h"

#include "service/store/permission-axes.h"

#include "common/capability.h"
#include "common/folder.h"

#define TREE                                                                                \
  "WITH RECURSIVE tree (id, name, depth, name_key) AS ("                                    \
  "SELECT id, name, 0, name_key FROM folders WHERE id = '" REEVE_FOLDER_ROOT "' UNION ALL " \
  "SELECT f.id, f.name, tree.depth + 1, f.name_key FROM tree CROSS JOIN folders AS f "      \
  "ON f.parent = tree.id AND f.deleted = 0 ORDER BY 3 DESC, 4) "

void
reeve_permission_axis_free (ReevePermissionAxis *self)
{
  g_ptr_array_unref (self->ids);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->depths);
  g_free (self);
}

static ReevePermissionAxis *
new_axis (void)
{
  ReevePermissionAxis *self = g_new0 (ReevePermissionAxis, 1);

  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->depths = g_ptr_array_new ();
  return self;
}

static void
add (ReevePermissionAxis *self, const char *id, const char *name, gint64 depth)
{
  g_ptr_array_add (self->ids, g_strdup (id));
  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->depths, GUINT_TO_POINTER (depth));
}

/* @sql: of id, name and depth, with its limit and offset as the parameters */
static gboolean
read_range (ReevePermissionAxis *self, ReeveTx *tx, const char *sql, gint64 first, gint64 n, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_int (statement, 1, n);
  reeve_statement_bind_int (statement, 2, first);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (row)
        add (self, reeve_statement_get_text (statement, 0), reeve_statement_get_text (statement, 1),
             reeve_statement_get_int (statement, 2));
    }
  return TRUE;
}

static gboolean
count (ReevePermissionAxis *self, ReeveTx *tx, const char *sql, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);

  return reeve_statement_read_int (statement, &self->total, error);
}

ReevePermissionAxis *
reeve_permission_axis_read_folders (ReeveTx *tx, gint64 first, gint64 n, GError **error)
{
  g_autoptr (ReevePermissionAxis) self = new_axis ();

  return read_range (self, tx, TREE "SELECT id, name, depth FROM tree LIMIT $1 OFFSET $2", first, n, error) &&
             count (self, tx, TREE "SELECT count(*) FROM tree", error)
           ? g_steal_pointer (&self)
           : NULL;
}

/* The built-in ones, which no table has, and those of the workspace. */
static ReevePermissionAxis *
read_roles (ReeveTx *tx, gint64 first, gint64 n, GError **error)
{
  g_autoptr (ReevePermissionAxis) self = new_axis ();
  gint64 built_in = g_strv_length ((GStrv) reeve_built_in_roles);

  if (!count (self, tx, "SELECT count(*) FROM roles", error))
    return NULL;
  self->total += built_in;
  for (gint64 i = first; i < built_in && i < first + n; i++)
    add (self, reeve_built_in_roles[i], reeve_built_in_roles[i], 0);
  return read_range (self, tx, "SELECT id, name, 0 FROM roles ORDER BY name_key, id LIMIT $1 OFFSET $2",
                     MAX (first - built_in, 0), n - (gint64) self->ids->len, error)
           ? g_steal_pointer (&self)
           : NULL;
}

ReevePermissionAxis *
reeve_permission_axis_read_principals (ReeveTx *tx,
                                       ReevePrincipalKind kind,
                                       gint64 first,
                                       gint64 n,
                                       GError **error)
{
  g_autoptr (ReevePermissionAxis) self = NULL;
  gboolean done;

  if (kind == REEVE_PRINCIPAL_ROLE)
    return read_roles (tx, first, n, error);
  self = new_axis ();
  if (kind == REEVE_PRINCIPAL_GROUP)
    done = read_range (self, tx, "SELECT id, name, 0 FROM groups ORDER BY name_key, id LIMIT $1 OFFSET $2",
                       first, n, error) &&
           count (self, tx, "SELECT count(*) FROM groups", error);
  else
    done = read_range (self, tx,
                       "SELECT id, display_name, 0 FROM users WHERE deleted = 0 ORDER BY name_key, id "
                       "LIMIT $1 OFFSET $2",
                       first, n, error) &&
           count (self, tx, "SELECT count(*) FROM users WHERE deleted = 0", error);
  return done ? g_steal_pointer (&self) : NULL;
}
