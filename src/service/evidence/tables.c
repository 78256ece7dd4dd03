/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/evidence/tables.h"

#include "common/json-canonical.h"
#include "service/evidence/words.h"
#include "service/store/session-past.h"

#define append_number reeve_evidence_append_number
#define append_time   reeve_evidence_append_time
#define append_text   reeve_evidence_append_text

/* --- Addresses --- */

/* "before.signIns", for each phase and kind. */
static void
append_count_headings (GString *csv, const char *const *kinds, gboolean last)
{
  for (guint phase = 0; phase < REEVE_EVIDENCE_PHASES; phase++)
    for (guint kind = 0; kinds[kind] != NULL; kind++)
      {
        g_autofree char *heading = g_strconcat (reeve_evidence_phases[phase], ".", kinds[kind], NULL);

        append_text (csv, heading, last && phase + 1 == REEVE_EVIDENCE_PHASES && kinds[kind + 1] == NULL);
      }
}

GString *
reeve_evidence_write_places (ReeveEvidenceTally *tally, gint64 *more)
{
  static const char *const headings[] = { "address",     "known",      "usesIn30DaysBefore",
                                          "firstBefore", "lastBefore", "first",
                                          "last" };
  GString *csv = g_string_new (NULL);
  g_autoptr (GPtrArray) places = reeve_evidence_tally_list_places (tally, more);

  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    append_text (csv, headings[i], FALSE);
  append_count_headings (csv, reeve_evidence_kinds, TRUE);
  for (guint i = 0; i < places->len; i++)
    {
      const ReeveEvidencePlace *place = places->pdata[i];

      append_text (csv, place->address, FALSE);
      append_text (csv, place->before > 0 ? "known" : "new", FALSE);
      append_number (csv, place->before, FALSE);
      append_time (csv, place->before_first, FALSE);
      append_time (csv, place->before_last, FALSE);
      append_time (csv, place->first, FALSE);
      append_time (csv, place->last, FALSE);
      for (guint phase = 0; phase < REEVE_EVIDENCE_PHASES; phase++)
        for (guint kind = 0; kind < REEVE_EVIDENCE_KINDS; kind++)
          append_number (csv, place->n[phase][kind],
                         phase + 1 == REEVE_EVIDENCE_PHASES && kind + 1 == REEVE_EVIDENCE_KINDS);
    }
  return csv;
}

/* --- Things --- */

GString *
reeve_evidence_write_touches (ReeveEvidenceTally *tally, gint64 *more)
{
  static const char *const headings[] = { "action", "object", "objectName", "first", "last" };
  static const char *const kinds[] = { "done", "failed", NULL };
  GString *csv = g_string_new (NULL);
  g_autoptr (GPtrArray) touches = reeve_evidence_tally_list_touches (tally, more);

  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    append_text (csv, headings[i], FALSE);
  append_count_headings (csv, kinds, TRUE);
  for (guint i = 0; i < touches->len; i++)
    {
      const ReeveEvidenceTouch *touch = touches->pdata[i];

      append_text (csv, touch->action, FALSE);
      append_text (csv, touch->object, FALSE);
      append_text (csv, touch->object_name, FALSE);
      append_time (csv, touch->first, FALSE);
      append_time (csv, touch->last, FALSE);
      for (guint phase = 0; phase < REEVE_EVIDENCE_PHASES; phase++)
        {
          append_number (csv, touch->ok[phase], FALSE);
          append_number (csv, touch->failed[phase], phase + 1 == REEVE_EVIDENCE_PHASES);
        }
    }
  return csv;
}

/* --- Sessions --- */

static const char *
say_live (const ReeveSessionPast *past, gint64 time)
{
  return time == 0 ? "" : reeve_session_past_is_live (past, time) ? "yes" : "no";
}

static void
append_visit (GString *csv, const ReeveEvidenceVisit *visit)
{
  append_number (csv, visit != NULL ? visit->events : 0, FALSE);
  append_time (csv, visit != NULL ? visit->first : 0, FALSE);
  append_time (csv, visit != NULL ? visit->last : 0, FALSE);
  append_text (csv, visit != NULL ? visit->address : NULL, FALSE);
  append_text (csv, visit != NULL ? visit->agent : NULL, TRUE);
}

static void
append_past (GString *csv, const ReeveEvidenceMatter *matter, const ReeveSessionPast *past)
{
  const gint64 moments[] = { matter->since, matter->reported, matter->contained, matter->made };

  append_text (csv, past->id, FALSE);
  append_text (csv, past->account, FALSE);
  append_text (csv, past->device, FALSE);
  append_text (csv, past->device_key, FALSE);
  append_text (csv, past->issuer, FALSE);
  append_text (csv, past->stage, FALSE);
  append_time (csv, past->first_used, FALSE);
  append_time (csv, past->last_used, FALSE);
  append_text (csv, past->address, FALSE);
  append_time (csv, past->ended, FALSE);
  append_time (csv, past->ends, FALSE);
  append_text (csv, past->barred ? "yes" : "no", FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    append_text (csv, say_live (past, moments[i]), FALSE);
}

static const char *const session_headings[] = {
  "session",   "account",           "device",          "deviceKey", "provider", "stage",
  "firstUsed", "lastUsed",          "lastAddress",     "ended",     "ends",     "barredHere",
  "liveSince", "liveReported",      "liveContained",   "liveMade",  "events",   "firstEvent",
  "lastEvent", "firstEventAddress", "firstEventAgent",
};
#define OF_EVENTS 5 /* of them, the last ones */

void
reeve_evidence_append_session_headings (GString *csv)
{
  for (guint i = 0; i < G_N_ELEMENTS (session_headings); i++)
    append_text (csv, session_headings[i], i + 1 == G_N_ELEMENTS (session_headings));
}

void
reeve_evidence_append_sessions (GString *csv,
                                const ReeveEvidenceMatter *matter,
                                ReeveEvidenceTally *tally,
                                GPtrArray *sessions,
                                GHashTable *listed)
{
  for (guint i = 0; i < sessions->len; i++)
    {
      const ReeveSessionPast *past = sessions->pdata[i];

      char *id = g_strdup (past->id);

      g_hash_table_add (listed, id);
      append_past (csv, matter, past);
      append_visit (csv, reeve_evidence_tally_get_visit (tally, past->id));
    }
}

void
reeve_evidence_append_other_sessions (GString *csv,
                                      ReeveEvidenceTally *tally,
                                      GHashTable *listed,
                                      gint64 *more)
{
  g_autoptr (GPtrArray) visits = reeve_evidence_tally_list_visits (tally, more);

  for (guint i = 0; i < visits->len; i++)
    {
      const ReeveEvidenceVisit *visit = visits->pdata[i];

      if (g_hash_table_contains (listed, visit->session))
        continue;
      append_text (csv, visit->session, FALSE);
      for (guint k = 1; k < G_N_ELEMENTS (session_headings) - OF_EVENTS; k++)
        append_text (csv, NULL, FALSE);
      append_visit (csv, visit);
    }
}

/* --- The case and its numbers --- */

static void
set_moments (JsonObject *object, const ReeveEvidenceMatter *matter)
{
  reeve_evidence_set_time (object, "since", matter->since);
  reeve_evidence_set_time (object, "reported", matter->reported);
  reeve_evidence_set_time (object, "contained", matter->contained);
}

JsonObject *
reeve_evidence_write_summary (const ReeveEvidenceMatter *matter, ReeveEvidenceTally *tally)
{
  const ReeveEvidenceCounts *counts = reeve_evidence_tally_get_counts (tally);
  JsonObject *summary = json_object_new ();
  JsonObject *phases = json_object_new ();
  gint64 after[REEVE_EVIDENCE_KINDS];

  reeve_evidence_tally_sum_after (counts->n, after);
  set_moments (summary, matter);
  json_object_set_int_member (summary, "events", counts->events);
  json_object_set_boolean_member (summary, "usedAfterReport",
                                  after[REEVE_EVIDENCE_SIGN_IN] + after[REEVE_EVIDENCE_ACTION] > 0);
  reeve_evidence_set_time (summary, "firstUseAfterReport", counts->first_use);
  reeve_evidence_set_time (summary, "lastUseAfterReport", counts->last_use);
  json_object_set_object_member (summary, "phases", phases);
  for (guint phase = 0; phase < REEVE_EVIDENCE_PHASES; phase++)
    {
      JsonObject *one = json_object_new ();

      json_object_set_object_member (phases, reeve_evidence_phases[phase], one);
      for (guint kind = 0; kind < REEVE_EVIDENCE_KINDS; kind++)
        json_object_set_int_member (one, reeve_evidence_kinds[kind], counts->n[phase][kind]);
      json_object_set_int_member (one, "byOthers", counts->about[phase]);
    }
  return summary;
}

static JsonArray *
write_people (const ReeveEvidenceMatter *matter)
{
  JsonArray *people = json_array_new ();

  for (guint i = 0; i < matter->people->len; i++)
    {
      const ReeveEvidencePerson *person = matter->people->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "account", person->account);
      reeve_evidence_set_text (object, "name", person->name);
      json_array_add_object_element (people, object);
    }
  return people;
}

static JsonArray *
write_steps (const ReeveEvidenceMatter *matter)
{
  JsonArray *steps = json_array_new ();

  for (guint i = 0; i < matter->steps->len; i++)
    {
      const ReeveEvidenceStep *step = matter->steps->pdata[i];
      JsonObject *object = json_object_new ();

      reeve_evidence_set_time (object, "time", step->time);
      reeve_evidence_set_text (object, "who", step->who);
      reeve_evidence_set_text (object, "what", step->what);
      reeve_evidence_set_text (object, "words", step->words);
      json_array_add_object_element (steps, object);
    }
  return steps;
}

JsonObject *
reeve_evidence_write_case (const ReeveEvidenceMatter *matter)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "number", matter->number);
  reeve_evidence_set_text (object, "title", matter->title);
  reeve_evidence_set_text (object, "text", matter->text);
  set_moments (object, matter);
  reeve_evidence_set_time (object, "from", matter->from);
  reeve_evidence_set_time (object, "until", matter->until);
  json_object_set_array_member (object, "people", write_people (matter));
  json_object_set_array_member (object, "timeline", write_steps (matter));
  return object;
}

char *
reeve_evidence_print_object (JsonObject *object, GError **error)
{
  g_autofree char *canonical = reeve_json_canonical (object, error);

  return canonical != NULL ? g_strconcat (canonical, "\n", NULL) : NULL;
}
