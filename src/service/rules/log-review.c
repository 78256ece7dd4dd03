/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/rules/log-review.h"

#include "common/capability.h"
#include "common/clock.h"
#include "service/mail/letter.h"
#include "service/store/access-slices.h"
#include "service/store/findings.h"
#include "service/store/log-reviews.h"
#include "service/store/outbox.h"
#include "service/store/policy.h"
#include "service/store/roles.h"

#define N_(text)    text
#define MOST_PEOPLE 50 /* of each role that are written to */

/* --- Times --- */

gint64
reeve_log_review_leaves (gint64 since, gint64 days)
{
  return since + (days + 1) * REEVE_DAY;
}

ReeveLogReviewUrgency
reeve_log_review_get_urgency (ReeveLogReview *self, gint64 days, gint64 now)
{
  if (now >= reeve_log_review_leaves (self->since, days) - REEVE_LOG_REVIEW_LEAVING_TIME)
    return REEVE_LOG_REVIEW_LEAVING;
  if (now >= self->overdue)
    return REEVE_LOG_REVIEW_OVERDUE;
  return now >= self->due ? REEVE_LOG_REVIEW_DUE : REEVE_LOG_REVIEW_NOT_DUE;
}

gint64
reeve_log_review_get_reach (ReeveLogReview *self, gint64 now)
{
  if (!g_str_equal (self->state, "open"))
    return self->until;
  return MAX (self->since, MIN (self->until, now / REEVE_DAY * REEVE_DAY));
}

/* --- Opening --- */

static void
set_times (ReeveLogReview *review, ReevePolicy *policy, gint64 since)
{
  review->since = since;
  review->until = reeve_log_review_end (since, policy->log_review_weeks);
  review->due = reeve_log_review_due (since, policy->log_review_weeks);
  review->overdue = reeve_log_review_overdue (since, policy->log_review_weeks);
}

static ReeveLogReview *
make_review (ReevePolicy *policy, gint64 since)
{
  ReeveLogReview *review = reeve_log_review_new ();

  review->id = reeve_id_new ();
  review->version = 1;
  set_times (review, policy, since);
  review->state = "open";
  review->signatures = policy->log_review_signatures;
  return review;
}

gboolean
reeve_log_review_open (ReeveTx *tx, gint64 oldest, gint64 now, ReeveLogReview **review, GError **error)
{
  g_autoptr (ReevePolicy) policy = reeve_policy_get (tx, error);
  g_autoptr (ReeveLogReview) last = NULL;
  g_autoptr (ReeveLogReview) next = NULL;
  gint64 kept;

  *review = NULL;
  if (policy == NULL || !reeve_log_reviews_get_last (tx, &last, error))
    return FALSE;
  if (last != NULL && last->until > now && g_str_equal (last->state, "open"))
    return TRUE;
  /* Days that have left before there was a review of them cannot be looked at any more. */
  kept = now / REEVE_DAY * REEVE_DAY - policy->access_log_days * REEVE_DAY;
  next = make_review (policy, last != NULL ? MAX (last->until, kept) : oldest);
  if (last != NULL)
    {
      /* Whoever did the last one. */
      g_set_str (&next->assignee, last->assignee);
      g_set_str (&next->assignee_name, last->assignee_name);
    }
  if (!reeve_log_reviews_insert (tx, next, error))
    return FALSE;
  *review = g_steal_pointer (&next);
  return TRUE;
}

gboolean
reeve_log_review_begin_earlier (ReeveTx *tx, gint64 oldest, ReeveLogReview **review, GError **error)
{
  g_autoptr (ReevePolicy) policy = reeve_policy_get (tx, error);
  g_autoptr (ReeveLogReview) only = NULL;
  gint64 n;

  *review = NULL;
  if (policy == NULL || !reeve_log_reviews_count (tx, &n, error) ||
      !reeve_log_reviews_get_last (tx, &only, error))
    return FALSE;
  if (n != 1 || !g_str_equal (only->state, "open") || oldest >= only->since)
    return TRUE;
  set_times (only, policy, oldest);
  if (!reeve_log_reviews_update (tx, only, only->version, error))
    return FALSE;
  *review = g_steal_pointer (&only);
  return TRUE;
}

/* --- Reminding --- */

typedef struct
{
  const char *subject;
  const char *words;
} Words;

static const Words words[] = {
  [REEVE_LOG_REVIEW_DUE] = { N_ ("A review of the access log is due"),
                             N_ ("It is time to look at the access log and to sign for it, on the page "
                                 "Log Reviews.") },
  [REEVE_LOG_REVIEW_OVERDUE] = { N_ ("A review of the access log is overdue"),
                                 N_ ("Nobody has signed for the access log yet. Please see to it on the page "
                                     "Log Reviews.") },
  [REEVE_LOG_REVIEW_LEAVING] = { N_ ("The access log is leaving without having been reviewed"),
                                 N_ ("Nobody has signed for the access log, and its oldest events are about "
                                     "to be deleted, or already are. Please see to it now, on the page "
                                     "Log Reviews.") },
};

static char *
print_day (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time / REEVE_SECOND);

  return g_date_time_format (date, "%Y-%m-%d");
}

static gboolean
write_to (ReeveTx *tx,
          ReeveRolePerson *person,
          ReeveLogReview *review,
          ReeveLogReviewUrgency urgency,
          gint64 days,
          GError **error)
{
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("reminder", person->email, person->display_name, person->id, NULL);
  g_autofree char *since = print_day (review->since);
  g_autofree char *last = print_day (review->until - 1);
  g_autofree char *leaves = print_day (reeve_log_review_leaves (review->since, days));
  g_autoptr (ReeveMail) mail = NULL;

  reeve_letter_set_subject (letter, "%s", reeve_letter_say (letter, words[urgency].subject));
  if (person->display_name != NULL)
    reeve_letter_add (letter, N_ ("Hello %s,"), person->display_name);
  reeve_letter_add (letter, "%s", reeve_letter_say (letter, words[urgency].words));
  reeve_letter_add (letter, N_ ("It is about %s to %s. Its oldest events are deleted on %s."), since, last,
                    leaves);
  mail = reeve_letter_write (letter);
  return reeve_outbox_put (tx, mail, error);
}

static gboolean
is_for (ReeveLogReview *review, ReeveLogReviewUrgency urgency, ReeveRolePerson *person)
{
  return urgency > REEVE_LOG_REVIEW_DUE || review->assignee == NULL ||
         g_strcmp0 (review->assignee, person->id) == 0;
}

/* An assignee who may not sign any more is nobody: then it is for all who may. */
static gboolean
write_to_all (ReeveTx *tx,
              ReeveLogReview *review,
              ReeveLogReviewUrgency urgency,
              gint64 days,
              gboolean *sent,
              GError **error)
{
  g_autoptr (GPtrArray) people = reeve_roles_list_able (tx, REEVE_CAPABILITY_REVIEW_SIGN, MOST_PEOPLE, error);
  gboolean known = FALSE;

  if (people == NULL)
    return FALSE;
  for (guint i = 0; i < people->len; i++)
    known |= is_for (review, urgency, people->pdata[i]);
  for (guint i = 0; i < people->len; i++)
    {
      if (known && !is_for (review, urgency, people->pdata[i]))
        continue;
      if (!write_to (tx, people->pdata[i], review, urgency, days, error))
        return FALSE;
      *sent = TRUE;
    }
  return TRUE;
}

gboolean
reeve_log_review_remind (ReeveTx *tx,
                         ReeveLogReview *review,
                         gint64 days,
                         gint64 now,
                         gboolean *sent,
                         GError **error)
{
  ReeveLogReviewUrgency urgency = reeve_log_review_get_urgency (review, days, now);
  gboolean first = FALSE;

  *sent = FALSE;
  if (urgency == REEVE_LOG_REVIEW_NOT_DUE)
    return TRUE;
  return reeve_log_reviews_remind (tx, review->id, urgency, &first, error) &&
         (!first || write_to_all (tx, review, urgency, days, sent, error));
}

/* --- Counting --- */

GPtrArray *
reeve_log_review_count (ReeveTx *tx,
                        ReeveAccessFiles *files,
                        const char *workspace,
                        ReeveLogReview *self,
                        gint64 now,
                        gint64 deadline,
                        GArray *unread,
                        GError **error)
{
  gint64 reach = reeve_log_review_get_reach (self, now);
  g_autoptr (GPtrArray) slices = reeve_access_slices (files, workspace, self->since / REEVE_DAY,
                                                      reach / REEVE_DAY, deadline, unread, error);

  if (slices == NULL || !reeve_log_looks_fill (tx, self->id, slices, error))
    return NULL;
  if (!g_str_equal (self->state, "open"))
    return g_steal_pointer (&slices);
  self->events = self->events_looked = 0;
  for (guint i = 0; i < slices->len; i++)
    {
      const ReeveLogSlice *slice = slices->pdata[i];

      self->events += slice->events;
      self->events_looked += slice->looked;
    }
  return reeve_findings_count (tx, self->since, reach, &self->findings, &self->findings_decided, error)
           ? g_steal_pointer (&slices)
           : NULL;
}
