/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/finding-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/clock.h"
#include "common/detection-words.h"
#include "console/widgets/formatting.h"
#include "console/widgets/word-table.h"

/* --- Detections --- */

const char *const *
reeve_finding_words_rules (void)
{
  static const char *names[REEVE_DETECTION_WORDS + 1];

  for (guint i = 0; i < REEVE_DETECTION_WORDS; i++)
    names[i] = reeve_detection_words[i].name;
  return names;
}

const char *
reeve_finding_words_rule (const char *rule)
{
  const ReeveDetectionWords *detection = reeve_detection_words_find (rule);

  return detection != NULL ? _ (detection->title) : rule != NULL ? rule : "";
}

const char *
reeve_finding_words_meaning (const char *rule)
{
  const ReeveDetectionWords *detection = reeve_detection_words_find (rule);

  return detection != NULL ? _ (detection->meaning) : NULL;
}

const char *
reeve_finding_words_check (const char *rule)
{
  const ReeveDetectionWords *detection = reeve_detection_words_find (rule);

  return detection != NULL ? _ (detection->check) : NULL;
}

/* --- Severities and states --- */

typedef struct
{
  const char *word;
  const char *label;
  const char *icon;
  const char *tone;
} Look;

static const Look severities[] = {
  { "low", N_ ("Low"), "go-down-symbolic", "tone-neutral" },
  { "medium", N_ ("Medium"), "dialog-information-symbolic", "tone-accent" },
  { "high", N_ ("High"), "dialog-warning-symbolic", "tone-warning" },
  { "critical", N_ ("Critical"), "dialog-error-symbolic", "tone-error" },
};

static const Look states[] = {
  { "open", N_ ("Open"), "mail-unread-symbolic", "tone-accent" },
  { "acknowledged", N_ ("Acknowledged"), "view-reveal-symbolic", "tone-neutral" },
  { "expected", N_ ("Expected"), "object-select-symbolic", "tone-success" },
  { "follow_up", N_ ("To follow up"), "document-open-recent-symbolic", "tone-warning" },
  { "breach", N_ ("Breach"), "dialog-error-symbolic", "tone-error" },
  { "done", N_ ("Done"), "object-select-symbolic", "tone-success" },
  { "muted", N_ ("Muted"), "audio-volume-muted-symbolic", "tone-neutral" },
};

static const Look *
find_look (const Look *looks, gsize n, const char *word)
{
  for (gsize i = 0; i < n; i++)
    if (g_strcmp0 (looks[i].word, word) == 0)
      return &looks[i];
  return NULL;
}
#define FIND_LOOK(looks, word) find_look ((looks), G_N_ELEMENTS (looks), (word))

static const char *
get_label (const Look *look, const char *word)
{
  return look != NULL ? _ (look->label) : word != NULL ? word : "";
}

const char *
reeve_finding_words_severity (const char *severity)
{
  return get_label (FIND_LOOK (severities, severity), severity);
}

const char *
reeve_finding_words_severity_icon (const char *severity)
{
  const Look *look = FIND_LOOK (severities, severity);

  return look != NULL ? look->icon : NULL;
}

const char *
reeve_finding_words_severity_tone (const char *severity)
{
  const Look *look = FIND_LOOK (severities, severity);

  return look != NULL ? look->tone : "tone-neutral";
}

const char *
reeve_finding_words_state (const char *state)
{
  return get_label (FIND_LOOK (states, state), state);
}

const char *
reeve_finding_words_state_icon (const char *state)
{
  const Look *look = FIND_LOOK (states, state);

  return look != NULL ? look->icon : NULL;
}

const char *
reeve_finding_words_state_tone (const char *state)
{
  const Look *look = FIND_LOOK (states, state);

  return look != NULL ? look->tone : "tone-neutral";
}

/* --- Numbers --- */

static char *
format_span (gint64 span)
{
  gint64 days = span / REEVE_DAY;

  if (days >= 2)
    return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) days), (int) days);
  return reeve_format_duration (span);
}

/* What is counted; a count stands for %s. */
static const struct
{
  const char *name;
  ReevePlural text;
} counts[] = {
  { "failures", NP_ ("%s wrong password", "%s wrong passwords") },
  { "locks", NP_ ("%s lock", "%s locks") },
  { "codes", NP_ ("%s wrong code", "%s wrong codes") },
  { "accounts", NP_ ("%s account", "%s accounts") },
  { "networks", NP_ ("%s network", "%s networks") },
  { "people", NP_ ("%s person’s record read", "%s people’s records read") },
  { "objects", NP_ ("%s thing read", "%s things read") },
  { "exports", NP_ ("%s export", "%s exports") },
  { "usual", NP_ ("up to %s would be usual", "up to %s would be usual") },
  /* Translators: of what stands before it: it is told of from so many on */
  { "limit", NP_ ("(from %s on)", "(from %s on)") },
  { "days", NP_ ("%s active day known", "%s active days known") },
  { "changes", NP_ ("%s change", "%s changes") },
  { "kilometres", NP_ ("%s km away", "%s km away") },
  { "refusals", NP_ ("%s refusal", "%s refusals") },
  { "resets", NP_ ("%s link asked for", "%s links asked for") },
  { "accesses", NP_ ("%s access", "%s accesses") },
};

/* What is a time; it stands for %s. */
static const struct
{
  const char *name;
  const char *text;
} spans[] = {
  { "window", N_ ("within %s") }, { "unused", N_ ("unused for %s") }, { "after", N_ ("%s after") },
  { "apart", N_ ("%s apart") },   { "learned", N_ ("known for %s") },
};

static char *
format_number (const char *name, gint64 value)
{
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    if (g_str_equal (counts[i].name, name))
      {
        g_autofree char *count = reeve_format_count (value);

        return reeve_words_put (REEVE_PLURAL (&counts[i].text, value), count);
      }
  for (guint i = 0; i < G_N_ELEMENTS (spans); i++)
    if (g_str_equal (spans[i].name, name))
      {
        g_autofree char *span = format_span (value);

        return reeve_words_put (_ (spans[i].text), span);
      }
  return g_strdup_printf ("%s: %" G_GINT64_FORMAT, name, value);
}

static void
add_part (GString *all, const char *separator, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  if (all->len > 0)
    g_string_append (all, separator);
  g_string_append (all, text);
}

/* A window and a limit belong to what stands before: "27 wrong passwords within 1 h (from 20 on), 3
 * networks".
 */
char *
reeve_finding_words_numbers (ReeveFinding *finding)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; finding->numbers != NULL && finding->numbers[i] != NULL; i++)
    {
      g_autofree char *name = NULL;
      g_autofree char *text = NULL;
      gint64 value;

      if (!reeve_finding_read_number (finding->numbers[i], &name, &value))
        continue;
      text = format_number (name, value);
      add_part (all, g_str_equal (name, "window") || g_str_equal (name, "limit") ? " " : C_ ("list", ", "),
                text);
    }
  return all->len > 0 ? g_string_free_and_steal (g_steal_pointer (&all)) : NULL;
}

static gboolean
read_event (const char *id, gint64 *time)
{
  return g_ascii_string_to_signed (id, 10, 0, G_MAXINT64, time, NULL);
}

char *
reeve_finding_words_span (ReeveFinding *finding)
{
  guint n = finding->events != NULL ? g_strv_length (finding->events) : 0;
  g_autofree char *count = reeve_format_count (n);
  g_autofree char *events = NULL;
  g_autofree char *span = NULL;
  gint64 first, last;

  if (n == 0)
    return NULL;
  events = reeve_words_put (ngettext ("%s event", "%s events", n), count);
  if (n == 1 || !read_event (finding->events[0], &first) || !read_event (finding->events[n - 1], &last))
    return g_steal_pointer (&events);
  span = format_span (last - first);
  /* Translators: %1$s: "12 events", %2$s: how long it took, "41 min" */
  return g_strdup_printf (_ ("%1$s in %2$s"), events, span);
}

/* --- Who and where --- */

char *
reeve_finding_words_who (ReeveFinding *finding)
{
  const char *about = finding->person != NULL ? finding->person : finding->key;

  if (finding->person_name != NULL)
    return reeve_format_account_name (finding->person_name);
  if (about == NULL || *about == '\0' || g_strcmp0 (about, finding->address) == 0)
    return NULL;
  return g_strdup (about);
}

static void
add_where (GString *all, ReeveFinding *finding)
{
  g_autofree char *address = NULL;
  g_autofree char *text = NULL;

  if (finding->address == NULL)
    return;
  address = reeve_format_isolate_ltr (finding->address);
  /* Translators: %s: an address, "192.0.2.44" */
  text = g_strdup_printf (_ ("from %s"), address);
  add_part (all, " · ", text);
}

static void
add_due (GString *all, ReeveFinding *finding, gint64 now)
{
  g_autofree char *date = finding->due != 0 ? reeve_format_date (finding->due) : NULL;
  g_autofree char *text = NULL;

  if (date == NULL)
    return;
  /* Translators: of a follow-up; %s: a day */
  text = g_strdup_printf (finding->due <= now ? _ ("overdue since %s") : _ ("due %s"), date);
  add_part (all, " · ", text);
}

char *
reeve_finding_words_line (ReeveFinding *finding, gint64 now)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *numbers = reeve_finding_words_numbers (finding);
  /* What is about an address is about whoever was last tried there by chance only. */
  gboolean at_address = finding->address != NULL && g_strcmp0 (finding->key, finding->address) == 0;
  g_autofree char *who = at_address ? NULL : reeve_finding_words_who (finding);
  g_autofree char *isolated = who != NULL ? reeve_format_isolate (who) : NULL;
  g_autofree char *ago = reeve_format_ago (finding->raised, now);

  add_part (all, " · ", numbers);
  add_part (all, " · ", isolated);
  add_where (all, finding);
  add_part (all, " · ", ago);
  add_due (all, finding, now);
  return g_string_free_and_steal (g_steal_pointer (&all));
}

char *
reeve_finding_words_spoken (ReeveFinding *finding, gint64 now)
{
  g_autoptr (GString) all = g_string_new (reeve_finding_words_severity (finding->severity));
  g_autofree char *line = reeve_finding_words_line (finding, now);

  add_part (all, C_ ("list", ", "), reeve_finding_words_rule (finding->rule));
  add_part (all, C_ ("list", ", "), reeve_finding_words_state (finding->state));
  add_part (all, C_ ("list", ", "), line);
  return g_string_free_and_steal (g_steal_pointer (&all));
}

char *
reeve_finding_words_decided (ReeveFinding *finding)
{
  g_autofree char *who = NULL;
  g_autofree char *name = NULL;
  g_autofree char *when = NULL;

  if (finding->decided == 0)
    return NULL;
  who = reeve_format_account_name (finding->decided_by_name);
  name = reeve_format_isolate (who);
  when = reeve_format_time (finding->decided);
  /* Translators: who made a change and when; %1$s: a name, %2$s: an exact time */
  return g_strdup_printf (_ ("%1$s, %2$s"), name, when);
}

/* "T1110.001" is at ".../T1110/001/". */
char *
reeve_finding_words_link (const char *technique)
{
  g_autoptr (GString) path = g_string_new (technique);

  if (technique == NULL || *technique != 'T' || strspn (technique + 1, "0123456789.") != path->len - 1)
    return NULL;
  g_string_replace (path, ".", "/", 1);
  return g_strdup_printf ("https://attack.mitre.org/techniques/%s/", path->str);
}

/* To the microsecond, which is what an event is known by. */
static char *
print_moment (gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (time);
  g_autofree char *text = utc != NULL ? g_date_time_format (utc, "%Y-%m-%dT%H:%M:%S") : NULL;

  return text != NULL ? g_strdup_printf ("%s.%06dZ", text, g_date_time_get_microsecond (utc)) : NULL;
}

char *
reeve_finding_words_query (ReeveFinding *finding)
{
  g_autoptr (GString) query = g_string_new ("on:");
  guint n = 0;

  for (guint i = 0; finding->events != NULL && finding->events[i] != NULL; i++)
    {
      gint64 time;
      g_autofree char *moment = read_event (finding->events[i], &time) ? print_moment (time) : NULL;

      if (moment == NULL)
        continue;
      g_string_append_printf (query, "%s%s", n++ > 0 ? "," : "", moment);
    }
  return n > 0 ? g_string_free_and_steal (g_steal_pointer (&query)) : NULL;
}

/* --- Mutes --- */

char *
reeve_finding_words_mute (ReeveMute *mute)
{
  g_autoptr (GString) all = g_string_new (NULL);
  g_autofree char *name =
    mute->person_name != NULL ? reeve_format_account_name (mute->person_name) : g_strdup (mute->person);
  g_autofree char *person = name != NULL ? reeve_format_isolate (name) : NULL;
  g_autofree char *network = mute->network != NULL ? reeve_format_isolate_ltr (mute->network) : NULL;
  g_autofree char *from = NULL;

  add_part (all, C_ ("list", ", "),
            mute->rule != NULL ? reeve_finding_words_rule (mute->rule) : _ ("Every detection"));
  add_part (all, C_ ("list", ", "), person);
  if (network != NULL)
    from = g_strdup_printf (_ ("from %s"), network);
  add_part (all, C_ ("list", ", "), from);
  return g_string_free_and_steal (g_steal_pointer (&all));
}

char *
reeve_finding_words_mute_line (ReeveMute *mute, gint64 now)
{
  g_autofree char *end = reeve_format_date (mute->ends);
  g_autofree char *owner = reeve_format_account_name (mute->owner_name);
  g_autofree char *name = reeve_format_isolate (owner);
  g_autofree char *reason = reeve_format_isolate (mute->reason);
  g_autofree char *count = reeve_format_count (mute->count);
  g_autofree char *findings =
    reeve_words_put (ngettext ("%s finding so far", "%s findings so far", (gulong) mute->count), count);
  g_autofree char *until = /* Translators: of a mute; %s: a day */
    g_strdup_printf (mute->ends <= now ? _ ("ended %s") : _ ("until %s"), end);

  /* Translators: a mute: %1$s: why, %2$s: who answers for it, %3$s: "until 12 March 2026", %4$s: "3 findings
   * so far" */
  return g_strdup_printf (_ ("%1$s · %2$s · %3$s · %4$s"), reason, name, until, findings);
}
