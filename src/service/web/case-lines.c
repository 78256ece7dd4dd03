/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/web/case-lines.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *kind;
  const char *text;
} Sentence;

/* {name} did it; {person}: to whom */
static const Sentence entries[] = {
  { "reported", N_ ("{name} reported it.") },
  { "reported_again", N_ ("{name} reported it again.") },
  { "contained", N_ ("{name} locked it.") },
  { "held", N_ ("What the log has about it is kept as evidence.") },
  { "asked", N_ ("{person} was asked for an instruction.") },
  { "told", N_ ("{person} was told.") },
  { "reminded", N_ ("{person} was reminded.") },
  { "escalated", N_ ("{person} was asked, too, because nobody had answered.") },
  { "instructed", N_ ("{name} decided on {person}.") },
  { "lapsed", N_ ("It waits for an instruction again.") },
  { "released", N_ ("{name} released {person}.") },
  { "reissued", N_ ("{name} released {person} with new credentials.") },
  { "erased", N_ ("{name} removed {person} from the workspace.") },
  { "dismissed", N_ ("{name} found that it was nothing.") },
  { "closed", N_ ("{name} closed the case.") },
  { "note", N_ ("{name} noted:") },
  { "noticed", N_ ("{person} was told, as the customer.") },
  { "resolved", N_ ("{name} closed the weakness.") },
};

/* By state; {name} decided */
static const Sentence people[] = {
  { REEVE_CASE_REPORTED, N_ ("Reported, and not locked.") },
  { REEVE_CASE_CONTAINED, N_ ("Locked. Nobody could be asked yet.") },
  { REEVE_CASE_AWAITING, N_ ("Locked, and waits for an instruction.") },
  { REEVE_CASE_INSTRUCTED, N_ ("Stays locked. {name} decided so on {date}.") },
  { REEVE_CASE_RELEASED, N_ ("Released by {name} on {date}.") },
  { REEVE_CASE_REISSUED, N_ ("Released with new credentials by {name} on {date}.") },
  { REEVE_CASE_ERASED, N_ ("Removed from the workspace by {name} on {date}.") },
  { REEVE_CASE_CLOSED, N_ ("Closed.") },
};

static const char *
find (const Sentence *sentences, guint n, const char *kind)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (sentences[i].kind, kind) == 0)
      return sentences[i].text;
  return NULL;
}

char *
reeve_case_lines_time (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time / G_USEC_PER_SEC);

  return g_date_time_format (date, "%Y-%m-%d %H:%M UTC");
}

static void
add_lines (GString *text, const char *line)
{
  if (line != NULL)
    g_string_append_printf (text, "\n%s", line);
}

char *
reeve_case_lines_entry (const ReeveWords *words, const ReeveCaseEntry *entry, const char *told)
{
  const char *sentence = find (entries, G_N_ELEMENTS (entries), entry->kind);
  g_autofree char *filled = NULL;
  g_autoptr (GString) text = NULL;

  if (sentence == NULL)
    return NULL;
  filled = reeve_words_fill (words, sentence, "name", entry->actor_name != NULL ? entry->actor_name : "Reeve",
                             "person", entry->person_name != NULL ? entry->person_name : "", NULL);
  text = g_string_new (filled);
  if (g_strcmp0 (entry->mail_state, "failed") == 0)
    add_lines (text, reeve_words_get (words, N_ ("The mail did not arrive.")));
  if (g_strcmp0 (entry->text, told) != 0)
    add_lines (text, entry->text);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

char *
reeve_case_lines_person (const ReeveWords *words, const ReeveCasePerson *person)
{
  const char *sentence = find (people, G_N_ELEMENTS (people), person->state);
  g_autofree char *date = reeve_case_lines_time (person->decided);
  g_autofree char *filled =
    sentence == NULL ? g_strdup (person->state)
                     : reeve_words_fill (words, sentence, "name",
                                         person->decided_by_name != NULL ? person->decided_by_name : "Reeve",
                                         "date", date, NULL);
  g_autoptr (GString) text = g_string_new (filled);

  if (g_strcmp0 (person->state, REEVE_CASE_INSTRUCTED) == 0 && person->keep_until != 0)
    {
      g_autofree char *until = reeve_case_lines_time (person->keep_until);
      g_autofree char *end = reeve_words_fill (
        words, N_ ("It waits for an instruction again from {date} on."), "date", until, NULL);

      add_lines (text, end);
    }
  add_lines (text, person->reason);
  return g_string_free_and_steal (g_steal_pointer (&text));
}
