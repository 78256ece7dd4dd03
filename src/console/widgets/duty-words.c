/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the table of kinds says of a duty, and when it is due. */

#include "config.h"

#include "console/widgets/duty-words.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "console/widgets/duty-kinds.h"
#include "console/widgets/formatting.h"

/* What a newer service tells of is not shown; this is for who asks all the same. */
static const ReeveDutyKind *
get (ReeveDuty *duty)
{
  static const ReeveDutyKind unknown = {
    .icon = "dialog-question-symbolic", .title = "—", .open = "—", .action = "win.refresh"
  };
  const ReeveDutyKind *its = reeve_duty_kind_find (duty);

  return its != NULL ? its : &unknown;
}

gboolean
reeve_duty_words_knows (ReeveDuty *duty)
{
  return reeve_duty_kind_find (duty) != NULL;
}

char *
reeve_duty_words_title (ReeveDuty *duty)
{
  const ReeveDutyKind *its = get (duty);
  g_autofree char *what = NULL;

  if (its->make_title != NULL)
    return its->make_title (duty);
  if (its->title != NULL)
    return g_strdup (_ (its->title));
  if (its->named != NULL && duty->subject != NULL)
    {
      what = its->name != NULL ? its->name (duty) : reeve_format_isolate (duty->subject);
      return reeve_words_put (_ (its->named), what);
    }
  what = reeve_duty_kind_count (duty);
  return reeve_words_put (REEVE_PLURAL (&its->counted, MAX (duty->count, 0)), what);
}

char *
reeve_duty_words_line (ReeveDuty *duty, gint64 now)
{
  const ReeveDutyKind *its = get (duty);

  if (its->make_line != NULL)
    return its->make_line (duty, now);
  return its->line != NULL ? g_strdup (_ (its->line)) : NULL;
}

gboolean
reeve_duty_words_may_wait (ReeveDuty *duty)
{
  return !get (duty)->never;
}

const char *
reeve_duty_words_icon (ReeveDuty *duty)
{
  return get (duty)->icon;
}

const char *
reeve_duty_words_tone (ReeveDuty *duty, gint64 now)
{
  if (get (duty)->never || (duty->due != 0 && duty->due <= now))
    return "tone-error";
  return duty->due != 0 && duty->due <= now + REEVE_DAY ? "tone-warning" : "tone-plain";
}

/* --- Times --- */

/* A day within the week by its name, a later one by its date. (transfer full) */
static char *
name_day (gint64 due, gint64 now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (due / REEVE_SECOND);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  if (local == NULL)
    return g_strdup ("—");
  /* Translators: g_date_time_format() pattern of a day of this week: "Thursday" */
  return due - now < 6 * REEVE_DAY ? g_date_time_format (local, _ ("%A"))
                                   /* Translators: g_date_time_format() pattern of a day: "12 March" */
                                   : g_date_time_format (local, _ ("%-d %B"));
}

static char *
describe_today (const ReeveDutyKind *its, gint64 left)
{
  g_autofree char *span = left < REEVE_HOUR
                            ? reeve_format_duration (left - left % REEVE_MINUTE + REEVE_MINUTE)
                            : g_strdup_printf (_ ("%d h"), (int) (left / REEVE_HOUR));

  if (its->ends)
    /* Translators: %s is how long, such as "21 min" or "5 h" */
    return g_strdup_printf (_ ("Ends in %s"), span);
  /* Translators: %s is how long, such as "21 min" or "5 h" */
  return g_strdup_printf (_ ("Due in %s"), span);
}

char *
reeve_duty_words_pill (ReeveDuty *duty, gint64 now)
{
  const ReeveDutyKind *its = get (duty);
  g_autofree char *day = NULL;

  if (duty->due == 0)
    return NULL;
  if (duty->due <= now)
    {
      g_autofree char *late = reeve_format_ago (duty->due, now);

      if (now - duty->due < REEVE_MINUTE)
        return g_strdup (its->ends ? _ ("Ends now") : _ ("Due now"));
      /* Translators: of something that was to be done; %s is how long ago, such as "4 min" or "12 d" */
      return g_strdup_printf (_ ("Overdue for %s"), late);
    }
  if (duty->due - now < REEVE_DAY)
    return describe_today (its, duty->due - now);
  day = name_day (duty->due, now);
  if (its->ends)
    /* Translators: %s is a day: "Thursday", "12 March" */
    return g_strdup_printf (_ ("Ends %s"), day);
  /* Translators: %s is a day: "Thursday", "12 March" */
  return g_strdup_printf (_ ("Due %s"), day);
}

char *
reeve_duty_words_date (ReeveDuty *duty)
{
  return duty->due != 0 ? reeve_format_time (duty->due) : NULL;
}

char *
reeve_duty_words_spoken (ReeveDuty *duty, gint64 now)
{
  g_autofree char *title = reeve_duty_words_title (duty);
  g_autofree char *line = reeve_duty_words_line (duty, now);
  g_autofree char *pill = reeve_duty_words_pill (duty, now);
  g_autoptr (GString) text = g_string_new (title);

  g_string_append (text, ". ");
  if (line != NULL)
    g_string_append_printf (text, "%s. ", line);
  if (pill != NULL)
    g_string_append_printf (text, "%s. ", pill);
  g_string_append (text, _ (get (duty)->open));
  return g_string_free_and_steal (g_steal_pointer (&text));
}

char *
reeve_duty_words_next (ReeveDuty *duty, gint64 now)
{
  g_autofree char *title = reeve_duty_words_title (duty);
  g_autofree char *day = name_day (duty->due, now);

  if (duty->due == 0)
    return g_steal_pointer (&title);
  /* Translators: what comes next, and on which day: "Access review, 12 March" */
  return g_strdup_printf (_ ("%1$s, %2$s"), title, day);
}

/* The page, and up to two filters of its list. */
static GVariant *
make_target (const ReeveDutyKind *its, ReeveDuty *duty)
{
  GVariantBuilder filters;

  g_variant_builder_init (&filters, G_VARIANT_TYPE ("a{ss}"));
  if (its->filter != NULL)
    g_variant_builder_add (&filters, "{ss}", its->filter, its->value);
  if (its->subject != NULL && duty->subject_id != NULL)
    g_variant_builder_add (&filters, "{ss}", its->subject, duty->subject_id);
  return g_variant_new ("(sa{ss})", its->page, &filters);
}

const char *
reeve_duty_words_action (ReeveDuty *duty, gint64 now, GVariant **target)
{
  const ReeveDutyKind *its = get (duty);

  *target = its->make_target != NULL ? its->make_target (duty, now)
            : its->page != NULL      ? make_target (its, duty)
                                     : NULL;
  return its->action;
}
