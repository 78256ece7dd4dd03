/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The rules say what is due; this looks at the clock, in transactions of bounded size. */

#include "config.h"

#include "service/jobs/access-reviews.h"

#include "common/clock.h"
#include "service/jobs/post.h"
#include "service/jobs/walk.h"
#include "service/rules/access-review.h"
#include "service/store/access-reviews.h"
#include "service/store/policy.h"

#define STEP 100

static void
tell (const ReeveNews *news, const char *workspace, const char *review)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  g_ptr_array_add (ids, (gpointer) review);
  reeve_news_tell (news, workspace, "access-review", ids);
}

/* Is it time for the next one? */
static gboolean
is_due (ReeveTx *tx, gint64 now, gboolean *due, GError **error)
{
  g_autoptr (ReevePolicy) policy = reeve_policy_get (tx, error);
  gint64 last;

  if (policy == NULL || !reeve_access_reviews_get_last (tx, &last, error))
    return FALSE;
  *due = last != 0 && now >= last + policy->access_review_days * REEVE_DAY;
  return TRUE;
}

/* Ends what is over, a step at a time; the last transaction is the caller's to commit. */
static gboolean
take_step (ReeveDb *db,
           const ReeveNews *news,
           const char *workspace,
           gint64 now,
           gboolean *again,
           gboolean *mail,
           GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  g_autoptr (ReeveAccessReview) review = NULL;
  g_autoptr (GPtrArray) users = g_ptr_array_new_with_free_func (g_free);
  gboolean due = FALSE;

  *again = *mail = FALSE;
  if (tx == NULL || !reeve_access_reviews_find_open (tx, &review, error))
    return FALSE;
  if (review == NULL)
    {
      if (!is_due (tx, now, &due, error))
        return FALSE;
      if (!due)
        return TRUE;
      review = reeve_access_review_open (tx, now, error);
      *mail = TRUE;
      if (review == NULL)
        return FALSE;
    }
  else if (review->undecided == 0)
    {
      if (!reeve_access_reviews_settle (tx, review, now, error))
        return FALSE;
    }
  else if (now >= review->due)
    {
      if (!reeve_access_review_suspend (tx, review, now, STEP, users, again, error))
        return FALSE;
    }
  else
    {
      if (!reeve_access_review_remind (tx, review, now, mail, error))
        return FALSE;
      if (!*mail)
        return TRUE;
    }
  if (!reeve_tx_commit (tx, error))
    return FALSE;

  reeve_news_tell (news, workspace, "user", users);
  tell (news, workspace, review->id);
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
  gboolean again;

  do
    {
      gboolean mail;

      if (!take_step (db, news, workspace, now, &again, &mail, error))
        return FALSE;
      if (mail)
        reeve_post_wake (installation, FALSE);
    }
  while (again);
  return TRUE;
}

gboolean
reeve_access_reviews_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
{
  return reeve_walk_workspaces (installation, news, run_workspace, now, error);
}
