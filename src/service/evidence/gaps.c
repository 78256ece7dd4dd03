/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/evidence/gaps.h"

#include "common/clock.h"
#include "common/error.h"
#include "service/evidence/words.h"
#include "service/store/audit-people.h"

#define MOST_SAID 6 /* days that are named by themselves */

void
reeve_evidence_gaps_free (ReeveEvidenceGaps *self)
{
  g_clear_pointer (&self->departures, g_ptr_array_unref);
  g_strfreev (self->unread);
  g_free (self);
}

static gboolean
read_departures (ReeveEvidenceGaps *self,
                 ReeveInstallation *installation,
                 const ReeveEvidenceMatter *matter,
                 gint64 from,
                 gint64 deadline,
                 GError **error)
{
  ReeveDb *db = reeve_installation_get_workspace (installation, matter->workspace);
  g_autoptr (ReeveTx) tx = NULL;
  g_autofree char *first = reeve_evidence_print_day (MAX (from, 1));
  g_autofree char *last = reeve_evidence_print_day (MAX (matter->until - 1, 1));

  if (db == NULL)
    {
      reeve_set_error (error, REEVE_ERROR_NOT_FOUND, NULL, "no such workspace");
      return FALSE;
    }
  tx = reeve_db_begin (db, REEVE_TX_READ, deadline, error);
  self->departures = tx != NULL ? reeve_audit_list_departures (tx, first, last, error) : NULL;
  return self->departures != NULL;
}

ReeveEvidenceGaps *
reeve_evidence_gaps_find (ReeveInstallation *installation,
                          const ReeveEvidenceMatter *matter,
                          gint64 from,
                          gint64 deadline,
                          GError **error)
{
  g_autoptr (ReeveEvidenceGaps) self = g_new0 (ReeveEvidenceGaps, 1);
  ReeveAccessLog *log = reeve_installation_get_access_log (installation);
  g_autoptr (GArray) days =
    reeve_access_files_list_days (reeve_access_log_get_files (log), matter->workspace);

  self->begins = days->len > 0 ? g_array_index (days, gint64, days->len - 1) : -1;
  self->lost = reeve_access_log_get_lost (log);
  self->cut = matter->until > matter->made ? matter->made : 0;
  self->left_out = matter->nouns_left_out;
  return read_departures (self, installation, matter, from, deadline, error) ? g_steal_pointer (&self) : NULL;
}

/* --- Sentences --- */

static void
say_departure (const ReeveLogDeparture *departure, GPtrArray *sentences)
{
  if (departure->before < 0)
    g_ptr_array_add (sentences,
                     g_strdup_printf ("The log of %s left when its time was over; how much it had could not "
                                      "be read any more.",
                                      departure->day));
  else
    g_ptr_array_add (sentences,
                     g_strdup_printf ("Of %s, %" G_GINT64_FORMAT
                                      " events of whomever left the log when their time was over; "
                                      "%" G_GINT64_FORMAT " that holds keep stayed.",
                                      departure->day, departure->before - departure->held, departure->held));
}

static void
say_departures (const ReeveEvidenceGaps *self, GPtrArray *sentences)
{
  guint n = self->departures->len;
  const ReeveLogDeparture *first = n > 0 ? self->departures->pdata[0] : NULL;
  const ReeveLogDeparture *last = n > 0 ? self->departures->pdata[n - 1] : NULL;
  gint64 gone = 0;
  gint64 held = 0;

  if (n <= MOST_SAID)
    {
      for (guint i = 0; i < n; i++)
        say_departure (self->departures->pdata[i], sentences);
      return;
    }
  for (guint i = 0; i < n; i++)
    {
      const ReeveLogDeparture *departure = self->departures->pdata[i];

      gone += MAX (departure->before - departure->held, 0);
      held += departure->held;
    }
  g_ptr_array_add (sentences, g_strdup_printf ("From %s to %s, %" G_GINT64_FORMAT
                                               " events of whomever left the log when their "
                                               "time was over, and %" G_GINT64_FORMAT
                                               " that holds keep stayed; the manifest says "
                                               "which day had how many.",
                                               first->day, last->day, gone, held));
}

static void
say_more (gint64 n, const char *of, const char *file, GPtrArray *sentences)
{
  if (n > 0)
    g_ptr_array_add (sentences, g_strdup_printf ("There were too many different %s for %s: %" G_GINT64_FORMAT
                                                 " events are in events.csv alone.",
                                                 of, file, n));
}

static void
say_begin (const ReeveEvidenceGaps *self, const ReeveEvidenceMatter *matter, GPtrArray *sentences)
{
  gint64 start = reeve_evidence_matter_get_start (matter) - 30 * REEVE_DAY;
  g_autofree char *day = reeve_evidence_print_day (MAX (self->begins, 0) * REEVE_DAY + 1);

  if (self->begins < 0)
    g_ptr_array_add (sentences, g_strdup ("The log of this workspace has nothing at all."));
  else if (self->begins * REEVE_DAY > MIN (MAX (start, 0), matter->from))
    g_ptr_array_add (
      sentences, g_strdup_printf (
                   "The log of this workspace has nothing of before %s, so what was usual before is known in "
                   "part only.",
                   day));
}

GPtrArray *
reeve_evidence_gaps_say (const ReeveEvidenceGaps *self, const ReeveEvidenceMatter *matter)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *cut = reeve_evidence_say_time (self->cut);
  g_autofree char *unread = self->unread != NULL ? g_strjoinv (", ", self->unread) : NULL;
  g_autofree char *left_out = self->left_out != NULL ? g_strjoinv (", ", self->left_out) : NULL;

  if (unread != NULL)
    g_ptr_array_add (sentences, g_strdup_printf ("Of these days some or all could not be read: %s.", unread));
  say_departures (self, sentences);
  say_begin (self, matter, sentences);
  if (self->lost > 0)
    g_ptr_array_add (sentences,
                     g_strdup_printf ("Since the service was started, %" G_GINT64_FORMAT " events, of "
                                      "whichever workspace, were lost before they could be written.",
                                      self->lost));
  if (self->unproved > 0)
    g_ptr_array_add (sentences,
                     g_strdup_printf ("%" G_GINT64_FORMAT " events are from before the record had a tree: "
                                      "they are here, but cannot be proved.",
                                      self->unproved));
  if (self->later_changes > 0)
    g_ptr_array_add (sentences,
                     g_strdup_printf ("%" G_GINT64_FORMAT " changes are not in it, because the record's tree "
                                      "had not learned of them when it was made.",
                                      self->later_changes));
  if (self->cut != 0)
    g_ptr_array_add (sentences, g_strdup_printf ("It was made at %s; there is nothing of later in it.", cut));
  say_more (self->more_places, "addresses", "addresses.csv", sentences);
  say_more (self->more_touches, "things", "touched.csv", sentences);
  say_more (self->more_visits, "sessions", "sessions.csv", sentences);
  if (left_out != NULL && *left_out != '\0')
    g_ptr_array_add (sentences,
                     g_strdup_printf ("Of the audit trail these are left out, because whoever had this made "
                                      "may not read them: %s.",
                                      left_out));
  return sentences;
}

gboolean
reeve_evidence_gaps_are_after (const ReeveEvidenceGaps *self, const ReeveEvidenceMatter *matter)
{
  g_autofree char *day = reeve_evidence_print_day (matter->reported);

  for (guint i = 0; self->unread != NULL && self->unread[i] != NULL; i++)
    if (g_strcmp0 (self->unread[i], day) >= 0)
      return TRUE;
  for (guint i = 0; i < self->departures->len; i++)
    if (g_strcmp0 (((const ReeveLogDeparture *) self->departures->pdata[i])->day, day) >= 0)
      return TRUE;
  return self->lost > 0;
}

void
reeve_evidence_gaps_write (const ReeveEvidenceGaps *self, const ReeveEvidenceMatter *matter, JsonObject *to)
{
  g_autoptr (GPtrArray) sentences = reeve_evidence_gaps_say (self, matter);
  JsonArray *missing = json_array_new ();
  JsonArray *unread = json_array_new ();
  JsonArray *departed = json_array_new ();

  for (guint i = 0; i < sentences->len; i++)
    json_array_add_string_element (missing, sentences->pdata[i]);
  for (guint i = 0; self->unread != NULL && self->unread[i] != NULL; i++)
    json_array_add_string_element (unread, self->unread[i]);
  for (guint i = 0; i < self->departures->len; i++)
    {
      const ReeveLogDeparture *departure = self->departures->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "day", departure->day);
      if (departure->before >= 0)
        json_object_set_int_member (object, "events", departure->before);
      json_object_set_int_member (object, "held", departure->held);
      json_array_add_object_element (departed, object);
    }
  json_object_set_array_member (to, "missing", missing);
  json_object_set_array_member (to, "unreadDays", unread);
  json_object_set_array_member (to, "departedDays", departed);
  json_object_set_int_member (to, "lostEvents", self->lost);
}
