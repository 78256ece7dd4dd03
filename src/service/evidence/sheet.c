/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/evidence/sheet.h"

#include "service/evidence/timeline.h"
#include "service/evidence/words.h"
#include "service/print/document.h"
#include "service/print/text.h"

/* What the first page has room for. */
#define MOST_PEOPLE  3
#define MOST_PLACES  6
#define MOST_ACTIONS 7
#define MOST_NAMES   2
#define NAME         40 /* letters of a name among others */

static const char *const phase_words[] = { "Before it may have become known",
                                           "Since then, until it was reported", "After it was reported",
                                           "After it was contained" };

static char *
print_number (gint64 n)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, n);
}

/* --- Head --- */

static void
add_people (ReeveDocument *document, const ReeveEvidenceMatter *matter)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < matter->people->len && i < MOST_PEOPLE; i++)
    {
      const ReeveEvidencePerson *person = matter->people->pdata[i];
      g_autofree char *name = reeve_print_isolate (person->name != NULL ? person->name : person->account);

      g_string_append_printf (names, "%s%s", i > 0 ? "; " : "", name);
    }
  if (matter->people->len > MOST_PEOPLE)
    g_string_append_printf (names, "; and %u more (case.json)", matter->people->len - MOST_PEOPLE);
  reeve_document_add_pair (document, "Whose credentials", names->str);
}

static void
add_time (ReeveDocument *document, const char *name, gint64 time, const char *otherwise)
{
  g_autofree char *text = reeve_evidence_say_time (time);

  reeve_document_add_pair (document, name, time != 0 ? text : otherwise);
}

static void
add_head (ReeveDocument *document, const ReeveEvidenceMatter *matter)
{
  g_autofree char *from = reeve_evidence_say_time (matter->from);
  g_autofree char *until = reeve_evidence_say_time (MIN (matter->until, matter->made));
  g_autofree char *window = g_strdup_printf ("%s to %s", from, until);
  g_autofree char *made = reeve_evidence_say_time (matter->made);
  g_autofree char *maker = reeve_print_isolate (matter->maker_name);
  g_autofree char *by = g_strdup_printf ("%s, by %s", made, maker);

  add_people (document, matter);
  add_time (document, "May have been known since", matter->since, "it is not known since when");
  add_time (document, "Reported", matter->reported, "");
  add_time (document, "Contained", matter->contained, "not yet");
  reeve_document_add_pair (document, "Events looked at", window);
  reeve_document_add_pair (document, "Made", by);
}

/* --- The answer --- */

static gint64
count_uses (const gint64 n[REEVE_EVIDENCE_KINDS])
{
  return n[REEVE_EVIDENCE_SIGN_IN] + n[REEVE_EVIDENCE_ACTION];
}

static gint64
count_failures (const gint64 n[REEVE_EVIDENCE_KINDS])
{
  return n[REEVE_EVIDENCE_FAILED_SIGN_IN] + n[REEVE_EVIDENCE_FAILED_ACTION];
}

/* @fresh: (out): of them, those that were not known in the 30 days before. @more: (out): events of others,
 * for which there was no room */
static gint64
count_places (ReeveEvidenceTally *tally, gint64 *fresh, gint64 *more)
{
  g_autoptr (GPtrArray) places = reeve_evidence_tally_list_places (tally, more);
  gint64 n = 0;

  *fresh = 0;
  for (guint i = 0; i < places->len; i++)
    {
      const ReeveEvidencePlace *place = places->pdata[i];
      gint64 after[REEVE_EVIDENCE_KINDS];

      reeve_evidence_tally_sum_after (place->n, after);
      if (count_uses (after) == 0)
        continue;
      n++;
      *fresh += place->before == 0;
    }
  return n;
}

static void
say_uses (GString *text,
          ReeveEvidenceTally *tally,
          const gint64 after[REEVE_EVIDENCE_KINDS],
          const char *reported)
{
  const ReeveEvidenceCounts *counts = reeve_evidence_tally_get_counts (tally);
  gint64 fresh;
  gint64 more;
  g_autofree char *times = reeve_evidence_say_number (count_uses (after), "time", "times");
  g_autofree char *sign_ins =
    reeve_evidence_say_number (after[REEVE_EVIDENCE_SIGN_IN], "sign-in", "sign-ins");
  g_autofree char *actions = reeve_evidence_say_number (after[REEVE_EVIDENCE_ACTION], "action", "actions");
  g_autofree char *places =
    reeve_evidence_say_number (count_places (tally, &fresh, &more), "address", "addresses");
  g_autofree char *first = reeve_evidence_say_time (counts->first_use);
  g_autofree char *last = reeve_evidence_say_time (counts->last_use);

  g_string_append_printf (
    text,
    "Yes. After %s they were used %s: %s and %s, the first at %s, the last at %s, from %s%s, of "
    "which %" G_GINT64_FORMAT " had not been used in the 30 days before.",
    reported, times, sign_ins, actions, first, last, more > 0 ? "at least " : "", places, fresh);
}

static void
say_contained (GString *text, const ReeveEvidenceCounts *counts)
{
  gint64 uses = count_uses (counts->n[REEVE_EVIDENCE_CONTAINED]);
  gint64 failures = count_failures (counts->n[REEVE_EVIDENCE_CONTAINED]);
  g_autofree char *used = reeve_evidence_say_number (uses, "time", "times");
  g_autofree char *tried = reeve_evidence_say_number (failures, "attempt", "attempts");

  if (uses > 0)
    g_string_append_printf (text, " After it was contained they were still used %s.", used);
  else
    g_string_append (text, " After it was contained they were not used any more.");
  if (failures > 0)
    g_string_append_printf (text, " %s after that failed.", tried);
}

static void
add_answer (ReeveDocument *document,
            const ReeveEvidenceMatter *matter,
            ReeveEvidenceTally *tally,
            const ReeveEvidenceGaps *gaps)
{
  const ReeveEvidenceCounts *counts = reeve_evidence_tally_get_counts (tally);
  g_autofree char *reported = reeve_evidence_say_time (matter->reported);
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 after[REEVE_EVIDENCE_KINDS];
  g_autofree char *failed = NULL;

  reeve_evidence_tally_sum_after (counts->n, after);
  failed = reeve_evidence_say_number (count_failures (after), "attempt", "attempts");
  if (count_uses (after) > 0)
    say_uses (text, tally, after, reported);
  else
    g_string_append_printf (text, "No. After %s the log has no use of them.", reported);
  if (count_failures (after) > 0)
    g_string_append_printf (text, " %s failed.", failed);
  if (matter->contained != 0)
    say_contained (text, counts);
  if (reeve_evidence_gaps_are_after (gaps, matter))
    g_string_append (text, " Some of the log of that time is missing, as told below: there may be more.");
  reeve_document_add_heading (document, 1, "Were they used after it was reported?");
  reeve_document_add_paragraph (document, text->str);
}

/* Phases that have a name in this case. */
static gboolean
has_phase (const ReeveEvidenceMatter *matter, guint phase)
{
  if (phase == REEVE_EVIDENCE_SINCE)
    return matter->since != 0;
  return phase != REEVE_EVIDENCE_CONTAINED || matter->contained != 0;
}

static const char *
get_phase_words (const ReeveEvidenceMatter *matter, guint phase)
{
  if (phase == REEVE_EVIDENCE_BEFORE && matter->since == 0)
    return "Before it was reported";
  if (phase == REEVE_EVIDENCE_REPORTED && matter->contained != 0)
    return "After that, until it was contained";
  return phase_words[phase];
}

static void
add_counts (ReeveDocument *document, const ReeveEvidenceMatter *matter, const ReeveEvidenceCounts *counts)
{
  static const ReeveDocumentColumn columns[] = {
    { "When", 3.4, REEVE_COLUMN_TEXT },        { "Sign-ins", 1.1, REEVE_COLUMN_NUMBER },
    { "Failed", 1, REEVE_COLUMN_NUMBER },      { "Actions", 1.1, REEVE_COLUMN_NUMBER },
    { "Failed", 1, REEVE_COLUMN_NUMBER },      { "Not signed in", 1.3, REEVE_COLUMN_NUMBER },
    { "By others", 1.1, REEVE_COLUMN_NUMBER },
  };

  reeve_document_add_table (document, columns, G_N_ELEMENTS (columns));
  for (guint phase = 0; phase < REEVE_EVIDENCE_PHASES; phase++)
    {
      g_auto (GStrv) cells = g_new0 (char *, G_N_ELEMENTS (columns) + 1);

      if (!has_phase (matter, phase))
        continue;
      cells[0] = g_strdup (get_phase_words (matter, phase));
      for (guint kind = 0; kind < REEVE_EVIDENCE_KINDS; kind++)
        cells[1 + kind] = print_number (counts->n[phase][kind]);
      cells[1 + REEVE_EVIDENCE_KINDS] = print_number (counts->about[phase]);
      reeve_document_add_row (document, (const char *const *) cells);
    }
}

static void
add_gaps (ReeveDocument *document, const ReeveEvidenceMatter *matter, const ReeveEvidenceGaps *gaps)
{
  g_autoptr (GPtrArray) sentences = reeve_evidence_gaps_say (gaps, matter);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < sentences->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", (const char *) sentences->pdata[i]);
  if (sentences->len == 0)
    reeve_document_add_note (document, "Nothing is known to be missing.");
  else
    {
      reeve_document_add_heading (document, 2, "What is missing");
      reeve_document_add_paragraph (document, text->str);
    }
}

/* --- From where --- */

static void
add_place (ReeveDocument *document, const ReeveEvidencePlace *place, const gint64 after[REEVE_EVIDENCE_KINDS])
{
  g_autofree char *sign_ins = print_number (after[REEVE_EVIDENCE_SIGN_IN]);
  g_autofree char *actions = print_number (after[REEVE_EVIDENCE_ACTION]);
  g_autofree char *failed = print_number (count_failures (after));
  g_autofree char *last = reeve_evidence_say_time (place->last);
  g_autofree char *known =
    place->before > 0 ? g_strdup_printf ("known (%" G_GINT64_FORMAT ")", place->before) : g_strdup ("new");
  const char *const cells[] = {
    *place->address != '\0' ? place->address : "(not told)", known, sign_ins, actions, failed, last
  };

  reeve_document_add_row (document, cells);
}

static void
add_places (ReeveDocument *document, ReeveEvidenceTally *tally)
{
  static const ReeveDocumentColumn columns[] = {
    { "Address", 3, REEVE_COLUMN_CODE },    { "In the 30 days before", 1.8, REEVE_COLUMN_TEXT },
    { "Sign-ins", 1, REEVE_COLUMN_NUMBER }, { "Actions", 1, REEVE_COLUMN_NUMBER },
    { "Failed", 0.9, REEVE_COLUMN_NUMBER }, { "Last", 2.6, REEVE_COLUMN_TEXT },
  };
  gint64 more;
  g_autoptr (GPtrArray) places = reeve_evidence_tally_list_places (tally, &more);
  guint n = 0;

  reeve_document_add_heading (document, 1, "From where?");
  for (guint i = 0; i < places->len; i++)
    {
      const ReeveEvidencePlace *place = places->pdata[i];
      gint64 after[REEVE_EVIDENCE_KINDS];

      reeve_evidence_tally_sum_after (place->n, after);
      if (count_uses (after) + count_failures (after) + after[REEVE_EVIDENCE_UNSIGNED] == 0)
        break;
      if (n == 0)
        reeve_document_add_table (document, columns, G_N_ELEMENTS (columns));
      if (n++ < MOST_PLACES)
        add_place (document, place, after);
    }
  if (n == 0)
    reeve_document_add_paragraph (document,
                                  "From nowhere: after it was reported, the log has nothing that they did.");
  if (n > MOST_PLACES)
    {
      g_autofree char *text = g_strdup_printf ("And %u more addresses, in addresses.csv.", n - MOST_PLACES);

      reeve_document_add_note (document, text);
    }
}

/* --- What was touched --- */

typedef struct
{
  const char *action;
  gint64 ok;
  gint64 failed;
  gint64 things;
  GString *names;
  guint n_names;
  const char *last_name; /* (nullable) */
} Action;

static void
free_action (gpointer data)
{
  Action *action = data;

  g_string_free (action->names, TRUE);
  g_free (action);
}

static int
compare_actions (gconstpointer a, gconstpointer b)
{
  const Action *one = *(const Action *const *) a;
  const Action *other = *(const Action *const *) b;

  if (one->ok != other->ok)
    return one->ok < other->ok ? 1 : -1;
  if (one->failed != other->failed)
    return one->failed < other->failed ? 1 : -1;
  return g_strcmp0 (one->action, other->action);
}

static void
add_name (Action *action, const ReeveEvidenceTouch *touch)
{
  const char *name = touch->object_name != NULL ? touch->object_name : touch->object;
  g_autofree char *cut = name != NULL && action->n_names < MOST_NAMES ? reeve_print_cut (name, NAME) : NULL;
  g_autofree char *isolated = cut != NULL ? reeve_print_isolate (cut) : NULL;

  if (isolated == NULL || g_strcmp0 (name, action->last_name) == 0)
    return;
  action->last_name = name;
  g_string_append_printf (action->names, "%s%s", action->n_names > 0 ? ", " : "", isolated);
  action->n_names++;
}

/* By kind, of after the report. (transfer full) (element-type Action) */
static GPtrArray *
list_actions (ReeveEvidenceTally *tally)
{
  gint64 more;
  g_autoptr (GPtrArray) touches = reeve_evidence_tally_list_touches (tally, &more);
  g_autoptr (GHashTable) by_action = g_hash_table_new (g_str_hash, g_str_equal); /* borrows all */
  GPtrArray *actions = g_ptr_array_new_with_free_func (free_action);

  for (guint i = 0; i < touches->len; i++)
    {
      const ReeveEvidenceTouch *touch = touches->pdata[i];
      gint64 ok = touch->ok[REEVE_EVIDENCE_REPORTED] + touch->ok[REEVE_EVIDENCE_CONTAINED];
      gint64 failed = touch->failed[REEVE_EVIDENCE_REPORTED] + touch->failed[REEVE_EVIDENCE_CONTAINED];
      Action *action = g_hash_table_lookup (by_action, touch->action);

      if (ok + failed == 0)
        continue;
      if (action == NULL)
        {
          action = g_new0 (Action, 1);
          action->action = touch->action;
          action->names = g_string_new (NULL);
          g_ptr_array_add (actions, action);
          g_hash_table_insert (by_action, (gpointer) action->action, action);
        }
      action->ok += ok;
      action->failed += failed;
      action->things += touch->object != NULL;
      add_name (action, touch);
    }
  g_ptr_array_sort (actions, compare_actions);
  return actions;
}

static void
add_action (ReeveDocument *document, const Action *action)
{
  g_autofree char *ok = print_number (action->ok);
  g_autofree char *failed = print_number (action->failed);
  g_autofree char *things = print_number (action->things);
  const char *const cells[] = { *action->action != '\0' ? action->action : "(other requests)", ok, failed,
                                things, action->names->str };

  reeve_document_add_row (document, cells);
}

static void
add_actions (ReeveDocument *document, ReeveEvidenceTally *tally)
{
  static const ReeveDocumentColumn columns[] = {
    { "Action", 2.4, REEVE_COLUMN_TEXT },   { "Done", 0.9, REEVE_COLUMN_NUMBER },
    { "Failed", 0.9, REEVE_COLUMN_NUMBER }, { "Things", 0.9, REEVE_COLUMN_NUMBER },
    { "Such as", 4, REEVE_COLUMN_TEXT },
  };
  g_autoptr (GPtrArray) actions = list_actions (tally);

  reeve_document_add_heading (document, 1, "What was touched?");
  if (actions->len == 0)
    {
      reeve_document_add_paragraph (document,
                                    "Nothing: after it was reported, the log has no action of theirs.");
      return;
    }
  reeve_document_add_table (document, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < actions->len && i < MOST_ACTIONS; i++)
    add_action (document, actions->pdata[i]);
  if (actions->len > MOST_ACTIONS)
    {
      g_autofree char *text =
        g_strdup_printf ("And %u more kinds, in touched.csv.", actions->len - MOST_ACTIONS);

      reeve_document_add_note (document, text);
    }
}

GBytes *
reeve_evidence_sheet_write (const ReeveEvidenceMatter *matter,
                            ReeveEvidenceTally *tally,
                            const ReeveEvidenceGaps *gaps,
                            gint64 deadline,
                            GError **error)
{
  g_autofree char *title = g_strdup_printf ("Evidence in case %s", matter->number);
  const ReeveDocumentAbout about = { .title = title,
                                     .head = matter->workspace_name,
                                     .page = "Page {page} of {pages}",
                                     .language = "en",
                                     .created = matter->made };
  g_autoptr (ReeveDocument) document = reeve_document_new (&about);

  add_head (document, matter);
  add_answer (document, matter, tally, gaps);
  add_counts (document, matter, reeve_evidence_tally_get_counts (tally));
  add_gaps (document, matter, gaps);
  add_places (document, tally);
  add_actions (document, tally);
  reeve_document_add_turn (document);
  reeve_document_add_heading (document, 1, "Over time");
  reeve_evidence_add_plot (document, matter, tally);
  reeve_evidence_add_timeline (document, matter, tally);
  return reeve_document_write (document, deadline, error);
}
