/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reading the model whole, and reading on. A row that the journal names is read as it is now, however often
 * it changed: so a journal read twice, or one that tells of what came later, does no harm. */

#include "config.h"

#include "service/store/permissions.h"

#include <string.h>

#include "common/folder.h"
#include "common/permission-sizes.h"
#include "service/store/rows.h"

/* Beyond so many changes it is quicker to read everything. */
#define TOO_MANY 5000

struct _ReevePermissions
{
  GRWLock lock;
  ReevePermissionModel *model; /* (nullable): not read yet */
  gint64 number;               /* of the journal's last row that is in it */

  GMutex counting;
  GArray *sizes; /* (nullable): not counted since folders changed */
};

ReevePermissions *
reeve_permissions_new (void)
{
  ReevePermissions *self = g_new0 (ReevePermissions, 1);

  g_rw_lock_init (&self->lock);
  g_mutex_init (&self->counting);
  return self;
}

void
reeve_permissions_free (ReevePermissions *self)
{
  g_clear_pointer (&self->model, reeve_permission_model_free);
  g_clear_pointer (&self->sizes, g_array_unref);
  g_rw_lock_clear (&self->lock);
  g_mutex_clear (&self->counting);
  g_free (self);
}

/* --- Rows into the model --- */

typedef void (*Setter) (ReevePermissionModel *model, ReeveStatement *statement);

static void
set_group (ReevePermissionModel *model, ReeveStatement *statement)
{
  if (!reeve_permission_model_set_group (model, reeve_statement_get_text (statement, 0),
                                         reeve_statement_get_text (statement, 1)))
    g_critical ("a group is below itself");
}

static void
set_user (ReevePermissionModel *model, ReeveStatement *statement)
{
  g_auto (GStrv) roles = reeve_rows_split (reeve_statement_get_text (statement, 1));
  g_auto (GStrv) groups = reeve_rows_split (reeve_statement_get_text (statement, 2));

  reeve_permission_model_set_user (model, reeve_statement_get_text (statement, 0),
                                   (const char *const *) groups, (const char *const *) roles);
}

static void
set_contact (ReevePermissionModel *model, ReeveStatement *statement)
{
  reeve_permission_model_set_contact (model, reeve_statement_get_text (statement, 0));
}

static void
set_folder (ReevePermissionModel *model, ReeveStatement *statement)
{
  if (!reeve_permission_model_set_folder (
        model, reeve_statement_get_text (statement, 0), reeve_statement_get_text (statement, 1),
        reeve_statement_get_int (statement, 2) != 0, reeve_statement_get_int (statement, 3) != 0,
        reeve_statement_get_text (statement, 4)))
    g_critical ("a folder is below itself");
}

static void
set_grant (ReevePermissionModel *model, ReeveStatement *statement)
{
  g_auto (GStrv) verbs = reeve_rows_split (reeve_statement_get_text (statement, 4));
  ReevePrincipalKind kind;

  if (!reeve_principal_kind_from_wire (reeve_statement_get_text (statement, 2), &kind))
    return; /* of a newer service: allow-only, so to know less is to allow less */
  reeve_permission_model_set_grant (
    model, reeve_statement_get_text (statement, 0), reeve_statement_get_text (statement, 1), kind,
    reeve_statement_get_text (statement, 3), reeve_verbs_from_wire ((const char *const *) verbs),
    reeve_statement_get_int (statement, 5));
}

/* Parents first where that is cheap: the model takes them in any order. */
static const struct
{
  const char *kind;
  const char *sql;
  const char *order;
  Setter set;
  void (*remove) (ReevePermissionModel *model, const char *id);
} tables[] = {
  { "group", "SELECT id, parent FROM groups WHERE id > ''", " ORDER BY path_key, id", set_group,
    reeve_permission_model_remove_group },
  { "user", "SELECT id, roles, groups FROM users WHERE deleted = 0", "", set_user,
    reeve_permission_model_remove_subject },
  { "contact", "SELECT id FROM contacts WHERE state IN ('waiting', 'opened')", "", set_contact,
    reeve_permission_model_remove_subject },
  { "folder", "SELECT id, parent, inherits, deleted, company FROM folders WHERE id > ''", "", set_folder,
    reeve_permission_model_remove_folder },
  { "grant", "SELECT id, folder, principal_kind, principal, verbs, expires FROM grants WHERE id > ''", "",
    set_grant, reeve_permission_model_remove_grant },
};

static gboolean
read_table (ReeveTx *tx, ReevePermissionModel *model, guint table, GError **error)
{
  g_autofree char *sql = g_strconcat (tables[table].sql, tables[table].order, NULL);
  ReeveStatement *statement = reeve_tx_prepare (tx, sql, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (row)
        tables[table].set (model, statement);
    }
  return TRUE;
}

static gboolean
read_row (ReeveTx *tx, ReevePermissionModel *model, const char *kind, const char *id, GError **error)
{
  g_autofree char *sql = NULL;
  ReeveStatement *statement;
  gboolean row;
  guint table = 0;

  while (table < G_N_ELEMENTS (tables) && strcmp (tables[table].kind, kind) != 0)
    table++;
  if (table == G_N_ELEMENTS (tables))
    return TRUE;
  sql = g_strconcat (tables[table].sql, " AND id = $1", NULL);
  statement = reeve_tx_prepare (tx, sql, error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, id);
  if (!reeve_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    tables[table].set (model, statement);
  else
    tables[table].remove (model, id);
  return TRUE;
}

ReevePermissionModel *
reeve_permissions_read (ReeveTx *tx, GError **error)
{
  g_autoptr (ReevePermissionModel) model = reeve_permission_model_new (REEVE_FOLDER_ROOT);

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!read_table (tx, model, i, error))
      return NULL;
  return g_steal_pointer (&model);
}

/* --- Reading on --- */

static gboolean
get_number (ReeveTx *tx, const char *function, gint64 *number, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s (number) FROM permission_journal", function);

  return reeve_statement_read_int (reeve_tx_prepare (tx, sql, error), number, error);
}

typedef struct
{
  char *kind;
  char *id;
} Change;

static void
change_clear (gpointer data)
{
  Change *change = data;

  g_free (change->kind);
  g_free (change->id);
}

/* Each thing once. (element-type Change) */
static GArray *
list_changes (ReeveTx *tx, gint64 after, GError **error)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (Change));
  ReeveStatement *statement = reeve_tx_prepare (
    tx, "SELECT kind, id FROM permission_journal WHERE number > $1 GROUP BY kind, id ORDER BY min (number)",
    error);
  gboolean row = TRUE;

  g_array_set_clear_func (changes, change_clear);
  if (statement == NULL)
    return NULL;
  reeve_statement_bind_int (statement, 1, after);
  while (row)
    {
      if (!reeve_statement_step (statement, &row, error))
        return NULL;
      if (row)
        {
          Change change = { g_strdup (reeve_statement_get_text (statement, 0)),
                            g_strdup (reeve_statement_get_text (statement, 1)) };

          g_array_append_val (changes, change);
        }
    }
  return g_steal_pointer (&changes);
}

/* A failure leaves a model that is partly newer; what it lacks is read again next time. */
static gboolean
read_on (ReevePermissions *self, ReeveTx *tx, gint64 number, GError **error)
{
  g_autoptr (GArray) changes = list_changes (tx, self->number, error);

  if (changes == NULL)
    return FALSE;
  for (guint i = 0; i < changes->len; i++)
    {
      const Change *change = &g_array_index (changes, Change, i);

      if (strcmp (change->kind, "folder") == 0)
        g_clear_pointer (&self->sizes, g_array_unref);
      if (!read_row (tx, self->model, change->kind, change->id, error))
        return FALSE;
    }
  self->number = number;
  return TRUE;
}

static gboolean
read_all (ReevePermissions *self, ReeveTx *tx, gint64 number, GError **error)
{
  ReevePermissionModel *model = reeve_permissions_read (tx, error);

  if (model == NULL)
    return FALSE;
  g_clear_pointer (&self->model, reeve_permission_model_free);
  g_clear_pointer (&self->sizes, g_array_unref);
  self->model = model;
  self->number = number;
  return TRUE;
}

/* With the lock held for writing. */
static gboolean
renew (ReevePermissions *self, ReeveTx *tx, gint64 number, GError **error)
{
  gint64 first;

  if (self->model != NULL && self->number >= number)
    return TRUE; /* another thread was quicker */
  if (!get_number (tx, "min", &first, error))
    return FALSE;
  if (self->model == NULL || self->number + 1 < first || number - self->number > TOO_MANY)
    return read_all (self, tx, number, error);
  return read_on (self, tx, number, error);
}

ReevePermissionModel *
reeve_permissions_enter (ReevePermissions *self, ReeveTx *tx, GError **error)
{
  gint64 number;

  if (!get_number (tx, "max", &number, error))
    return NULL;
  for (;;)
    {
      gboolean renewed;

      g_rw_lock_reader_lock (&self->lock);
      if (self->model != NULL && self->number >= number)
        return self->model;
      g_rw_lock_reader_unlock (&self->lock);
      g_rw_lock_writer_lock (&self->lock);
      renewed = renew (self, tx, number, error);
      g_rw_lock_writer_unlock (&self->lock);
      if (!renewed)
        return NULL;
    }
}

void
reeve_permissions_leave (ReevePermissions *self)
{
  g_rw_lock_reader_unlock (&self->lock);
}

const GArray *
reeve_permissions_get_sizes (ReevePermissions *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->counting);

  if (self->sizes == NULL)
    self->sizes = reeve_permission_sizes_count (self->model);
  return self->sizes;
}
