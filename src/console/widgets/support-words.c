/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/support-words.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/capability-words.h"
#include "console/widgets/formatting.h"

typedef struct
{
  const char *word;
  const char *label;
  const char *icon;
  const char *tone;
} Words;

static const Words states[] = {
  { "waiting", N_ ("Asks now"), "document-open-recent-symbolic", "tone-warning" },
  { "active", N_ ("Open"), "changes-allow-symbolic", "tone-success" },
  { "refused", N_ ("Refused"), "action-unavailable-symbolic", "tone-neutral" },
  { "ended", N_ ("Ended"), "object-select-symbolic", "tone-neutral" },
  { "expired", N_ ("Not answered"), "document-open-recent-symbolic", "tone-neutral" },
};

/* Why one is over that nobody ended. */
static const struct
{
  const char *because;
  const char *words;
  const char *farewell;
} ends[] = {
  { "time", N_ ("Its time was over"), N_ ("Your time here is over.") },
  { "case", N_ ("The breach case that it was for was closed"),
    N_ ("The breach case that you were here for was closed.") },
  { "replaced", N_ ("Another grant took its place"), N_ ("Another grant took the place of yours.") },
  { "left", N_ ("They left the workspace"), NULL },
  { "suspended", N_ ("They were suspended"), NULL },
  { "locked", N_ ("Their account was locked"), NULL },
  { "role", N_ ("They are of support no longer"), NULL },
};

static const Words *
find_state (const char *state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].word, state) == 0)
      return &states[i];
  return NULL;
}

const char *
reeve_support_words_state (const char *state)
{
  const Words *words = find_state (state);

  return words != NULL ? _ (words->label) : state;
}

const char *
reeve_support_words_state_icon (const char *state)
{
  const Words *words = find_state (state);

  return words != NULL ? words->icon : "dialog-question-symbolic";
}

const char *
reeve_support_words_state_tone (const char *state)
{
  const Words *words = find_state (state);

  return words != NULL ? words->tone : "tone-neutral";
}

static gboolean
is_in (ReeveSupportGrant *grant, const char *state)
{
  return g_strcmp0 (grant->state, state) == 0;
}

/* --- Times --- */

char *
reeve_support_words_minutes (gint64 minutes)
{
  if (minutes < 60)
    /* Translators: so many minutes */
    return g_strdup_printf (_ ("%d min"), (int) minutes);
  return reeve_format_duration (minutes * REEVE_MINUTE);
}

char *
reeve_support_words_digits (gint64 left)
{
  gint64 seconds = MAX (left, 0) / REEVE_SECOND;

  return g_strdup_printf ("%02d:%02d:%02d", (int) (seconds / 3600), (int) (seconds / 60 % 60),
                          (int) (seconds % 60));
}

char *
reeve_support_words_clock (gint64 time, gint64 now)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (time / REEVE_SECOND);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now / REEVE_SECOND);

  if (then == NULL || today == NULL)
    return g_strdup ("—");
  if (g_date_time_get_year (then) == g_date_time_get_year (today) &&
      g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (today))
    /* Translators: a time of day, hours and minutes. */
    return g_date_time_format (then, _ ("%H:%M"));
  /* Translators: a day and a time of day: "24 Nov, 14:05" */
  return g_date_time_format (then, _ ("%-d %b, %H:%M"));
}

int
reeve_support_words_warning (gint64 left_before, gint64 left)
{
  static const int minutes[] = { 1, 5, 15 };

  for (gsize i = 0; left > 0 && i < G_N_ELEMENTS (minutes); i++)
    if (left <= minutes[i] * REEVE_MINUTE)
      return left_before > minutes[i] * REEVE_MINUTE ? minutes[i] : 0;
  return 0;
}

/* --- What came of it --- */

char *
reeve_support_words_who (ReeveSupportGrant *grant)
{
  return reeve_format_account_name (grant->agent_name);
}

char *
reeve_support_words_answer (ReeveSupportGrant *grant)
{
  g_autofree char *name = NULL;
  g_autofree char *who = NULL;
  g_autofree char *when = NULL;

  if (grant->answered == 0)
    return NULL;
  name = reeve_format_account_name (grant->answered_by_name);
  who = reeve_format_isolate (name);
  when = reeve_format_time (grant->answered);
  /* Translators: of who let support in, or did not: a name, then a date and time */
  return g_strdup_printf (_ ("%1$s, %2$s"), who, when);
}

/* (transfer full) (nullable): nobody ended it */
static char *
get_ender (ReeveSupportGrant *grant)
{
  g_autofree char *name = NULL;

  if (grant->ended_by == NULL)
    return NULL;
  name = reeve_format_account_name (grant->ended_by_name);
  return reeve_format_isolate (name);
}

static int
find_end (ReeveSupportGrant *grant)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_strcmp0 (ends[i].because, grant->because) == 0)
      return (int) i;
  return -1;
}

/* Why and by whom, without when. (transfer full) (nullable) */
static char *
describe_end (ReeveSupportGrant *grant)
{
  g_autofree char *ender = get_ender (grant);
  int end = find_end (grant);

  if (is_in (grant, "expired"))
    return g_strdup (_ ("Nobody answered in time"));
  if (!is_in (grant, "ended"))
    return NULL;
  if (ender == NULL)
    return g_strdup (end >= 0 ? _ (ends[end].words) : _ ("It is over"));
  if (grant->answered == 0)
    return g_strdup (_ ("They took it back"));
  if (g_strcmp0 (grant->ended_by, grant->agent) == 0)
    return g_strdup (_ ("They ended it themselves"));
  /* Translators: %s is a person's name */
  return g_strdup_printf (_ ("%s ended it"), ender);
}

char *
reeve_support_words_end (ReeveSupportGrant *grant)
{
  g_autofree char *why = describe_end (grant);
  g_autofree char *when = NULL;
  gint64 ended = grant->ended != 0 ? grant->ended : is_in (grant, "expired") ? grant->expires : 0;

  if (why == NULL || ended == 0)
    return g_steal_pointer (&why);
  when = reeve_format_time (ended);
  /* Translators: why something is over, then a date and time */
  return g_strdup_printf (_ ("%1$s, %2$s"), why, when);
}

char *
reeve_support_words_farewell (ReeveSupportGrant *grant)
{
  g_autofree char *ender = get_ender (grant);
  g_autofree char *name = NULL;
  g_autofree char *who = NULL;
  int end = find_end (grant);

  if (is_in (grant, "expired"))
    return g_strdup (_ ("Nobody answered your last request in time."));
  if (is_in (grant, "refused"))
    {
      name = reeve_format_account_name (grant->answered_by_name);
      who = reeve_format_isolate (name);
      /* Translators: %1$s is a person's name, %2$s what they wrote */
      return g_strdup_printf (_ ("%1$s refused your last request: %2$s"), who,
                              grant->note != NULL ? grant->note : "—");
    }
  if (!is_in (grant, "ended") || grant->answered == 0)
    return NULL;
  if (ender == NULL)
    return g_strdup (end >= 0 && ends[end].farewell != NULL ? _ (ends[end].farewell)
                                                            : _ ("Your access is over."));
  if (g_strcmp0 (grant->ended_by, grant->agent) == 0)
    return g_strdup (_ ("You ended your access."));
  /* Translators: %s is a person's name */
  return g_strdup_printf (_ ("%s ended your access."), ender);
}

char *
reeve_support_words_used (ReeveSupportGrant *grant)
{
  g_autofree char *used = NULL;
  g_autofree char *given = NULL;

  if (!is_in (grant, "ended") || grant->answered == 0 || grant->ended == 0)
    return NULL;
  used = reeve_format_duration (grant->ended - grant->answered);
  given = reeve_support_words_minutes (grant->minutes);
  /* Translators: how long something was used, of how long it could have been: "12 min of 2 h" */
  return g_strdup_printf (_ ("%1$s of %2$s"), used, given);
}

char *
reeve_support_words_reads (gint64 reads)
{
  g_autofree char *count = reeve_format_count (reads);

  /* Translators: %s is how many requests somebody of support made to the service */
  return g_strdup_printf (g_dngettext (NULL, "%s request", "%s requests", (gulong) reads), count);
}

/* --- Rows --- */

static char *
describe_waiting (ReeveSupportGrant *grant, const char *ticket, gint64 now)
{
  g_autofree char *minutes = reeve_support_words_minutes (grant->minutes);
  g_autofree char *ago = NULL;

  if (now - grant->asked < REEVE_MINUTE)
    /* Translators: of a request: the ticket, for how long */
    return g_strdup_printf (_ ("Ticket %1$s · for %2$s · asked just now"), ticket, minutes);
  ago = reeve_format_ago (grant->asked, now);
  /* Translators: of a request: the ticket, for how long, how long ago ("4 min") */
  return g_strdup_printf (_ ("Ticket %1$s · for %2$s · asked %3$s ago"), ticket, minutes, ago);
}

char *
reeve_support_words_line (ReeveSupportGrant *grant, gint64 now)
{
  g_autofree char *ticket = reeve_format_isolate (grant->ticket);
  g_autofree char *used = reeve_support_words_used (grant);
  g_autofree char *reads = NULL;
  g_autofree char *clock = NULL;

  if (is_in (grant, "waiting"))
    return describe_waiting (grant, ticket, now);
  if (is_in (grant, "active"))
    {
      clock = reeve_support_words_clock (grant->ends, now);
      /* Translators: of a grant: the ticket, a time of day */
      return g_strdup_printf (_ ("Ticket %1$s · until %2$s"), ticket, clock);
    }
  clock = reeve_support_words_clock (grant->ended != 0      ? grant->ended
                                     : grant->answered != 0 ? grant->answered
                                                            : grant->asked,
                                     now);
  if (used == NULL)
    /* Translators: of a request that came to nothing: the ticket, a day and time */
    return g_strdup_printf (_ ("Ticket %1$s · %2$s"), ticket, clock);
  reads = reeve_support_words_reads (grant->reads);
  /* Translators: of a grant that is over: the ticket, when, "12 min of 2 h", "31 requests" */
  return g_strdup_printf (_ ("Ticket %1$s · %2$s · %3$s · %4$s"), ticket, clock, used, reads);
}

char *
reeve_support_words_spoken (ReeveSupportGrant *grant, gint64 now)
{
  g_autofree char *who = reeve_support_words_who (grant);
  g_autofree char *line = reeve_support_words_line (grant, now);

  /* Translators: a row of the list of support grants, read aloud: a name, its state, more about it */
  return g_strdup_printf (_ ("%1$s, %2$s, %3$s"), who, reeve_support_words_state (grant->state), line);
}

char *
reeve_support_words_scope (ReeveSupportGrant *grant)
{
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; grant->capabilities != NULL && grant->capabilities[i] != NULL; i++)
    g_string_append_printf (all, "%s%s", all->len > 0 ? "\n" : "",
                            reeve_capability_words_name (grant->capabilities[i]));
  return g_string_free_and_steal (g_steal_pointer (&all));
}

/* To the second, away from what was done in it: before it there was nothing, and after it nothing was let. */
static char *
print_moment (gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time / REEVE_SECOND);

  return utc != NULL ? g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

char *
reeve_support_words_query (ReeveSupportGrant *grant)
{
  g_autofree char *who = reeve_support_grant_make_query (grant);
  g_autofree char *since = grant->answered != 0 ? print_moment (grant->answered) : NULL;
  g_autofree char *until = grant->ended != 0 ? print_moment (grant->ended + REEVE_SECOND) : NULL;

  return g_strconcat (who, since != NULL ? " since:" : "", since != NULL ? since : "",
                      until != NULL ? " until:" : "", until, NULL);
}

/* --- The strip --- */

char *
reeve_support_words_strip (ReeveSupportGrant *grant, const char *workspace, gboolean own, gint64 now)
{
  g_autofree char *name = reeve_support_words_who (grant);
  g_autofree char *who = reeve_format_isolate (own ? workspace : name);
  g_autofree char *ticket = reeve_format_isolate (grant->ticket);
  g_autofree char *clock = reeve_support_words_clock (grant->ends, now);
  g_autofree char *digits = reeve_support_words_digits (grant->ends - now);
  g_autofree char *left = reeve_format_isolate_ltr (digits);

  if (own)
    /* Translators: to somebody of support: a workspace, hours, minutes and seconds, a ticket */
    return g_strdup_printf (_ ("Your access to %1$s ends in %2$s · ticket %3$s"), who, left, ticket);
  /* Translators: a person of support, a time of day, hours, minutes and seconds, a ticket */
  return g_strdup_printf (_ ("%1$s, of support, is here until %2$s · %3$s left · ticket %4$s"), who, clock,
                          left, ticket);
}
