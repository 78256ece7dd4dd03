/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/jobs/case-notices.h"

#include <glib/gi18n.h>

#include "common/audit-entry.h"
#include "common/clock.h"
#include "common/error.h"
#include "common/notice-template.h"
#include "common/workspace.h"
#include "service/jobs/case-asking.h"
#include "service/jobs/deliveries.h"
#include "service/jobs/post.h"
#include "service/jobs/walk.h"
#include "service/mail/letter.h"
#include "service/store/audit.h"
#include "service/store/case-settings.h"
#include "service/store/cases.h"
#include "service/store/deliveries.h"
#include "service/store/outbox.h"
#include "service/store/roles.h"
#include "service/store/rows.h"

char *
reeve_case_notice_name_workspace (ReeveInstallation *installation, const char *workspace, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (reeve_installation_get_directory (installation), REEVE_TX_READ,
                                           reeve_job_deadline (), error);
  g_autoptr (ReeveWorkspace) row =
    tx != NULL ? reeve_rows_get (tx, "workspaces", reeve_workspace_get_type (), workspace, error) : NULL;

  return row != NULL ? g_strdup (row->name) : NULL;
}

/* --- What it says --- */

typedef struct
{
  ReeveCase *breach_case;
  ReeveCaseSettings *settings;
  const char *workspace_name;
  const char *more; /* (nullable) */
} Notice;

static char *
write_time (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);

  return date != NULL ? g_date_time_format (date, "%Y-%m-%d %H:%M UTC") : g_strdup ("?");
}

static const char *
say_nature (ReeveLetter *letter, ReeveCase *self)
{
  if (g_strcmp0 (self->nature, "vulnerability") != 0)
    return reeve_letter_say (letter, N_ ("Data may have got out."));
  return self->resolved != 0
           ? reeve_letter_say (letter, N_ ("A weakness could have let data out; it is closed now."))
           : reeve_letter_say (letter, N_ ("A weakness could let data out, and it is not closed yet."));
}

static char *
say_people (ReeveLetter *letter, ReeveCase *self)
{
  g_autofree char *more = NULL;

  if (self->people <= 1)
    return g_strdup (self->person_name);
  more = g_strdup_printf ("%" G_GINT64_FORMAT, self->people - 1);
  /* Translators: the first %s is somebody's name, the second a number: how many others */
  return g_strdup_printf (reeve_letter_say (letter, N_ ("%s, and others: %s")), self->person_name, more);
}

static char *
say_done (ReeveLetter *letter, ReeveCase *self)
{
  g_autofree char *when = write_time (self->contained);

  if (self->contained == 0)
    return g_strdup (reeve_letter_say (letter, N_ ("No account is locked yet.")));
  if (self->locked == 0)
    return g_strdup_printf (
      /* Translators: %s is a time */
      reeve_letter_say (letter, N_ ("What was locked on %s is open again, or removed, by instruction.")),
      when);
  return g_strdup_printf (
    /* Translators: %s is a time */
    reeve_letter_say (letter, N_ ("Since %s nobody can sign in there: locked, and signed out everywhere.")),
    when);
}

/* @letter says them in its language. (transfer full) */
static char *
fill (ReeveLetter *letter, const Notice *self, const char *text)
{
  ReeveCase *breach_case = self->breach_case;
  const char *unknown = reeve_letter_say (letter, N_ ("not known"));
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, breach_case->number);
  g_autofree char *people = say_people (letter, breach_case);
  g_autofree char *reported = write_time (breach_case->reported);
  g_autofree char *since = breach_case->since != 0 ? write_time (breach_case->since) : g_strdup (unknown);
  g_autofree char *done = say_done (letter, breach_case);
  const char *facts[REEVE_N_NOTICE_FACTS] = {
    [REEVE_NOTICE_CASE] = number,
    [REEVE_NOTICE_WORKSPACE] = self->workspace_name,
    [REEVE_NOTICE_NATURE] = say_nature (letter, breach_case),
    [REEVE_NOTICE_PEOPLE] = people != NULL ? people : unknown,
    [REEVE_NOTICE_REPORTED] = reported,
    [REEVE_NOTICE_SINCE] = since,
    [REEVE_NOTICE_NOTICED] = breach_case->noticed != NULL ? breach_case->noticed : unknown,
    [REEVE_NOTICE_DONE] = done,
  };

  return reeve_notice_template_fill (text, facts);
}

static ReeveMail *
write_letter (const Notice *self, const char *email, const char *name, const char *account)
{
  g_autoptr (ReeveLetter) letter = reeve_letter_new ("breach-notice", email, name, account, NULL);
  ReeveCaseSettings *settings = self->settings;
  g_autofree char *subject =
    fill (letter, self,
          settings->notice_subject != NULL ? settings->notice_subject
                                           : reeve_letter_say (letter, reeve_case_notice_subject));
  g_autofree char *text =
    fill (letter, self,
          settings->notice_text != NULL ? settings->notice_text
                                        : reeve_letter_say (letter, reeve_case_notice_text));
  g_auto (GStrv) paragraphs = g_strsplit (text, "\n\n", -1);
  ReeveMail *mail;

  reeve_letter_set_subject (letter, "%s", subject);
  if (self->more != NULL)
    reeve_letter_add (letter, "%s", self->more);
  for (guint i = 0; paragraphs[i] != NULL; i++)
    if (*paragraphs[i] != '\0')
      reeve_letter_add (letter, "%s", paragraphs[i]);
  mail = reeve_letter_write (letter);
  g_set_str (&mail->id, NULL);
  mail->id = reeve_id_new ();
  return mail;
}

/* --- To whom --- */

/* Notes it in the case; a mail that the outbox does not take was sent to nobody, and is noted, too. */
static gboolean
tell (ReeveTx *workspace,
      const Notice *self,
      const char *email,
      const char *name,
      const char *account,
      const ReeveCaseEntry *by,
      GError **error)
{
  g_autoptr (ReeveMail) mail = write_letter (self, email, name, account);
  g_autoptr (ReeveCaseEntry) entry = reeve_case_entry_new ();
  g_autoptr (GError) refusal = NULL;

  entry->time = by->time;
  entry->kind = "noticed";
  entry->actor = g_strdup (by->actor);
  entry->actor_name = g_strdup (by->actor_name);
  entry->text = g_strdup (self->more);
  entry->person_name = name != NULL ? g_strdup_printf ("%s <%s>", name, email) : g_strdup (email);
  if (reeve_outbox_put (workspace, mail, &refusal))
    entry->mail = g_strdup (mail->id);
  else if (g_error_matches (refusal, REEVE_ERROR, REEVE_ERROR_INVALID))
    entry->mail_state = "failed"; /* an address from before there were rules for them */
  else
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  return reeve_case_entries_add (workspace, self->breach_case->id, entry, error);
}

static gboolean
tell_all (ReeveTx *workspace,
          const Notice *self,
          GPtrArray *askable,
          const ReeveCaseEntry *by,
          guint *n,
          GError **error)
{
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GStrv others = self->settings->notice_to;

  for (guint i = 0; i < askable->len; i++)
    {
      ReeveRolePerson *person = askable->pdata[i];

      if (g_hash_table_add (told, g_utf8_casefold (person->email, -1)) &&
          !tell (workspace, self, person->email, person->display_name, person->id, by, error))
        return FALSE;
    }
  for (guint i = 0; others != NULL && others[i] != NULL; i++)
    if (g_hash_table_add (told, g_utf8_casefold (others[i], -1)) &&
        !tell (workspace, self, others[i], NULL, NULL, by, error))
      return FALSE;
  *n = g_hash_table_size (told);
  return TRUE;
}

gboolean
reeve_case_notice_send (ReeveTx *workspace,
                        ReeveCase *self,
                        const char *workspace_name,
                        const char *more,
                        const char *actor,
                        const char *actor_name,
                        gint64 now,
                        guint *n,
                        GError **error)
{
  g_autoptr (ReeveCaseSettings) settings = reeve_case_settings_get (workspace, error);
  g_autoptr (GPtrArray) askable =
    settings != NULL ? reeve_cases_list_askable (workspace, self->id, REEVE_CASE_ASKED_MOST, error) : NULL;
  const Notice notice = { self, settings, workspace_name, more };
  g_autoptr (ReeveCaseEntry) by = reeve_case_entry_new ();

  *n = 0;
  if (askable == NULL)
    return FALSE;
  by->time = now;
  by->actor = g_strdup (actor);
  by->actor_name = g_strdup (actor_name);
  if (!tell_all (workspace, &notice, askable, by, n, error))
    return FALSE;
  if (*n == 0)
    return TRUE;
  if (self->notice_sent == 0)
    self->notice_sent = now;
  return reeve_deliveries_enqueue_case (workspace, self, now, error);
}

/* --- The clock --- */

static gboolean
audit (ReeveTx *tx, ReeveCase *breach_case, gint64 now, GError **error)
{
  g_autoptr (ReeveAuditEntry) entry = reeve_audit_entry_new ();

  entry->id = reeve_id_new ();
  entry->time = now;
  entry->action = g_strdup ("case.notify");
  entry->object_type = g_strdup ("case");
  entry->object_id = g_strdup (breach_case->id);
  entry->object_name = g_strdup (breach_case->person_name);
  return reeve_audit_append (tx, entry, error);
}

static gboolean
send_due (ReeveTx *tx,
          const char *id,
          const char *workspace_name,
          gint64 now,
          GPtrArray *changed,
          GError **error)
{
  g_autoptr (ReeveCase) self = reeve_cases_get (tx, id, NULL, error);
  g_autoptr (ReeveCase) stored = self != NULL ? reeve_record_copy (self) : NULL;
  guint n;

  if (self == NULL || !reeve_case_notice_send (tx, self, workspace_name, NULL, NULL, NULL, now, &n, error))
    return FALSE;
  if (n == 0)
    return TRUE;
  g_ptr_array_add (changed, g_strdup (id));
  return reeve_cases_update (tx, stored, self, stored->version, error) && audit (tx, self, now, error);
}

/* (transfer full) (element-type utf8): cases. Most of the time there are none, and nobody is kept from
 * writing. */
static GPtrArray *
list_due (ReeveDb *db, gint64 now, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, reeve_job_deadline (), error);

  return tx != NULL ? reeve_cases_list_notices_due (tx, now + REEVE_MINUTE,
                                                    reeve_clock_steady () + REEVE_MINUTE, error)
                    : NULL;
}

static gboolean
run_workspace (ReeveInstallation *installation,
               const ReeveNews *news,
               const char *workspace,
               ReeveDb *db,
               gint64 now,
               GError **error)
{
  g_autoptr (GPtrArray) due = list_due (db, now, error);
  g_autoptr (GPtrArray) changed = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = NULL;
  g_autoptr (ReeveTx) tx = NULL;

  if (due == NULL || due->len == 0)
    return due != NULL;
  name = reeve_case_notice_name_workspace (installation, workspace, error);
  tx = name != NULL ? reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error) : NULL;
  if (tx == NULL)
    return FALSE;
  /* As they are now: one may have been closed in between. */
  g_clear_pointer (&due, g_ptr_array_unref);
  due = reeve_cases_list_notices_due (tx, now + REEVE_MINUTE, reeve_clock_steady () + REEVE_MINUTE, error);
  for (guint i = 0; due != NULL && i < due->len; i++)
    if (!send_due (tx, due->pdata[i], name, now, changed, error))
      return FALSE;
  if (due == NULL || (changed->len > 0 && !reeve_tx_commit (tx, error)))
    return FALSE;
  if (changed->len == 0)
    return TRUE;
  reeve_news_tell (news, workspace, "case", changed);
  reeve_post_wake (installation, TRUE);
  reeve_deliveries_wake (installation);
  return TRUE;
}

gboolean
reeve_case_notices_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
{
  return reeve_walk_workspaces (installation, news, run_workspace, now, error);
}
