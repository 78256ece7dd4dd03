/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/api/overview-desk.h"

#include "common/clock.h"
#include "service/api/scope.h"
#include "service/rules/log-review.h"
#include "service/store/findings.h"
#include "service/store/log-reviews.h"
#include "service/store/mutes.h"
#include "service/store/notification-rules.h"
#include "service/store/policy.h"

#define SOON    (7 * REEVE_DAY)
#define FAILING REEVE_HOUR /* what is tried again within an hour may be well by then */

/* --- Reviews --- */

/* One that nobody has signed is due; near the end of what is kept it is about what is lost. */
static void
add_open_review (const ReeveDutySearch *search, ReeveLogReview *review, gint64 days, GPtrArray *duties)
{
  gint64 leaves = reeve_log_review_leaves (review->since, days);
  gboolean leaving = reeve_log_review_get_urgency (review, days, search->now) == REEVE_LOG_REVIEW_LEAVING;
  ReeveDuty *duty =
    leaving ? reeve_duties_add (duties, "log-review-leaving", review->id, "now", 0, leaves, search->now)
            : reeve_duties_add (duties, "log-review", review->id, NULL, 0, review->due, search->now);

  duty->since = review->since;
  g_set_str (&duty->subject_id, review->id);
}

/* Nothing for whoever gave the first signature: the second is somebody else's. */
static void
add_waiting_review (const ReeveDutySearch *search, ReeveLogReview *review, GPtrArray *duties)
{
  ReeveDuty *duty;

  if (g_strcmp0 (review->signed_by, search->account) == 0)
    return;
  duty = reeve_duties_add (duties, "log-review-second", review->id, "now", 0, 0, search->now);
  duty->since = review->signed_at;
  g_set_str (&duty->subject, review->signed_by_name);
  g_set_str (&duty->subject_id, review->id);
}

gboolean
reeve_overview_find_log_reviews (ReeveCall *call G_GNUC_UNUSED,
                                 const ReeveDutySearch *search,
                                 GPtrArray *duties,
                                 GError **error)
{
  g_autoptr (GPtrArray) reviews = reeve_log_reviews_read_unsigned (search->tx, error);
  gint64 days;

  if (reviews == NULL || !reeve_policy_read_log_days (search->tx, &days, error))
    return FALSE;
  for (guint i = 0; i < reviews->len; i++)
    {
      ReeveLogReview *review = reviews->pdata[i];

      if (g_str_equal (review->state, "open"))
        add_open_review (search, review, days, duties);
      else
        add_waiting_review (search, review, duties);
    }
  return TRUE;
}

/* --- Findings --- */

gboolean
reeve_overview_find_findings (ReeveCall *call G_GNUC_UNUSED,
                              const ReeveDutySearch *search,
                              GPtrArray *duties,
                              GError **error)
{
  gint64 counts[REEVE_FINDING_SEVERITIES];

  if (!reeve_findings_count_undecided (search->tx, counts, error))
    return FALSE;
  for (guint i = REEVE_FINDING_SEVERITIES; i > 0; i--)
    if (counts[i - 1] > 0)
      {
        const char *severity = reeve_finding_severities[i - 1];
        gboolean grave = i - 1 >= (guint) reeve_finding_rank ("high");
        ReeveDuty *duty = reeve_duties_add (duties, "finding", severity, grave ? "now" : "week",
                                            counts[i - 1], 0, search->now);

        g_set_str (&duty->subject_id, severity);
      }
  return TRUE;
}

gboolean
reeve_overview_find_follow_ups (ReeveCall *call G_GNUC_UNUSED,
                                const ReeveDutySearch *search,
                                GPtrArray *duties,
                                GError **error)
{
  gint64 n;
  gint64 first;

  if (!reeve_findings_count_due (search->tx, &n, &first, error))
    return FALSE;
  if (n > 0)
    reeve_duties_add (duties, "follow-up", NULL, NULL, n, first, search->now);
  return TRUE;
}

gboolean
reeve_overview_find_mutes (ReeveCall *call G_GNUC_UNUSED,
                           const ReeveDutySearch *search,
                           GPtrArray *duties,
                           GError **error)
{
  g_autoptr (GPtrArray) mutes = reeve_mutes_read_in_force (search->tx, search->now, error);
  gint64 first = 0;
  gint64 n = 0;

  if (mutes == NULL)
    return FALSE;
  for (guint i = 0; i < mutes->len; i++)
    {
      const ReeveMute *mute = mutes->pdata[i];

      if (mute->ends > search->now + SOON)
        continue;
      first = first == 0 ? mute->ends : MIN (first, mute->ends);
      n++;
    }
  if (n > 0)
    reeve_duties_add (duties, "mute", NULL, "week", n, first, search->now);
  return TRUE;
}

/* --- Notifications --- */

/* (nullable): it tells what it has to. A mail that nobody is left to get is no failure of the mail server's.
 */
static const char *
find_trouble (const ReeveNotificationRule *rule, gint64 now)
{
  if (rule->paused)
    return "notification-paused";
  if (g_strcmp0 (rule->last_answer, "nobody") == 0 ||
      (rule->failing_since != 0 && rule->failing_since <= now - FAILING))
    return "notification-failing";
  return NULL;
}

static void
add_rule (const ReeveDutySearch *search,
          const char *kind,
          const ReeveNotificationRule *rule,
          GPtrArray *duties)
{
  ReeveDuty *duty =
    reeve_duties_add (duties, kind, rule->id, rule->paused ? "week" : "now", 1, 0, search->now);

  duty->since = rule->failing_since;
  g_set_str (&duty->subject, rule->name);
  g_set_str (&duty->subject_id, rule->id);
}

/* There are few. Who may not read the log does not see them where the policy is. */
gboolean
reeve_overview_find_notifications (ReeveCall *call,
                                   const ReeveDutySearch *search,
                                   GPtrArray *duties,
                                   GError **error)
{
  g_autoptr (GPtrArray) rules = NULL;
  guint named = 0, paused = 0, failing = 0;

  if (!reeve_scope_admits (call->caller, REEVE_CAPABILITY_LOG_READ, FALSE))
    return TRUE;
  rules = reeve_notification_rules_read (search->tx, error);
  for (guint i = 0; rules != NULL && i < rules->len; i++)
    {
      const ReeveNotificationRule *rule = rules->pdata[i];
      const char *kind = find_trouble (rule, search->now);

      if (kind != NULL && named++ < REEVE_DUTIES_NAMED)
        add_rule (search, kind, rule, duties);
      else if (kind != NULL)
        *(rule->paused ? &paused : &failing) += 1;
    }
  if (failing > 0)
    reeve_duties_add (duties, "notification-failing", NULL, "now", failing, 0, search->now);
  if (paused > 0)
    reeve_duties_add (duties, "notification-paused", NULL, "week", paused, 0, search->now);
  return rules != NULL;
}
