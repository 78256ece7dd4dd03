/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The rules say what it is time for; this looks at the clock. */

#include "config.h"

#include "service/jobs/log-reviews.h"

#include "common/clock.h"
#include "service/jobs/post.h"
#include "service/jobs/walk.h"
#include "service/rules/log-review.h"
#include "service/store/log-reviews.h"
#include "service/store/policy.h"

typedef struct
{
  ReeveTx *tx; /* borrowed */
  gint64 oldest;
  gint64 now;
  GPtrArray *ids; /* (element-type utf8): of what changed */
  gboolean mail;
} Work;

static gint64
get_oldest (ReeveInstallation *installation, const char *workspace, gint64 now)
{
  ReeveAccessFiles *files = reeve_access_log_get_files (reeve_installation_get_access_log (installation));
  g_autoptr (GArray) days = reeve_access_files_list_days (files, workspace);
  gint64 today = reeve_access_day_of (now);

  return (days->len > 0 ? MIN (today, g_array_index (days, gint64, days->len - 1)) : today) * REEVE_DAY;
}

/* All that it is time for. */
static gboolean
open_reviews (Work *work, GError **error)
{
  g_autoptr (ReeveLogReview) review = NULL;

  if (!reeve_log_review_begin_earlier (work->tx, work->oldest, &review, error))
    return FALSE;
  if (review != NULL)
    g_ptr_array_add (work->ids, g_strdup (review->id));
  do
    {
      g_clear_object (&review);
      if (!reeve_log_review_open (work->tx, work->oldest, work->now, &review, error))
        return FALSE;
      if (review != NULL)
        g_ptr_array_add (work->ids, g_strdup (review->id));
    }
  while (review != NULL);
  return TRUE;
}

static gboolean
remind (Work *work, GError **error)
{
  g_autoptr (GPtrArray) reviews = reeve_log_reviews_read_unsigned (work->tx, error);
  gint64 days;

  if (reviews == NULL || !reeve_policy_read_log_days (work->tx, &days, error))
    return FALSE;
  for (guint i = 0; i < reviews->len; i++)
    {
      ReeveLogReview *review = reviews->pdata[i];
      gboolean sent;

      if (!reeve_log_review_remind (work->tx, review, days, work->now, &sent, error))
        return FALSE;
      if (sent)
        g_ptr_array_add (work->ids, g_strdup (review->id));
      work->mail |= sent;
    }
  return TRUE;
}

static gboolean
run_workspace (ReeveInstallation *installation,
               const ReeveNews *news,
               const char *workspace,
               ReeveDb *db,
               gint64 now,
               GError **error)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  Work work = { .tx = tx, .oldest = get_oldest (installation, workspace, now), .now = now, .ids = ids };

  if (tx == NULL || !open_reviews (&work, error) || !remind (&work, error))
    return FALSE;
  if (ids->len == 0)
    return TRUE;
  if (!reeve_tx_commit (tx, error))
    return FALSE;
  reeve_news_tell (news, workspace, "log-review", ids);
  if (work.mail)
    reeve_post_wake (installation, FALSE);
  return TRUE;
}

gboolean
reeve_log_reviews_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
{
  return reeve_walk_workspaces (installation, news, run_workspace, now, error);
}
