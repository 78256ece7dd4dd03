/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/permission-axes.h"

#include "common/capability.h"
#include "common/folder.h"
#include "common/permission-sizes.h"

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

/* --- Folders --- */

/* A walk to a window, and through it. */
typedef struct
{
  ReevePermissionAxis *axis;
  ReeveTx *tx;
  ReevePermissionModel *model;
  const GArray *sizes;
  gint64 skip; /* so many are before it, from here on */
  gint64 n;    /* still to be read */
} Walk;

static guint32
get_size (const Walk *walk, const char *id)
{
  guint32 folder = reeve_permission_model_find_folder (walk->model, id);

  return folder != REEVE_NO_NUMBER ? reeve_permission_sizes_get (walk->sizes, folder) : 0;
}

/* Passes by what is before the window. (transfer full): ids of those right below @parent that are in it, or
 * lead to it */
static GPtrArray *
list_children (Walk *walk, const char *parent, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  ReeveStatement *statement = reeve_tx_prepare (
    walk->tx, "SELECT id FROM folders WHERE parent = $1 AND deleted = 0 ORDER BY name_key", error);
  gint64 found = 0;
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  reeve_statement_bind_text (statement, 1, parent);
  while (row && found < walk->skip + walk->n)
    {
      const char *id;
      guint32 size;

      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        break;
      id = reeve_statement_get_text (statement, 0);
      size = get_size (walk, id);
      if (ids->len == 0 && size <= walk->skip)
        {
          walk->skip -= size;
          continue;
        }
      found += size;
      if (size > 0)
        g_ptr_array_add (ids, g_strdup (id));
    }
  return g_steal_pointer (&ids);
}

static gboolean
add_folder (Walk *walk, const char *id, gint64 depth, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (walk->tx, "SELECT name FROM folders WHERE id = $1", error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    add (walk->axis, id, reeve_statement_get_text (statement, 0), depth);
  walk->n--;
  return TRUE;
}

static gboolean
walk_folder (Walk *walk, const char *id, gint64 depth, GError **error)
{
  g_autoptr (GPtrArray) children = NULL;

  if (walk->skip > 0)
    walk->skip--;
  else if (!add_folder (walk, id, depth, error))
    return FALSE;
  if (walk->n == 0 || get_size (walk, id) < 2)
    return TRUE;
  children = list_children (walk, id, error);
  if (children == NULL)
    return FALSE;
  for (guint i = 0; i < children->len && walk->n > 0; i++)
    if (!walk_folder (walk, children->pdata[i], depth + 1, error))
      return FALSE;
  return TRUE;
}

ReevePermissionAxis *
reeve_permission_axis_read_folders (ReeveTx *tx,
                                    ReevePermissionModel *model,
                                    const GArray *sizes,
                                    gint64 first,
                                    gint64 n,
                                    GError **error)
{
  g_autoptr (ReevePermissionAxis) self = new_axis ();
  Walk walk = { self, tx, model, sizes, first, n };

  self->total = get_size (&walk, REEVE_FOLDER_ROOT);
  if (first < self->total && n > 0 && !walk_folder (&walk, REEVE_FOLDER_ROOT, 0, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* --- Principals --- */

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
