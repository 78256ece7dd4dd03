/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/jobs/log-purge.h"

#include "common/clock.h"
#include "service/jobs/walk.h"
#include "service/store/audit.h"

static ReeveAccessFiles *
get_files (ReeveInstallation *installation)
{
  return reeve_access_log_get_files (reeve_installation_get_access_log (installation));
}

/* The oldest day that is over for long enough; FALSE: there is none. */
static gboolean
find_day (ReeveInstallation *installation, const char *workspace, gint64 now, gint64 *day)
{
  g_autoptr (GArray) days = reeve_access_files_list_days (get_files (installation), workspace);

  if (days->len == 0)
    return FALSE;
  *day = g_array_index (days, gint64, days->len - 1);
  return *day < reeve_access_day_of (now) - REEVE_ACCESS_LOG_DAYS;
}

static gboolean
count_events (ReeveInstallation *installation, const char *workspace, gint64 day, gint64 *n, GError **error)
{
  g_autoptr (ReeveAccessDay) opened =
    reeve_access_files_open_day (get_files (installation), workspace, day, FALSE, error);
  g_autoptr (ReeveTx) tx = NULL;

  if (opened == NULL)
    return FALSE;
  tx = reeve_db_begin (reeve_access_day_get_db (opened), REEVE_TX_READ, reeve_job_deadline (), error);
  return tx != NULL && reeve_statement_read_int (
                         reeve_tx_prepare (tx, "SELECT COALESCE (sum (n), 0) FROM hours", error), n, error);
}

/* @n: of events; -1: not known */
static gboolean
audit_purge (ReeveDb *db, gint64 day, gint64 n, gint64 now, GError **error)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (day * (REEVE_DAY / G_USEC_PER_SEC));
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();

  if (tx == NULL)
    return FALSE;
  entry->time = now;
  entry->actor_name = g_strdup ("Reeve");
  entry->address = g_strdup ("local");
  entry->action = g_strdup ("log.purge");
  entry->object_type = g_strdup ("log");
  entry->object_id = g_date_time_format (date, "%Y-%m-%d");
  entry->object_name = g_strdup (entry->object_id);
  if (n >= 0)
    entry->before = g_strdup_printf ("{\"events\":%" G_GINT64_FORMAT "}", n);
  entry->reason = g_strdup_printf ("kept for %d days", REEVE_ACCESS_LOG_DAYS);
  return reeve_audit_append (tx, entry, error) && reeve_tx_commit (tx, error);
}

static gboolean
purge_workspace (ReeveInstallation *installation,
                 const ReeveNews *news G_GNUC_UNUSED,
                 const char *workspace,
                 ReeveDb *db,
                 gint64 now,
                 GError **error)
{
  g_autoptr (GError) uncounted = NULL;
  gint64 day;
  gint64 n;

  if (!find_day (installation, workspace, now, &day))
    return TRUE;
  /* A day that cannot be read goes all the same: it must not hold up its log, nor all that come after. */
  if (!count_events (installation, workspace, day, &n, &uncounted))
    {
      g_message ("a day of the access log that goes cannot be read: %s", uncounted->message);
      n = -1;
    }
  if (!audit_purge (db, day, n, now, error))
    return FALSE;
  reeve_access_log_catch_up (reeve_installation_get_access_log (installation), workspace);
  return reeve_access_files_remove_day (get_files (installation), workspace, day, error);
}

gboolean
reeve_log_purge_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
{
  gint64 day;

  if (!reeve_access_log_may_purge (reeve_installation_get_access_log (installation), now))
    return TRUE;
  if (find_day (installation, NULL, now, &day) &&
      !reeve_access_files_remove_day (get_files (installation), NULL, day, error))
    return FALSE;
  return reeve_walk_workspaces (installation, news, purge_workspace, now, error);
}
