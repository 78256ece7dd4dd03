/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What of a day is held is copied first, while nobody has heard of anything. Then one transaction of the
 * workspace sees whether the policy and the holds are still those, and says in the trail what goes; whoever
 * makes a hold after that comes after it. Then the files change. A process that ends in between does the day
 * again. */

#include "config.h"

#include "service/jobs/log-purge.h"

#include "common/clock.h"
#include "common/error.h"
#include "service/jobs/walk.h"
#include "service/store/access-day-held.h"
#include "service/store/access-leaving.h"
#include "service/store/audit.h"
#include "service/store/holds.h"
#include "service/store/policy.h"

/* Of a log at a run: a shorter policy, or millions of events to be copied, do not keep the other jobs waiting
 * until a year has gone. */
#define MOST_DAYS 31
#define LONG      (5 * REEVE_SECOND)

/* What says which events go. */
typedef struct
{
  gint64 days;
  GPtrArray *holds; /* (nullable) of ReeveHold: none */
} Terms;

static void
terms_clear (Terms *self)
{
  g_clear_pointer (&self->holds, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Terms, terms_clear)

static gboolean
terms_read (Terms *self, ReeveTx *tx, gint64 now, GError **error)
{
  return reeve_policy_read_log_days (tx, &self->days, error) &&
         (self->holds = reeve_holds_read (tx, now, TRUE, error)) != NULL;
}

/* A hold is never changed, so that its id says what it is. */
static gboolean
terms_equal (const Terms *a, const Terms *b)
{
  if (a->days != b->days || a->holds->len != b->holds->len)
    return FALSE;
  for (guint i = 0; i < a->holds->len; i++)
    if (g_strcmp0 (REEVE_HOLD (a->holds->pdata[i])->id, REEVE_HOLD (b->holds->pdata[i])->id) != 0)
      return FALSE;
  return TRUE;
}

typedef struct
{
  ReeveInstallation *installation;
  ReeveAccessFiles *files;
  const char *workspace; /* (nullable): the directory's log */
  ReeveDb *db;           /* (nullable): the same */
  gint64 now;
  Terms terms;
  gboolean overtaken; /* somebody changed the terms: the next run goes on */
} Purge;

/* --- The trail --- */

static ReeveAuditEntry *
make_entry (const Purge *self, const char *action, const char *object_type, const char *object_id)
{
  ReeveAuditEntry *entry = reeve_audit_entry_new ();

  entry->time = self->now;
  entry->actor_name = g_strdup ("Reeve");
  entry->address = g_strdup ("local");
  entry->action = g_strdup (action);
  entry->object_type = g_strdup (object_type);
  entry->object_id = g_strdup (object_id);
  return entry;
}

static gboolean
audit_day (Purge *self, ReeveTx *tx, gint64 day, ReeveAccessLeaving *leaving, GError **error)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (day * (REEVE_DAY / G_USEC_PER_SEC));
  g_autofree char *name = g_date_time_format (date, "%Y-%m-%d");
  g_autoptr (ReeveAuditEntry) entry = make_entry (self, "log.purge", "log", name);
  gint64 before = reeve_access_leaving_get_before (leaving);
  gint64 held = reeve_access_leaving_get_held (leaving);

  entry->object_name = g_strdup (name);
  if (before >= 0)
    entry->before = g_strdup_printf ("{\"events\":%" G_GINT64_FORMAT "}", before);
  if (held > 0)
    entry->after = g_strdup_printf ("{\"events\":%" G_GINT64_FORMAT "}", held);
  entry->reason = g_strdup_printf ("kept for %" G_GINT64_FORMAT " days%s", self->terms.days,
                                   held > 0 ? "; the rest is held" : "");
  return reeve_audit_append (tx, entry, error);
}

/* *@self becomes overtaken, and nothing is told, if these are the terms no more. */
static gboolean
tell (Purge *self, gint64 day, ReeveAccessLeaving *leaving, GError **error)
{
  g_autoptr (ReeveTx) tx = NULL;
  g_auto (Terms) terms = { 0 };

  if (self->db == NULL)
    return TRUE;
  tx = reeve_db_begin (self->db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  if (tx == NULL || !terms_read (&terms, tx, self->now, error))
    return FALSE;
  self->overtaken = !terms_equal (&terms, &self->terms);
  if (self->overtaken)
    return TRUE;
  return audit_day (self, tx, day, leaving, error) && reeve_tx_commit (tx, error);
}

/* --- Days --- */

/* Whether the tree knows all of the day's events, so that their leaves are those that they will have. */
static gboolean
is_settled (Purge *self, gint64 number)
{
  g_autoptr (ReeveLedger) ledger = reeve_access_files_open_ledger (self->files, self->workspace, NULL);
  g_autoptr (ReeveAccessDay) day =
    reeve_access_files_open_day (self->files, self->workspace, number, FALSE, NULL);

  return ledger != NULL && (day == NULL || !reeve_access_day_is_ahead (day, reeve_ledger_get_size (ledger)));
}

/* *@left: it was not all held already */
static gboolean
leave_day (Purge *self, gint64 day, gboolean *left, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (ReeveAccessLeaving) leaving = NULL;
  g_autoptr (GPtrArray) holds = reeve_access_holds_of_day (self->terms.holds, day);

  *left = FALSE;
  if (reeve_access_leaving_is_over (self->files, self->workspace, day, holds) ||
      (holds->len > 0 && !is_settled (self, day)))
    return TRUE;
  if (!reeve_access_leaving_begin (self->files, self->workspace, day, self->terms.holds, &leaving, &local))
    {
      /* What is held stays, and the others do not wait for it. */
      g_message ("a day of the access log stays: %s", local->message);
      return TRUE;
    }
  if (leaving == NULL)
    return TRUE;
  if (!tell (self, day, leaving, error))
    return FALSE;
  *left = !self->overtaken;
  return self->overtaken || reeve_access_leaving_finish (leaving, error);
}

/* What the tree did not learn of before a crash, it learns now: what is held is to have its leaves. */
static void
settle (Purge *self)
{
  ReeveAccessLog *log = reeve_installation_get_access_log (self->installation);

  if (self->terms.holds == NULL || self->terms.holds->len == 0)
    return;
  reeve_access_log_catch_up (log, self->workspace);
  reeve_access_log_flush (log);
}

/* The oldest first. */
static gboolean
leave_days (Purge *self, GError **error)
{
  g_autoptr (GArray) days = reeve_access_files_list_days (self->files, self->workspace);
  gint64 begun = g_get_monotonic_time ();
  guint n = 0;

  if (days->len == 0 ||
      !reeve_access_log_is_over (g_array_index (days, gint64, days->len - 1), self->now, self->terms.days))
    return TRUE;
  settle (self);
  for (guint i = days->len; i > 0 && n < MOST_DAYS && !self->overtaken; i--)
    {
      gint64 day = g_array_index (days, gint64, i - 1);
      gboolean left;

      if (!reeve_access_log_is_over (day, self->now, self->terms.days) ||
          g_get_monotonic_time () - begun > LONG)
        break;
      if (!leave_day (self, day, &left, error))
        return FALSE;
      n += left;
    }
  /* The tree learns of what the trail says. */
  if (n > 0)
    reeve_access_log_catch_up (reeve_installation_get_access_log (self->installation), self->workspace);
  return TRUE;
}

/* --- Holds --- */

static gboolean
end_hold (Purge *self, ReeveTx *tx, ReeveHold *hold, GError **error)
{
  g_autoptr (ReeveAuditEntry) entry = make_entry (self, "hold.end", "hold", hold->id);
  g_autofree char *after = NULL;

  entry->object_name = g_strdup (hold->account_name);
  reeve_record_difference (hold, NULL, &entry->before, &after);
  return reeve_audit_append (tx, entry, error) && reeve_holds_delete (tx, hold->id, error);
}

static gboolean
have_ended (Purge *self, gboolean *any, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (self->db, REEVE_TX_READ, reeve_job_deadline (), error);
  g_autoptr (GPtrArray) ended = tx != NULL ? reeve_holds_read (tx, self->now, FALSE, error) : NULL;

  *any = ended != NULL && ended->len > 0;
  return ended != NULL;
}

/* Those whose time is over keep nothing any more; here they go from the list. */
static gboolean
end_holds (Purge *self, GError **error)
{
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GPtrArray) ended = NULL;
  gboolean any;

  if (!have_ended (self, &any, error))
    return FALSE;
  if (!any)
    return TRUE;
  tx = reeve_db_begin (self->db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  ended = tx != NULL ? reeve_holds_read (tx, self->now, FALSE, error) : NULL;
  if (ended == NULL)
    return FALSE;
  for (guint i = 0; i < ended->len; i++)
    if (!end_hold (self, tx, ended->pdata[i], error))
      return FALSE;
  return reeve_tx_commit (tx, error);
}

/* --- Logs --- */

static gboolean
read_terms (Purge *self, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (self->db, REEVE_TX_READ, reeve_job_deadline (), error);

  return tx != NULL && terms_read (&self->terms, tx, self->now, error);
}

static gboolean
purge_workspace (ReeveInstallation *installation,
                 const ReeveNews *news G_GNUC_UNUSED,
                 const char *workspace,
                 ReeveDb *db,
                 gint64 now,
                 GError **error)
{
  Purge self = {
    .installation = installation,
    .files = reeve_access_log_get_files (reeve_installation_get_access_log (installation)),
    .workspace = workspace,
    .db = db,
    .now = now,
  };
  gboolean done = reeve_access_files_sweep (self.files, workspace, error) && end_holds (&self, error) &&
                  read_terms (&self, error) && leave_days (&self, error);

  terms_clear (&self.terms);
  return done;
}

static gboolean
purge_directory (ReeveInstallation *installation, gint64 now, GError **error)
{
  Purge self = {
    .installation = installation,
    .files = reeve_access_log_get_files (reeve_installation_get_access_log (installation)),
    .now = now,
    .terms.days = REEVE_ACCESS_LOG_DAYS,
  };

  return reeve_access_files_sweep (self.files, NULL, error) && leave_days (&self, error);
}

gboolean
reeve_log_purge_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
{
  if (!reeve_access_log_may_purge (reeve_installation_get_access_log (installation), now))
    return TRUE;
  return purge_directory (installation, now, error) &&
         reeve_walk_workspaces (installation, news, purge_workspace, now, error);
}
