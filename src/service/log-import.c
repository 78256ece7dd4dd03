/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The trail is told before the first event is written, so that none is there without a word of it, and at the
 * end, with the counts. */

#include <config.h> /* the build's; "config.h" would be service/config.h */

#include "service/log-import.h"

#include "common/clock.h"
#include "common/error.h"
#include "common/log-intake.h"
#include "service/store/audit.h"
#include "service/store/policy.h"

#define DEADLINE      (30 * G_TIME_SPAN_SECOND)
#define TURN_DEADLINE (5 * G_TIME_SPAN_MINUTE)
#define ACTOR         "reeved import-log"
#define ACTION        "access-log.import"

struct _ReeveLogImport
{
  /* owned */
  char *workspace;
  char *file;
  char *batch;
  GHashTable *sources; /* of char *: the first */
  ReeveLogIntake *report;
  gint64 days; /* that the log is kept */
  gboolean begun;
  /* borrowed */
  ReeveInstallation *installation;
};

/* *@id stays NULL where there is none. */
static gboolean
read_workspace (ReeveTx *tx, const char *asked, char **id, guint *n, GError **error)
{
  ReeveStatement *statement = reeve_tx_prepare (
    tx, asked != NULL ? "SELECT id FROM workspaces WHERE id = $1 OR name = $1" : "SELECT id FROM workspaces",
    error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  if (asked != NULL)
    reeve_statement_bind_text (statement, 1, asked);
  for (*n = 0;; ++*n)
    {
      if (!reeve_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      g_set_str (id, reeve_statement_get_text (statement, 0));
    }
}

/* (transfer full) */
static char *
find_workspace (ReeveInstallation *installation, const char *asked, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_READ,
                                           g_get_monotonic_time () + DEADLINE, error);
  g_autofree char *id = NULL;
  guint n;

  if (tx == NULL || !read_workspace (tx, asked, &id, &n, error))
    return NULL;
  if (n == 1)
    return g_steal_pointer (&id);
  if (asked == NULL)
    reeve_set_error (error, REEVE_ERROR_INVALID, "workspace",
                     n == 0 ? "there is no workspace yet" : "say which one: --workspace ID or NAME");
  else
    reeve_set_error (error, REEVE_ERROR_INVALID, "workspace",
                     n == 0 ? "no workspace has this id or name"
                            : "several workspaces have this name: say the id");
  return NULL;
}

static gboolean
read_days (ReeveInstallation *installation, const char *workspace, gint64 *days, GError **error)
{
  ReeveDb *db = reeve_installation_get_workspace (installation, workspace);
  g_autoptr (ReeveTx) tx =
    db != NULL ? reeve_db_begin (db, REEVE_TX_READ, g_get_monotonic_time () + DEADLINE, error) : NULL;

  if (db == NULL)
    reeve_set_error (error, REEVE_ERROR_INVALID, "workspace", "the workspace is gone");
  return tx != NULL && reeve_policy_read_log_days (tx, days, error);
}

ReeveLogImport *
reeve_log_import_new (ReeveInstallation *installation,
                      const char *workspace,
                      const char *file,
                      GError **error)
{
  g_autofree char *id = find_workspace (installation, workspace, error);
  ReeveLogImport *self;
  gint64 days;

  if (id == NULL || !read_days (installation, id, &days, error))
    return NULL;
  self = g_new0 (ReeveLogImport, 1);
  self->days = days;
  self->installation = installation;
  self->workspace = g_steal_pointer (&id);
  self->file = reeve_error_show (file);
  self->batch = reeve_id_new ();
  self->sources = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->report = g_object_new (reeve_log_intake_get_type (), NULL);
  return self;
}

void
reeve_log_import_free (ReeveLogImport *self)
{
  g_free (self->workspace);
  g_free (self->file);
  g_free (self->batch);
  g_hash_table_unref (self->sources);
  g_object_unref (self->report);
  g_free (self);
}

/* @after: (nullable) */
static gboolean
audit (ReeveLogImport *self, const char *reason, ReeveLogIntake *after, GError **error)
{
  ReeveDb *db = reeve_installation_get_workspace (self->installation, self->workspace);
  g_autoptr (ReeveAuditEntry) entry = g_object_new (reeve_audit_entry_get_type (), NULL);
  g_autofree char *before = NULL;
  g_autoptr (ReeveTx) tx = NULL;

  if (db == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_INVALID, "workspace", "the workspace is gone");
      return FALSE;
    }
  entry->actor_name = g_strdup (ACTOR);
  entry->address = g_strdup ("local");
  entry->action = g_strdup (ACTION);
  entry->object_type = g_strdup ("log");
  entry->object_id = g_strdup ("access-log");
  entry->object_name = g_strdup (self->file);
  entry->reason = g_strdup (reason);
  entry->batch = g_strdup (self->batch);
  if (after != NULL)
    reeve_record_difference (NULL, after, &before, &entry->after);
  tx = reeve_db_begin (db, REEVE_TX_WRITE, g_get_monotonic_time () + DEADLINE, error);
  return tx != NULL && reeve_audit_append (tx, entry, error) && reeve_tx_commit (tx, error);
}

static void
note_sources (ReeveLogImport *self, GPtrArray *events)
{
  for (guint i = 0; i < events->len && g_hash_table_size (self->sources) < REEVE_LOG_INTAKE_SOURCES; i++)
    {
      const ReeveAccessEvent *event = events->pdata[i];

      if (!g_hash_table_contains (self->sources, event->source))
        g_hash_table_add (self->sources, g_strdup (event->source));
    }
}

gint64
reeve_log_import_get_days (ReeveLogImport *self)
{
  return self->days;
}

gboolean
reeve_log_import_put (ReeveLogImport *self, GPtrArray *events, ReeveAccessIntake *intake, GError **error)
{
  ReeveAccessLog *log = reeve_installation_get_access_log (self->installation);

  *intake = (ReeveAccessIntake) { 0 };
  if (events->len == 0)
    return TRUE;
  if (!self->begun && !audit (self, "begun", NULL, error))
    return FALSE;
  self->begun = TRUE;
  if (!reeve_access_log_ingest (log, self->workspace, events, self->days,
                                g_get_monotonic_time () + TURN_DEADLINE, intake, error))
    return FALSE;
  self->report->taken += intake->taken;
  self->report->known += intake->known;
  self->report->refused += intake->refused;
  note_sources (self, events);
  if (intake->lost == 0)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_BUSY, "intake", "%u events could not be written", intake->lost);
  return FALSE;
}

gboolean
reeve_log_import_end (ReeveLogImport *self, GError **error)
{
  g_autofree const char **sources = NULL;

  if (!self->begun)
    return TRUE;
  self->begun = FALSE;
  sources = (const char **) g_hash_table_get_keys_as_array (self->sources, NULL);
  reeve_set_texts (&self->report->sources, sources);
  if (!audit (self, "ended", self->report, error))
    return FALSE;
  reeve_access_log_catch_up (reeve_installation_get_access_log (self->installation), self->workspace);
  return TRUE;
}
