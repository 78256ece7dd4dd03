/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Steps, one file after the other. A step is called until it says that it is done, and does some tens of
 * milliseconds of work at a time. */

#include "config.h"

#include "service/evidence/pack.h"

#include <string.h>

#include "common/clock.h"
#include "common/error.h"
#include "common/log-export.h"
#include "service/evidence/archive.h"
#include "service/evidence/changes.h"
#include "service/evidence/gaps.h"
#include "service/evidence/manifest.h"
#include "service/evidence/proofs.h"
#include "service/evidence/sheet.h"
#include "service/evidence/standing.h"
#include "service/evidence/tables.h"
#include "service/evidence/tally.h"
#include "service/evidence/words.h"
#include "service/store/access-people.h"
#include "service/store/access-read.h"
#include "service/store/session-past.h"

#define EVENTS   1000 /* of a page, and of a stretch of proofs */
#define SESSIONS 5000 /* of one person */
#define PATIENCE (30 * G_TIME_SPAN_SECOND)
#define PIECE    (48 * 1024)
#define INTERVAL (250 * G_TIME_SPAN_MILLISECOND) /* so often whoever waits is asked whether they still do */

/* No event makes that many bytes in any format: whoever has fewer than 4 GiB of them needs no ZIP64. */
#define EVENT_BYTES 16384
#define ZIP_BYTES   (G_GINT64_CONSTANT (4) * 1024 * 1024 * 1024)

struct _ReeveEvidencePack
{
  ReeveInstallation *installation; /* borrowed */
  ReeveEvidenceMatter *matter;
  char *host; /* (nullable) */
  ReeveLedger *ledger;
  guint64 size; /* leaves of the tree */
  char *checkpoint;
  ReeveAccessPeople *events;
  ReeveEvidenceTally *tally;
  ReeveEvidenceGaps *gaps;
  ReeveEvidenceArchive *archive; /* (nullable): the events are not counted yet */
  ReeveEvidenceChanges *changes;
  ReeveEvidenceStanding *standing;
  GHashTable *sessions; /* set of ids: those that are listed */
  guint person;         /* whose sessions come next */
  GStrv accounts;

  guint step;
  gboolean begun;    /* the file of this step */
  gint64 n;          /* events found, or events of this step so far */
  GChecksum *order;  /* (nullable): their ids, in this step */
  char *first_order; /* (nullable): the same of the first one, which the others must have, too */
};

static gint64
get_deadline (void)
{
  return g_get_monotonic_time () + PATIENCE;
}

/* --- Making it --- */

static gboolean
check (const ReeveEvidenceMatter *matter, GError **error)
{
  if (matter->people->len > 0 && matter->reported > 0 && matter->from >= 0 && matter->from < matter->until &&
      matter->number != NULL && matter->made > 0)
    return TRUE;
  reeve_set_error (error, REEVE_ERROR_INVALID, NULL,
                   "a pack is about somebody, a report and a stretch of time");
  return FALSE;
}

/* Habits, and what is looked at. */
static gint64
get_first (const ReeveEvidenceMatter *matter)
{
  gint64 start = reeve_evidence_matter_get_start (matter) - REEVE_EVIDENCE_HABIT_DAYS * REEVE_DAY;

  return MAX (MIN (start, matter->from), 0);
}

static ReeveAccessCrowd *
list_people (const ReeveEvidenceMatter *matter)
{
  ReeveAccessCrowd *crowd = reeve_access_crowd_new ();

  for (guint i = 0; i < matter->people->len; i++)
    {
      const ReeveEvidencePerson *person = matter->people->pdata[i];

      reeve_access_crowd_add (crowd, person->account, person->name);
    }
  return crowd;
}

/* The checkpoint and the size are one: a tree that grew in between is asked again. */
static gboolean
note_record (ReeveEvidencePack *self, GError **error)
{
  ReeveCheckpoint checkpoint;

  self->checkpoint = reeve_ledger_get_checkpoint (self->ledger);
  if (!reeve_checkpoint_open (self->checkpoint, reeve_ledger_get_verifier (self->ledger), &checkpoint, error))
    return FALSE;
  self->size = checkpoint.size;
  return TRUE;
}

ReeveEvidencePack *
reeve_evidence_pack_new (ReeveInstallation *installation,
                         ReeveEvidenceMatter *matter,
                         const char *host,
                         GError **error)
{
  g_autoptr (ReeveEvidencePack) self = g_new0 (ReeveEvidencePack, 1);
  ReeveAccessLog *log = reeve_installation_get_access_log (installation);
  ReeveAccessFiles *files = reeve_access_log_get_files (log);
  g_autoptr (ReeveAccessCrowd) people = list_people (matter);

  self->installation = installation;
  self->matter = matter;
  self->host = g_strdup (host);
  if (!check (matter, error))
    return NULL;
  /* What was done until now is to be in the tree. */
  reeve_access_log_catch_up (log, matter->workspace);
  reeve_access_log_flush (log);
  self->ledger = reeve_access_files_open_ledger (files, matter->workspace, error);
  if (self->ledger == NULL || !note_record (self, error))
    return NULL;
  self->accounts = reeve_evidence_matter_list_accounts (matter);
  self->changes = reeve_evidence_changes_new (installation, matter, self->ledger, self->size);
  self->standing = reeve_evidence_standing_new (installation, matter);
  self->sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->tally = reeve_evidence_tally_new (matter);
  self->events = reeve_access_people_new (files, matter->workspace, people, matter->from,
                                          MIN (matter->until, matter->made), self->size);
  self->gaps = reeve_evidence_gaps_find (installation, matter, get_first (matter), get_deadline (), error);
  return self->gaps != NULL ? g_steal_pointer (&self) : NULL;
}

void
reeve_evidence_pack_free (gpointer data)
{
  ReeveEvidencePack *self = data;

  g_clear_pointer (&self->archive, reeve_evidence_archive_free);
  g_clear_pointer (&self->events, reeve_access_people_free);
  g_clear_pointer (&self->tally, reeve_evidence_tally_free);
  g_clear_pointer (&self->gaps, reeve_evidence_gaps_free);
  g_clear_pointer (&self->changes, reeve_evidence_changes_free);
  g_clear_pointer (&self->standing, reeve_evidence_standing_free);
  g_clear_pointer (&self->sessions, g_hash_table_unref);
  g_clear_pointer (&self->ledger, reeve_ledger_unref);
  g_clear_pointer (&self->matter, reeve_evidence_matter_free);
  g_clear_pointer (&self->order, g_checksum_free);
  g_strfreev (self->accounts);
  g_free (self->first_order);
  g_free (self->checkpoint);
  g_free (self->host);
  g_free (self);
}

/* Numbers are anybody's: in a file's name they are letters and digits. */
char *
reeve_evidence_pack_get_file_name (ReeveEvidencePack *self)
{
  g_autofree char *number = g_strdup (self->matter->number);

  g_strcanon (number, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_", '-');
  return g_strconcat ("evidence-", number, ".zip", NULL);
}

/* --- Files --- */

static gboolean
add_text (ReeveEvidencePack *self, const char *name, const char *text, GError **error)
{
  return reeve_evidence_archive_add (self->archive, name, text, strlen (text), error);
}

static gboolean
add_object (ReeveEvidencePack *self, const char *name, JsonObject *object, GError **error)
{
  g_autofree char *text = reeve_evidence_print_object (object, error);

  return text != NULL && add_text (self, name, text, error);
}

/* @csv: (transfer full) */
static gboolean
add_table (ReeveEvidencePack *self, const char *name, GString *csv, GError **error)
{
  g_autoptr (GString) owned = csv;

  return reeve_evidence_archive_add (self->archive, name, csv->str, csv->len, error);
}

/* --- Before the first file --- */

static gboolean
count_events (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  if (!reeve_access_people_count (self->events, get_deadline (), &self->n, done, error))
    return FALSE;
  if (!*done)
    return TRUE;
  self->archive = reeve_evidence_archive_new (self->matter->made, self->n >= ZIP_BYTES / EVENT_BYTES, error);
  return self->archive != NULL;
}

static gboolean
learn_places (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  gint64 start = reeve_evidence_matter_get_start (self->matter);
  gint64 from = MAX (start - REEVE_EVIDENCE_HABIT_DAYS * REEVE_DAY, 0);
  g_autoptr (GHashTable) places = reeve_access_people_list_places (
    self->events, from, MIN (start, self->matter->made), get_deadline (), error);
  GHashTableIter iter;
  gpointer value;

  if (places == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, places);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const ReeveAccessPlace *place = value;

      reeve_evidence_tally_know (self->tally, place->address, place->n, place->first, place->last);
    }
  *done = TRUE;
  return TRUE;
}

static gboolean
add_readme (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  g_autofree char *text = reeve_evidence_print_readme (self->matter, self->ledger, self->size);

  *done = TRUE;
  return add_text (self, "README.txt", text, error);
}

/* --- Events --- */

/* Called for each page, with room for what it writes. */
typedef gboolean (*WriteFunc) (ReeveEvidencePack *self, GPtrArray *events, GString *text, GError **error);

/* Each pass must be of the same events. */
static gboolean
check_order (ReeveEvidencePack *self, GError **error)
{
  g_autofree char *order = g_strdup (g_checksum_get_string (self->order));

  g_clear_pointer (&self->order, g_checksum_free);
  if (self->first_order == NULL)
    self->first_order = g_steal_pointer (&order);
  else if (!g_str_equal (order, self->first_order))
    {
      reeve_set_error (error, REEVE_ERROR_BUSY, "log_changed", "events left the log while it was being read");
      return FALSE;
    }
  return TRUE;
}

static gboolean
begin_events (ReeveEvidencePack *self, const char *name, const char *head, GError **error)
{
  if (self->begun)
    return TRUE;
  self->begun = TRUE;
  self->order = g_checksum_new (G_CHECKSUM_SHA256);
  reeve_access_people_rewind (self->events);
  return reeve_evidence_archive_begin (self->archive, name, error) &&
         reeve_evidence_archive_write (self->archive, head, strlen (head), error);
}

static gboolean
write_events (ReeveEvidencePack *self, WriteFunc write, gboolean *done, GError **error)
{
  g_autoptr (GPtrArray) events =
    reeve_access_people_read (self->events, EVENTS, get_deadline (), done, error);
  g_autoptr (GString) text = g_string_sized_new (256 * 1024);

  if (events == NULL)
    return FALSE;
  for (guint i = 0; i < events->len; i++)
    g_checksum_update (self->order,
                       (const guchar *) &((const ReeveAccessOfPeople *) events->pdata[i])->event->time,
                       sizeof (gint64));
  if ((events->len > 0 && !write (self, events, text, error)) ||
      !reeve_evidence_archive_write (self->archive, text->str, text->len, error))
    return FALSE;
  return !*done || (check_order (self, error) && reeve_evidence_archive_end (self->archive, error));
}

static void
append_lines (ReeveEvidencePack *self, GPtrArray *events, ReeveLogExportFormat format, GString *text)
{
  const ReeveLogExportScope scope = { .workspace = self->matter->workspace, .host = self->host };

  for (guint i = 0; i < events->len; i++)
    reeve_log_export_append (format, &scope, ((const ReeveAccessOfPeople *) events->pdata[i])->event, text);
}

static gboolean
write_rows (ReeveEvidencePack *self, GPtrArray *events, GString *text, GError **error G_GNUC_UNUSED)
{
  const ReeveLogExportScope scope = { .workspace = self->matter->workspace, .host = self->host };

  for (guint i = 0; i < events->len; i++)
    {
      const ReeveAccessOfPeople *of = events->pdata[i];

      reeve_evidence_append_text (text, of->by >= 0 ? self->accounts[of->by] : NULL, FALSE);
      reeve_log_export_append (REEVE_LOG_EXPORT_CSV, &scope, of->event, text);
      reeve_evidence_tally_add (self->tally, of->event, of->by, of->leaf >= 0);
    }
  return TRUE;
}

static gboolean
add_csv (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  g_autoptr (GString) head = g_string_new ("by,");

  reeve_log_export_append_header (REEVE_LOG_EXPORT_CSV, head);
  return begin_events (self, "events.csv", head->str, error) && write_events (self, write_rows, done, error);
}

static gboolean
write_json (ReeveEvidencePack *self, GPtrArray *events, GString *text, GError **error G_GNUC_UNUSED)
{
  append_lines (self, events, REEVE_LOG_EXPORT_JSON_LINES, text);
  return TRUE;
}

static gboolean
add_json (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  return begin_events (self, "events.jsonl", "", error) && write_events (self, write_json, done, error);
}

static gboolean
write_ocsf (ReeveEvidencePack *self, GPtrArray *events, GString *text, GError **error G_GNUC_UNUSED)
{
  append_lines (self, events, REEVE_LOG_EXPORT_OCSF, text);
  return TRUE;
}

static gboolean
add_ocsf (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  return begin_events (self, "events.ocsf.jsonl", "", error) && write_events (self, write_ocsf, done, error);
}

/* --- Proofs --- */

static gboolean
write_proofs (ReeveEvidencePack *self, GPtrArray *events, GString *text, GError **error)
{
  g_autoptr (GArray) leaves = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) salts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < events->len; i++)
    {
      const ReeveAccessOfPeople *of = events->pdata[i];

      g_array_append_val (leaves, of->leaf);
      g_ptr_array_add (salts, g_bytes_new (of->salt, of->leaf >= 0 ? sizeof of->salt : 0));
    }
  return reeve_evidence_append_proof (self->ledger, self->size, leaves, salts, text, error);
}

static gboolean
add_proofs (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  return begin_events (self, "events.proofs.jsonl", "", error) &&
         write_events (self, write_proofs, done, error);
}

/* --- Changes --- */

static gboolean
write_changes (ReeveEvidencePack *self, const char *name, gboolean proofs, gboolean *done, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!self->begun && !reeve_evidence_archive_begin (self->archive, name, error))
    return FALSE;
  if (!self->begun)
    reeve_evidence_changes_rewind (self->changes, proofs);
  self->begun = TRUE;
  return reeve_evidence_changes_write (self->changes, text, get_deadline (), done, error) &&
         reeve_evidence_archive_write (self->archive, text->str, text->len, error) &&
         (!*done || reeve_evidence_archive_end (self->archive, error));
}

static gboolean
add_changes (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  return write_changes (self, "changes.jsonl", FALSE, done, error);
}

static gboolean
add_change_proofs (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  return write_changes (self, "changes.proofs.jsonl", TRUE, done, error);
}

/* --- What was counted, and the rest --- */

static gboolean
add_tables (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  GString *csv;

  *done = TRUE;
  csv = reeve_evidence_write_places (self->tally, &self->gaps->more_places);
  if (!add_table (self, "addresses.csv", csv, error))
    return FALSE;
  csv = reeve_evidence_write_touches (self->tally, &self->gaps->more_touches);
  return add_table (self, "touched.csv", csv, error);
}

static gboolean
append_sessions (ReeveEvidencePack *self, ReeveTx *directory, GString *csv, GError **error)
{
  const ReeveEvidenceMatter *matter = self->matter;
  g_autoptr (GPtrArray) sessions =
    reeve_session_past_list (directory, matter->workspace, self->accounts[self->person], SESSIONS, error);

  if (sessions == NULL)
    return FALSE;
  reeve_evidence_append_sessions (csv, matter, self->tally, sessions, self->sessions);
  self->person++;
  return TRUE;
}

static gboolean
add_sessions (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  ReeveDb *db = reeve_installation_get_directory (self->installation);
  g_autoptr (ReeveTx) directory = reeve_db_begin (db, REEVE_TX_READ, get_deadline (), error);
  g_autoptr (GString) csv = g_string_new (NULL);

  if (directory == NULL ||
      (!self->begun && !reeve_evidence_archive_begin (self->archive, "sessions.csv", error)))
    return FALSE;
  if (!self->begun)
    reeve_evidence_append_session_headings (csv);
  self->begun = TRUE;
  while (self->accounts[self->person] != NULL && csv->len < PIECE)
    if (!append_sessions (self, directory, csv, error))
      return FALSE;
  *done = self->accounts[self->person] == NULL;
  if (*done)
    reeve_evidence_append_other_sessions (csv, self->tally, self->sessions, &self->gaps->more_visits);
  return reeve_evidence_archive_write (self->archive, csv->str, csv->len, error) &&
         (!*done || reeve_evidence_archive_end (self->archive, error));
}

static gboolean
add_standing (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  if (!self->begun && !reeve_evidence_archive_begin (self->archive, "state.jsonl", error))
    return FALSE;
  self->begun = TRUE;
  return reeve_evidence_standing_write (self->standing, lines, INTERVAL / 4, get_deadline (), done, error) &&
         reeve_evidence_archive_write (self->archive, lines->str, lines->len, error) &&
         (!*done || reeve_evidence_archive_end (self->archive, error));
}

static gboolean
add_numbers (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  g_autoptr (JsonObject) about = reeve_evidence_write_case (self->matter);
  g_autoptr (JsonObject) summary = reeve_evidence_write_summary (self->matter, self->tally);

  *done = TRUE;
  self->gaps->unread = reeve_access_name_days (reeve_access_people_get_unread (self->events));
  self->gaps->unproved = reeve_evidence_tally_get_counts (self->tally)->unproved;
  reeve_evidence_changes_count (self->changes, &self->gaps->later_changes);
  return add_object (self, "case.json", about, error) && add_object (self, "summary.json", summary, error);
}

static gboolean
add_sheet (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  g_autoptr (GBytes) pdf =
    reeve_evidence_sheet_write (self->matter, self->tally, self->gaps, get_deadline (), error);

  *done = TRUE;
  return pdf != NULL &&
         reeve_evidence_archive_add (self->archive, "timeline.pdf", g_bytes_get_data (pdf, NULL),
                                     g_bytes_get_size (pdf), error);
}

static gboolean
add_checking (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  g_autofree char *key = reeve_evidence_print_key (reeve_ledger_get_verifier (self->ledger));
  g_autofree char *script = reeve_evidence_read_script ();
  g_autoptr (GString) sums = g_string_new (NULL);
  GPtrArray *files = reeve_evidence_archive_get_files (self->archive);

  *done = TRUE;
  if (!add_text (self, "checkpoint.txt", self->checkpoint, error) ||
      !add_text (self, "key.pem", key, error) || !add_text (self, "verify.py", script, error))
    return FALSE;
  for (guint i = 0; i < files->len; i++)
    {
      const ReeveEvidenceFile *file = files->pdata[i];

      g_string_append_printf (sums, "%s  %s\n", file->sha256, file->name);
    }
  return add_text (self, "SHA256SUMS", sums->str, error);
}

/* --- The manifest --- */

static JsonObject *
write_manifest (ReeveEvidencePack *self)
{
  JsonObject *manifest = reeve_evidence_write_manifest (self->matter, self->ledger, self->checkpoint,
                                                        reeve_evidence_archive_get_files (self->archive));
  gint64 later;

  json_object_set_int_member (manifest, "events", reeve_evidence_tally_get_counts (self->tally)->events);
  json_object_set_int_member (manifest, "changes", reeve_evidence_changes_count (self->changes, &later));
  reeve_evidence_gaps_write (self->gaps, self->matter, manifest);
  return manifest;
}

static gboolean
add_manifest (ReeveEvidencePack *self, gboolean *done, GError **error)
{
  g_autoptr (JsonObject) manifest = write_manifest (self);
  g_autofree char *text = reeve_evidence_print_object (manifest, error);
  g_autofree char *note = text != NULL ? reeve_ledger_sign (self->ledger, text) : NULL;
  g_autofree guint8 *signature = NULL;
  gsize length;

  *done = TRUE;
  if (note == NULL)
    return FALSE;
  signature = reeve_evidence_take_signature (note, &length);
  return add_text (self, "manifest.json", text, error) &&
         reeve_evidence_archive_add (self->archive, "manifest.sig", (const char *) signature, length,
                                     error) &&
         reeve_evidence_archive_close (self->archive, error);
}

/* --- Pieces --- */

static gboolean (*const steps[]) (ReeveEvidencePack *self, gboolean *done, GError **error) = {
  count_events, learn_places, add_readme,        add_csv,      add_json,     add_ocsf,
  add_proofs,   add_changes,  add_change_proofs, add_tables,   add_sessions, add_standing,
  add_numbers,  add_sheet,    add_checking,      add_manifest,
};

static gboolean
make_piece (ReeveEvidencePack *self, GString *out, gboolean *last, GError **error)
{
  gint64 begun = g_get_monotonic_time ();
  gsize start = out->len;

  while (self->step < G_N_ELEMENTS (steps) && out->len - start < PIECE &&
         g_get_monotonic_time () - begun < INTERVAL)
    {
      gboolean done = FALSE;

      if (!steps[self->step](self, &done, error))
        return FALSE;
      if (self->archive != NULL)
        reeve_evidence_archive_set_out (self->archive, out);
      if (!done)
        continue;
      self->step++;
      self->begun = FALSE;
    }
  *last = self->step == G_N_ELEMENTS (steps);
  return TRUE;
}

/* What the archive writes goes into this piece, and nowhere once it is done. */
gboolean
reeve_evidence_pack_make_piece (gpointer data, GString *out, gboolean *last, GError **error)
{
  ReeveEvidencePack *self = data;
  gboolean made;

  *last = FALSE;
  if (self->archive != NULL)
    reeve_evidence_archive_set_out (self->archive, out);
  made = make_piece (self, out, last, error);
  if (self->archive != NULL)
    reeve_evidence_archive_set_out (self->archive, NULL);
  return made;
}
