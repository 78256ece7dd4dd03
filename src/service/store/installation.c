/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The installation on disk: lock file, keys, the directory, the workspaces, the access log.
 *
 * Directory and workspaces cannot commit together, so each change that concerns both has one place where it
 * counts:
 * - A workspace exists once its row in the directory is committed. Its file is made and made durable before
 * that, and removed if it does not come to that; a file without a row is what a crash left, nobody has its
 * key, and it is removed at the next start
 * (unless it is large: then it is no newborn but the sign of a directory from an old backup, and left alone).
 * - Who is a member is decided in the workspace. Its transaction leaves an intent, which store/intents.h
 * carries over to the directory; here at the start for what a crash left.
 * - What workspaces show of accounts is decided in the directory, by marks (store/accounts.h). */

#include "config.h"

#include "service/store/installation.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/error.h"
#include "service/store/audit-leaves.h"
#include "service/store/data-folder.h"
#include "service/store/intents.h"
#include "service/store/keys.h"

#define NEWBORN_BYTES  (1024 * 1024)
#define KEY_CHECK      "reeve key check"
#define OPEN_SECONDS   60
#define AUDIT_DEADLINE (30 * G_TIME_SPAN_SECOND)

typedef struct
{
  ReeveDb *db;
  ReeveSecret *log_key;
  ReevePermissions *permissions;
  ReeveGrantUses *grant_uses;
} Workspace;

struct _ReeveInstallation
{
  /* owned */
  char *folder;
  int lock_file;
  ReeveSecret *sealing_key;
  ReeveSecret *wrapping_key;
  ReeveSecret *pepper;
  ReeveSecret *directory_log_key;
  ReeveDb *directory;
  ReeveAccessLog *access_log;
  char *web_origin;       /* (nullable) (atomic): set once */
  char *operator_address; /* (nullable) */
  _Atomic gint64 certificate_end;

  GRWLock lock;           /* guards `workspaces` */
  GHashTable *workspaces; /* id -> Workspace; nothing leaves it before the end */
};

static void
workspace_free (Workspace *self)
{
  reeve_db_unref (self->db);
  reeve_secret_unref (self->log_key);
  reeve_permissions_free (self->permissions);
  reeve_grant_uses_free (self->grant_uses);
  g_free (self);
}

static gint64
get_deadline (void)
{
  return g_get_monotonic_time () + OPEN_SECONDS * G_TIME_SPAN_SECOND;
}

static char *
get_workspace_path (ReeveInstallation *self, const char *id)
{
  g_autofree char *name = g_strconcat (id, ".db", NULL);

  return g_build_filename (self->folder, "workspaces", name, NULL);
}

/* --- The directory --- */

/* A value that only our root key opens: says "wrong key" in words of its own, should a directory ever come
 * with page keys of one root and wrapped keys of another. */
static gboolean
check_root_key (ReeveInstallation *self, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (self->directory, REEVE_TX_WRITE, get_deadline (), error);
  ReeveStatement *statement =
    tx != NULL ? reeve_tx_prepare (tx, "SELECT value FROM settings WHERE name = 'key-check'", error) : NULL;
  g_autoptr (GBytes) sealed = NULL;
  gboolean row;

  if (statement == NULL || !reeve_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    {
      g_autoptr (ReeveSecret) plain = NULL;

      sealed = reeve_statement_get_bytes (statement, 0);
      plain = reeve_unseal (self->wrapping_key, sealed, "key-check", NULL);
      if (plain != NULL)
        return TRUE;
      reeve_set_error (error, REEVE_ERROR_INVALID, "wrong_key", "the root key is not the installation's");
      return FALSE;
    }
  {
    g_autoptr (ReeveSecret) plain = reeve_secret_new_text (KEY_CHECK);

    sealed = reeve_seal (self->wrapping_key, plain, "key-check");
  }
  statement = reeve_tx_prepare (tx, "INSERT INTO settings (name, value) VALUES ('key-check', $1)", error);
  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_bytes (statement, 1, sealed);
  return reeve_statement_run (statement, NULL, error) && reeve_tx_commit (tx, error);
}

static gboolean
open_directory (ReeveInstallation *self, const ReeveSecret *root_key, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, "directory.db", NULL);
  g_autoptr (ReeveSecret) key = reeve_keys_derive (root_key, "reeve/1/directory pages");

  if (!g_file_test (path, G_FILE_TEST_EXISTS) && reeve_data_folder_has_databases (self->folder))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "directory_missing",
                       "there are workspaces but no directory: nobody has their keys; restore directory.db");
      return FALSE;
    }
  self->directory = reeve_db_open (path, key, "directory", error);
  if (self->directory == NULL)
    {
      g_prefix_error (error, "the directory: ");
      return FALSE;
    }
  return check_root_key (self, error);
}

/* --- Workspaces --- */

static Workspace *
open_workspace (ReeveInstallation *self, const char *id, const ReeveSecret *data_key, GError **error)
{
  g_autofree char *path = get_workspace_path (self, id);
  g_autoptr (ReeveSecret) pages = reeve_keys_derive (data_key, "reeve/1/workspace pages");
  g_autoptr (ReeveDb) db = reeve_db_open (path, pages, "workspace", error);
  Workspace *workspace;

  if (db == NULL)
    {
      g_prefix_error (error, "workspace %s: ", id);
      return NULL;
    }
  workspace = g_new0 (Workspace, 1);
  workspace->db = g_steal_pointer (&db);
  workspace->log_key = reeve_keys_derive (data_key, "reeve/1/workspace access log");
  workspace->permissions = reeve_permissions_new ();
  workspace->grant_uses = reeve_grant_uses_new ();
  return workspace;
}

static char *
get_key_context (const char *id)
{
  return g_strconcat ("data-key:", id, NULL);
}

static gboolean
open_known (ReeveInstallation *self, const char *id, GBytes *wrapped, GError **error)
{
  g_autofree char *context = get_key_context (id);
  g_autofree char *path = get_workspace_path (self, id);
  g_autoptr (ReeveSecret) data_key = reeve_unseal (self->wrapping_key, wrapped, context, error);
  Workspace *workspace;

  if (data_key == NULL)
    {
      g_prefix_error (error, "the key of workspace %s: ", id);
      return FALSE;
    }
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "workspace_missing",
                       "the database of workspace %s is missing; restore it", id);
      return FALSE;
    }
  workspace = open_workspace (self, id, data_key, error);
  if (workspace == NULL)
    return FALSE;
  g_hash_table_insert (self->workspaces, g_strdup (id), workspace);
  return reeve_intents_settle (self->directory, workspace->db, id, get_deadline (), error);
}

static gboolean
open_workspaces (ReeveInstallation *self, GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  {
    g_autoptr (ReeveTx) tx = reeve_db_begin (self->directory, REEVE_TX_READ, get_deadline (), error);
    ReeveStatement *statement =
      tx != NULL ? reeve_tx_prepare (tx, "SELECT id, data_key FROM workspaces ORDER BY id", error) : NULL;
    gboolean row = TRUE;

    if (statement == NULL)
      return FALSE;
    while (row)
      {
        if (!reeve_statement_step (statement, &row, error))
          return FALSE;
        if (!row)
          break;
        g_ptr_array_add (ids, g_strdup (reeve_statement_get_text (statement, 0)));
        g_ptr_array_add (keys, reeve_statement_get_bytes (statement, 1));
      }
  }
  for (guint i = 0; i < ids->len; i++)
    if (!open_known (self, ids->pdata[i], keys->pdata[i], error))
      return FALSE;
  return TRUE;
}

static void
remove_orphan (ReeveInstallation *self, const char *id)
{
  static const char *const suffixes[] = { "-sealed", "-shm", "-wal", "" };
  g_autofree char *path = get_workspace_path (self, id);
  GStatBuf status;

  if (g_lstat (path, &status) == 0 && status.st_size > NEWBORN_BYTES)
    {
      g_warning ("workspace %s is not in the directory; its database is left alone", id);
      return;
    }
  g_message ("removing the database of workspace %s, which was never finished", id);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *file = g_strconcat (path, suffixes[i], NULL);

      if (g_unlink (file) != 0 && errno != ENOENT)
        g_warning ("removing it: %s", g_strerror (errno));
    }
}

static void
remove_orphans (ReeveInstallation *self)
{
  g_autofree char *folder = g_build_filename (self->folder, "workspaces", NULL);
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *id = g_str_has_suffix (name, ".db") ? g_strndup (name, strlen (name) - 3) : NULL;

      if (id != NULL && reeve_id_is_valid (id) && !g_hash_table_contains (self->workspaces, id))
        remove_orphan (self, id);
    }
}

static ReeveSecret *
find_log_key (const char *workspace, gpointer data)
{
  ReeveInstallation *self = data;
  Workspace *found;
  ReeveSecret *key;

  if (workspace == NULL)
    return reeve_secret_ref (self->directory_log_key);
  g_rw_lock_reader_lock (&self->lock);
  found = g_hash_table_lookup (self->workspaces, workspace);
  key = found != NULL ? reeve_secret_ref (found->log_key) : NULL;
  g_rw_lock_reader_unlock (&self->lock);
  return key;
}

static GArray *
list_audit (const char *workspace, gint64 after, guint limit, gpointer data, GError **error)
{
  ReeveInstallation *self = data;
  ReeveDb *db = workspace != NULL ? reeve_installation_get_workspace (self, workspace) : self->directory;
  g_autoptr (ReeveTx) tx = NULL;

  if (db == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such workspace");
      return NULL;
    }
  tx = reeve_db_begin (db, REEVE_TX_READ, g_get_monotonic_time () + AUDIT_DEADLINE, error);
  return tx != NULL ? reeve_audit_list_leaves (tx, after, limit, error) : NULL;
}

/* --- Public --- */

gboolean
reeve_installation_exists (const char *data_folder)
{
  return reeve_data_folder_has_databases (data_folder);
}

ReeveInstallation *
reeve_installation_open (const char *data_folder, const ReeveSecret *root_key, GError **error)
{
  g_autoptr (ReeveInstallation) self = g_new0 (ReeveInstallation, 1);
  g_autofree char *log = NULL;

  g_rw_lock_init (&self->lock);
  self->lock_file = -1;
  self->folder = g_canonicalize_filename (data_folder, NULL);
  self->workspaces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) workspace_free);
  if (reeve_secret_get_length (root_key) != REEVE_ROOT_KEY_BYTES)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "root_key", "the root key must have %d bytes",
                       REEVE_ROOT_KEY_BYTES);
      return NULL;
    }
  self->sealing_key = reeve_keys_derive (root_key, "reeve/1/sealing");
  self->wrapping_key = reeve_keys_derive (root_key, "reeve/1/wrapping");
  self->pepper = reeve_keys_derive (root_key, "reeve/1/pepper");
  self->directory_log_key = reeve_keys_derive (root_key, "reeve/1/directory access log");
  if (!reeve_data_folder_make (self->folder, error))
    return NULL;
  self->lock_file = reeve_data_folder_lock (self->folder, error);
  if (self->lock_file < 0 || !open_directory (self, root_key, error) || !open_workspaces (self, error))
    return NULL;
  remove_orphans (self);
  log = g_build_filename (self->folder, "access-log", NULL);
  self->access_log = reeve_access_log_new (log, find_log_key, list_audit, self);
  return g_steal_pointer (&self);
}

void
reeve_installation_free (ReeveInstallation *self)
{
  /* The log first: it asks for keys while it writes what waits. */
  g_clear_pointer (&self->access_log, reeve_access_log_free);
  g_clear_pointer (&self->workspaces, g_hash_table_unref);
  g_clear_pointer (&self->directory, reeve_db_unref);
  g_clear_pointer (&self->sealing_key, reeve_secret_unref);
  g_clear_pointer (&self->wrapping_key, reeve_secret_unref);
  g_clear_pointer (&self->pepper, reeve_secret_unref);
  g_clear_pointer (&self->directory_log_key, reeve_secret_unref);
  if (self->lock_file >= 0)
    close (self->lock_file);
  g_rw_lock_clear (&self->lock);
  g_free (self->web_origin);
  g_free (self->operator_address);
  g_free (self->folder);
  g_free (self);
}

ReeveDb *
reeve_installation_get_directory (ReeveInstallation *self)
{
  return self->directory;
}

ReeveDb *
reeve_installation_get_workspace (ReeveInstallation *self, const char *id)
{
  Workspace *workspace;

  g_rw_lock_reader_lock (&self->lock);
  workspace = g_hash_table_lookup (self->workspaces, id);
  g_rw_lock_reader_unlock (&self->lock);
  return workspace != NULL ? workspace->db : NULL;
}

ReevePermissions *
reeve_installation_get_permissions (ReeveInstallation *self, const char *id)
{
  Workspace *workspace;

  g_rw_lock_reader_lock (&self->lock);
  workspace = g_hash_table_lookup (self->workspaces, id);
  g_rw_lock_reader_unlock (&self->lock);
  return workspace != NULL ? workspace->permissions : NULL;
}

ReeveGrantUses *
reeve_installation_get_grant_uses (ReeveInstallation *self, const char *id)
{
  Workspace *workspace;

  g_rw_lock_reader_lock (&self->lock);
  workspace = g_hash_table_lookup (self->workspaces, id);
  g_rw_lock_reader_unlock (&self->lock);
  return workspace != NULL ? workspace->grant_uses : NULL;
}

ReeveAccessLog *
reeve_installation_get_access_log (ReeveInstallation *self)
{
  return self->access_log;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

GStrv
reeve_installation_list_workspaces (ReeveInstallation *self)
{
  GPtrArray *ids = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id;

  g_rw_lock_reader_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->workspaces);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_ptr_array_add (ids, g_strdup (id));
  g_rw_lock_reader_unlock (&self->lock);
  g_ptr_array_sort (ids, compare_ids);
  g_ptr_array_add (ids, NULL);
  return (GStrv) g_ptr_array_free (ids, FALSE);
}

static gboolean
insert_workspace (ReeveTx *directory, ReeveWorkspace *workspace, GBytes *wrapped, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    directory, "INSERT INTO workspaces (id, version, name, created, data_key) VALUES ($1, $2, $3, $4, $5)",
    error);

  if (statement == NULL)
    return FALSE;
  reeve_statement_bind_text (statement, 1, workspace->id);
  reeve_statement_bind_int (statement, 2, workspace->version);
  reeve_statement_bind_text (statement, 3, workspace->name);
  reeve_statement_bind_int (statement, 4, workspace->created);
  reeve_statement_bind_bytes (statement, 5, wrapped);
  return reeve_statement_run (statement, NULL, error);
}

typedef struct
{
  ReeveInstallation *installation;
  char *id;
  Workspace *workspace;
} Newborn;

/* Others find it once it exists. Of a directory that a failed write has sealed nobody knows whether the row
 * is in it: then the next start will see. */
static void
on_newborn_ended_cb (gboolean committed, gpointer data)
{
  Newborn *newborn = data;
  ReeveInstallation *self = newborn->installation;

  if (committed)
    {
      g_rw_lock_writer_lock (&self->lock);
      g_hash_table_insert (self->workspaces, g_strdup (newborn->id), newborn->workspace);
      g_rw_lock_writer_unlock (&self->lock);
    }
  else
    {
      workspace_free (newborn->workspace);
      if (reeve_db_is_sound (self->directory))
        remove_orphan (self, newborn->id);
    }
  g_free (newborn->id);
  g_free (newborn);
}

ReeveDb *
reeve_installation_create_workspace (ReeveInstallation *self,
                                     ReeveTx *directory,
                                     ReeveWorkspace *workspace,
                                     GError **error)
{
  g_autoptr (ReeveSecret) data_key = reeve_secret_new_random (REEVE_ROOT_KEY_BYTES);
  g_autofree char *context = NULL;
  g_autoptr (GBytes) wrapped = NULL;
  Workspace *opened;
  Newborn *newborn;

  g_return_val_if_fail (reeve_tx_get_mode (directory) == REEVE_TX_WRITE, NULL);
  if (workspace->id == NULL)
    workspace->id = reeve_id_new ();
  if (workspace->version == 0)
    workspace->version = 1;
  if (workspace->created == 0)
    workspace->created = reeve_clock_now ();
  context = get_key_context (workspace->id);
  wrapped = reeve_seal (self->wrapping_key, data_key, context);
  if (!insert_workspace (directory, workspace, wrapped, error))
    return NULL;
  opened = open_workspace (self, workspace->id, data_key, error);
  if (opened == NULL) /* on a full disk, say: what was begun would take the last room until the next start */
    {
      remove_orphan (self, workspace->id);
      return NULL;
    }
  newborn = g_new0 (Newborn, 1);
  newborn->installation = self;
  newborn->id = g_strdup (workspace->id);
  newborn->workspace = opened;
  reeve_tx_on_end (directory, on_newborn_ended_cb, newborn);
  return opened->db;
}

ReeveSecret *
reeve_installation_get_sealing_key (ReeveInstallation *self)
{
  return self->sealing_key;
}

ReeveSecret *
reeve_installation_get_pepper (ReeveInstallation *self)
{
  return self->pepper;
}

void
reeve_installation_set_web_origin (ReeveInstallation *self, const char *origin)
{
  char *copy = g_strdup (origin);

  if (!g_atomic_pointer_compare_and_exchange (&self->web_origin, NULL, copy))
    g_free (copy);
}

const char *
reeve_installation_get_web_origin (ReeveInstallation *self)
{
  const char *origin = g_atomic_pointer_get (&self->web_origin);

  return origin != NULL ? origin : "http://reeved";
}

void
reeve_installation_set_operator_address (ReeveInstallation *self, const char *address)
{
  g_set_str (&self->operator_address, address);
}

const char *
reeve_installation_get_operator_address (ReeveInstallation *self)
{
  return self->operator_address;
}

void
reeve_installation_set_certificate_end (ReeveInstallation *self, gint64 end)
{
  atomic_store (&self->certificate_end, end);
}

gint64
reeve_installation_get_certificate_end (ReeveInstallation *self)
{
  return atomic_load (&self->certificate_end);
}
