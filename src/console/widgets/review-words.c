/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/review-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "common/clock.h"
#include "console/widgets/formatting.h"
#include "console/widgets/history-words.h"

static const struct
{
  const char *decision;
  const char *label;
  const char *icon;
  const char *tone;
} decisions[] = {
  { "undecided", N_ ("Undecided"), "document-open-recent-symbolic", "tone-warning" },
  { "kept", N_ ("Kept"), "object-select-symbolic", "tone-success" },
  { "dropped", N_ ("Dropped"), "user-trash-symbolic", "tone-neutral" },
  { "suspended", N_ ("Suspended"), "media-playback-pause-symbolic", "tone-error" },
  { "gone", N_ ("Lost meanwhile"), "user-offline-symbolic", "tone-neutral" },
};

static guint
find (const char *decision)
{
  for (guint i = 0; i < G_N_ELEMENTS (decisions); i++)
    if (g_strcmp0 (decisions[i].decision, decision) == 0)
      return i;
  return 0;
}

const char *
reeve_review_words_decision (const char *decision)
{
  return _ (decisions[find (decision)].label);
}

const char *
reeve_review_words_decision_icon (const char *decision)
{
  return decisions[find (decision)].icon;
}

const char *
reeve_review_words_decision_tone (const char *decision)
{
  return decisions[find (decision)].tone;
}

/* --- A review --- */

char *
reeve_review_words_name (ReeveAccessReview *review)
{
  g_autofree char *date = reeve_format_date (review->opened);

  if (g_strcmp0 (review->state, "open") == 0)
    /* Translators: an access review that goes on; %s is the date on which it was opened */
    return g_strdup_printf (_ ("Since %s"), date);
  return g_steal_pointer (&date);
}

static char *
describe_time_left (ReeveAccessReview *review, gint64 now)
{
  gint64 days = (review->due - now + G_TIME_SPAN_DAY - 1) / G_TIME_SPAN_DAY; /* one that is begun counts */

  if (review->due <= now)
    return g_strdup (_ ("overdue"));
  if (review->due - now < G_TIME_SPAN_DAY)
    return g_strdup (_ ("less than a day left"));
  return g_strdup_printf (ngettext ("%d day left", "%d days left", (gulong) days), (int) days);
}

char *
reeve_review_words_progress (ReeveAccessReview *review, gint64 now)
{
  g_autofree char *left = NULL;
  g_autofree char *closed = NULL;
  g_autofree char *decided = reeve_format_count (review->total - review->undecided);
  g_autofree char *total = reeve_format_count (review->total);

  if (g_strcmp0 (review->state, "open") == 0)
    {
      left = describe_time_left (review, now);
      /* Translators: %1$s of %2$s rights; %3$s: "5 days left" */
      return g_strdup_printf (_ ("%1$s of %2$s decided, %3$s"), decided, total, left);
    }
  closed = reeve_format_date (review->closed);
  /* Translators: an access review that is over; a date, and four numbers of rights */
  return g_strdup_printf (_ ("Closed on %1$s: %2$d kept, %3$d dropped, %4$d suspended, %5$d lost meanwhile"),
                          closed, (int) review->kept, (int) review->dropped, (int) review->suspended,
                          (int) review->gone);
}

/* --- A right --- */

const char *
reeve_review_words_role (ReeveReviewedRight *right)
{
  return right->role_name != NULL ? right->role_name : reeve_format_role (right->role);
}

static char *
describe_decision (ReeveReviewedRight *right)
{
  g_autofree char *when = right->decided != 0 ? reeve_format_date (right->decided) : NULL;
  g_autofree char *who = NULL;
  g_autofree char *name = NULL;
  char *mark;

  if (when == NULL)
    return NULL;
  if (right->decided_by_name == NULL)
    return g_strcmp0 (right->decision, "suspended") == 0
             /* Translators: %s is a date */
             ? g_strdup_printf (_ ("Nobody decided until %s"), when)
             : g_strdup (when);
  name = g_strdup (right->decided_by_name);
  mark = strstr (name, " <"); /* the address is for the record, where people may be of one name */
  if (mark != NULL)
    *mark = '\0';
  who = reeve_format_isolate (name);
  if (right->reason == NULL || *right->reason == '\0')
    /* Translators: who decided, and a date */
    return g_strdup_printf (_ ("%1$s, %2$s"), who, when);
  /* Translators: who decided, a date, and the reason */
  return g_strdup_printf (_ ("%1$s, %2$s: %3$s"), who, when, right->reason);
}

char *
reeve_review_words_right (ReeveReviewedRight *right, gint64 now)
{
  g_autofree char *role = reeve_format_isolate (reeve_review_words_role (right));
  g_autofree char *ago = right->last_sign_in != 0 ? reeve_format_ago (right->last_sign_in, now) : NULL;
  g_autofree char *decision = describe_decision (right);
  g_autofree char *line = NULL;

  line = ago != NULL
           /* Translators: a role, and how long ago its holder signed in, such as "4 min" */
           ? g_strdup_printf (_ ("%1$s · signed in %2$s"), role, ago)
           /* Translators: a role whose holder never signed in */
           : g_strdup_printf (_ ("%s · never signed in"), role);
  return decision != NULL ? g_strconcat (line, "\n", decision, NULL) : g_steal_pointer (&line);
}

/* --- Deciding --- */

char *
reeve_review_words_done (const char *action, ReeveReviewedRight *right, gint64 n)
{
  gboolean keep = g_str_equal (action, "keep");
  g_autofree char *count = reeve_format_count (n);

  if (right != NULL)
    {
      g_autofree char *role = reeve_format_isolate (reeve_review_words_role (right));
      g_autofree char *name = reeve_format_isolate (right->display_name);

      return keep
               /* Translators: %1$s is a person, %2$s a role */
               ? g_strdup_printf (_ ("%1$s keeps the role “%2$s”"), name, role)
               /* Translators: %1$s is a person, %2$s a role */
               : g_strdup_printf (_ ("%1$s no longer has the role “%2$s”"), name, role);
    }
  return g_strdup_printf (keep ? ngettext ("%s role kept", "%s roles kept", (gulong) n)
                               : ngettext ("%s role dropped", "%s roles dropped", (gulong) n),
                          count);
}

char *
reeve_review_words_refusal (ReeveUserRefusal *refusal)
{
  g_autofree char *name = NULL;
  g_autofree char *why = NULL;

  if (g_strcmp0 (refusal->reason, "self") == 0)
    return g_strdup (_ ("Somebody else has to decide about your own"));
  name = reeve_format_isolate (refusal->display_name != NULL ? refusal->display_name : "—");
  why = reeve_format_refusal (refusal);
  /* Translators: a person, and why nothing could be decided about them */
  return g_strdup_printf (_ ("%1$s: %2$s"), name, why);
}
