/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/jobs/cases.h"

#include "common/audit-entry.h"
#include "common/clock.h"
#include "service/jobs/case-asking.h"
#include "service/jobs/case-letter.h"
#include "service/jobs/post.h"
#include "service/jobs/walk.h"
#include "service/store/audit.h"
#include "service/store/cases.h"

typedef struct
{
  ReeveTx *tx;
  const char *desk; /* (nullable): where mails lead */
  gint64 now;
  GPtrArray *ids; /* of char *: cases that changed */
  gboolean mail;
} Sweep;

/* --- What is due --- */

typedef struct
{
  gint64 asked;       /* when anybody was last, by whatever name; 0: never */
  guint reminded;     /* rounds of it: who is asked in one moment is asked together */
  gboolean failed;    /* a mail that asked did not arrive, and nobody was asked beyond since */
  gboolean escalated; /* everybody who may is asked */
} Asked;

static gboolean
read_asked (ReeveTx *tx, ReeveCase *self, Asked *asked, GError **error)
{
  g_autoptr (GPtrArray) entries = reeve_case_entries_read (tx, self->id, error);

  *asked = (Asked) { 0 };
  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const ReeveCaseEntry *entry = entries->pdata[i];
      gboolean reminds = g_strcmp0 (entry->kind, "reminded") == 0;
      gboolean escalates = g_strcmp0 (entry->kind, "escalated") == 0;

      if (g_strcmp0 (entry->kind, "noticed") == 0)
        asked->failed |= g_strcmp0 (entry->mail_state, "failed") == 0;
      if (!reminds && !escalates && g_strcmp0 (entry->kind, "asked") != 0)
        continue;
      asked->reminded += reminds && entry->time != asked->asked;
      asked->escalated |= escalates;
      asked->failed |= g_strcmp0 (entry->mail_state, "failed") == 0;
      asked->asked = entry->time;
    }
  return entries != NULL;
}

/* (nullable): nothing is yet */
static const char *
find_due (const Asked *asked, gint64 now)
{
  gint64 patience = asked->reminded == 0 ? REEVE_CASE_REMIND : REEVE_CASE_REMIND_AGAIN;

  if (asked->asked == 0)
    return NULL;
  if (asked->failed && !asked->escalated)
    return "escalated";
  if (now - asked->asked < patience)
    return NULL;
  return asked->reminded > 0 && !asked->escalated ? "escalated" : "reminded";
}

/* --- Doing it --- */

static gboolean
audit (Sweep *self, ReeveCase *breach_case, const char *action, const char *reason, GError **error)
{
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();

  entry->id = reeve_id_new ();
  entry->time = self->now;
  entry->action = g_strdup (action);
  entry->object_type = g_strdup ("case");
  entry->object_id = g_strdup (breach_case->id);
  entry->object_name = g_strdup (breach_case->person_name);
  entry->reason = g_strdup (reason);
  return reeve_audit_append (self->tx, entry, error);
}

static gboolean
repeat (Sweep *self, ReeveCase *breach_case, GError **error)
{
  Asked asked;
  const char *kind;

  if (breach_case->waiting == 0)
    return TRUE;
  if (!read_asked (self->tx, breach_case, &asked, error))
    return FALSE;
  kind = find_due (&asked, self->now);
  if (kind == NULL)
    return TRUE;
  self->mail = TRUE;
  g_ptr_array_add (self->ids, g_strdup (breach_case->id));
  return reeve_case_asking_repeat (self->tx, breach_case, kind, self->desk, self->now, error) &&
         audit (self, breach_case, g_str_equal (kind, "reminded") ? "case.remind" : "case.escalate", NULL,
                error);
}

static gboolean
is_over (Sweep *self, ReeveCasePerson *person)
{
  return person->keep_until != 0 && person->keep_until <= self->now;
}

/* Those of it whose day has come wait again, and it is said to who may instruct. */
static gboolean
lapse (Sweep *self, ReeveCase *breach_case, GError **error)
{
  g_autoptr (GPtrArray) people =
    reeve_case_people_read (self->tx, breach_case->id, REEVE_CASE_INSTRUCTED, NULL, error);
  g_autoptr (ReeveCase) stored = reeve_record_copy (breach_case);
  guint n = 0;

  for (guint i = 0; people != NULL && i < people->len; i++)
    {
      ReeveCasePerson *person = people->pdata[i];

      if (!is_over (self, person))
        continue;
      n++;
      person->state = reeve_case_step (person->state, REEVE_CASE_STEP_LAPSE);
      person->keep_until = 0;
      if (!reeve_case_people_update (self->tx, breach_case->id, person, error))
        return FALSE;
    }
  if (people == NULL || n == 0)
    return people != NULL;
  self->mail = TRUE;
  g_ptr_array_add (self->ids, g_strdup (breach_case->id));
  return reeve_case_note (self->tx, breach_case, self->now, "lapsed", NULL, NULL, NULL, n, NULL, error) &&
         reeve_cases_count (self->tx, breach_case, error) &&
         reeve_cases_update (self->tx, stored, breach_case, stored->version, error) &&
         reeve_case_asking_repeat (self->tx, breach_case, "reminded", self->desk, self->now, error) &&
         audit (self, breach_case, "case.reopen", NULL, error);
}

/* --- Each workspace --- */

/* Most of the time there is nothing to do, and nobody to keep from writing. */
static gboolean
look (ReeveDb *db, gint64 now, gboolean *any, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, reeve_job_deadline (), error);
  g_autoptr (GPtrArray) open = tx != NULL ? reeve_cases_read_open (tx, error) : NULL;
  Sweep sweep = { tx, NULL, now, NULL, FALSE };

  *any = FALSE;
  for (guint i = 0; open != NULL && i < open->len && !*any; i++)
    {
      ReeveCase *breach_case = open->pdata[i];
      g_autoptr (GPtrArray) kept =
        reeve_case_people_read (tx, breach_case->id, REEVE_CASE_INSTRUCTED, NULL, error);
      Asked asked;

      if (kept == NULL || !read_asked (tx, breach_case, &asked, error))
        return FALSE;
      *any = breach_case->waiting > 0 && find_due (&asked, now) != NULL;
      for (guint j = 0; j < kept->len && !*any; j++)
        *any = is_over (&sweep, kept->pdata[j]);
    }
  return open != NULL;
}

static gboolean
run_workspace (ReeveInstallation *installation,
               const ReeveNews *news,
               const char *workspace,
               ReeveDb *db,
               gint64 now,
               GError **error)
{
  g_autoptr (ReeveTx) tx = NULL;
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) open = NULL;
  g_autofree char *desk = reeve_case_letter_make_desk (installation, workspace);
  Sweep sweep = { NULL, desk, now, ids, FALSE };
  gboolean any;

  if (!look (db, now, &any, error))
    return FALSE;
  if (!any)
    return TRUE;
  tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  sweep.tx = tx;
  open = tx != NULL ? reeve_cases_read_open (tx, error) : NULL;
  for (guint i = 0; open != NULL && i < open->len; i++)
    if (!lapse (&sweep, open->pdata[i], error) || !repeat (&sweep, open->pdata[i], error))
      return FALSE;
  if (open == NULL || !reeve_tx_commit (tx, error))
    return FALSE;
  reeve_news_tell (news, workspace, "case", ids);
  if (sweep.mail)
    reeve_post_wake (installation, FALSE);
  return TRUE;
}

gboolean
reeve_cases_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
{
  return reeve_walk_workspaces (installation, news, run_workspace, now, error);
}
