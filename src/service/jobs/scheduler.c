/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One thread that runs each job when it is due, or at once when woken. A job that fails is logged and tried
 * again at its next turn; it never stops the others. */

#include "config.h"

#include "service/jobs/jobs.h"

#include "common/clock.h"
#include "common/error.h"
#include "service/jobs/access-reviews.h"
#include "service/jobs/approvals.h"
#include "service/jobs/bin.h"
#include "service/jobs/case-notices.h"
#include "service/jobs/cases.h"
#include "service/jobs/clean-up.h"
#include "service/jobs/finding-purge.h"
#include "service/jobs/follow.h"
#include "service/jobs/grant-uses.h"
#include "service/jobs/log-purge.h"
#include "service/jobs/log-reviews.h"
#include "service/jobs/mirror.h"
#include "service/jobs/rotations.h"
#include "service/jobs/second-factor-reminders.h"
#include "service/jobs/support-grants.h"

typedef gboolean (*Job) (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error);

typedef struct
{
  const char *name;
  Job run;
  gint64 every;   /* microseconds */
  gboolean woken; /* runs too when something has changed */
} JobRow;

static const JobRow jobs[] = {
  { "follow", reeve_follow_run, REEVE_MINUTE, TRUE },
  { "mirror", reeve_mirror_run, REEVE_MINUTE, TRUE },
  { "approvals", reeve_approvals_run, REEVE_MINUTE, TRUE },
  { "cases", reeve_cases_run, REEVE_MINUTE, FALSE },
  { "case-notices", reeve_case_notices_run, REEVE_MINUTE, TRUE },
  { "support-grants", reeve_support_grants_run, REEVE_MINUTE, TRUE },
  { "bin", reeve_bin_run, REEVE_HOUR, FALSE },
  { "access-reviews", reeve_access_reviews_run, REEVE_HOUR, FALSE },
  { "second-factor-reminders", reeve_second_factor_reminders_run, REEVE_HOUR, FALSE },
  { "rotations", reeve_rotations_run, REEVE_HOUR, TRUE },
  { "grant-uses", reeve_grant_uses_run, REEVE_HOUR, FALSE },
  { "log-reviews", reeve_log_reviews_run, REEVE_HOUR, TRUE },
  { "log-purge", reeve_log_purge_run, 10 * REEVE_MINUTE, FALSE },
  { "finding-purge", reeve_finding_purge_run, REEVE_HOUR, FALSE },
  { "clean-up", reeve_clean_up_run, REEVE_HOUR, FALSE },
  { NULL, NULL, 0, FALSE },
};

struct _ReeveJobs
{
  /* owned */
  GThread *thread;
  GMutex lock;
  GCond changed;
  gint64 due[G_N_ELEMENTS (jobs)]; /* monotonic; the thread's own */
  gboolean woken;                  /* under lock */
  gboolean stopping;               /* under lock */
  /* borrowed */
  ReeveInstallation *installation;
  ReeveNews news; /* its data */
};

/* Who runs on which installation: a handler knows its installation only, and a test process has several. */
static GMutex running_lock;
static GPtrArray *running; /* of ReeveJobs, borrowed */

static void
run_job (ReeveJobs *self, guint index)
{
  g_autoptr (GError) error = NULL;

  if (!jobs[index].run (self->installation, &self->news, reeve_clock_now (), &error))
    g_warning ("job %s will be tried again: %s", jobs[index].name, error->message);
  self->due[index] = g_get_monotonic_time () + jobs[index].every;
}

static gboolean
is_stopping (ReeveJobs *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->stopping;
}

/* Sleeps until a job is due or somebody wakes us; TRUE if it was the latter. */
static gboolean
wait_for_work (ReeveJobs *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gint64 next = G_MAXINT64;
  gboolean woken;

  for (guint i = 0; jobs[i].name != NULL; i++)
    next = MIN (next, self->due[i]);

  while (!self->woken && !self->stopping && g_get_monotonic_time () < next)
    g_cond_wait_until (&self->changed, &self->lock, MIN (next, g_get_monotonic_time () + REEVE_HOUR));

  woken = self->woken;
  self->woken = FALSE;
  return woken;
}

static gpointer
run_jobs (gpointer data)
{
  ReeveJobs *self = data;
  gboolean woken = TRUE;

  while (!is_stopping (self))
    {
      for (guint i = 0; jobs[i].name != NULL && !is_stopping (self); i++)
        if ((woken && jobs[i].woken) || self->due[i] <= g_get_monotonic_time ())
          run_job (self, i);
      woken = wait_for_work (self);
    }

  return NULL;
}

ReeveJobs *
reeve_jobs_start (ReeveInstallation *installation, const ReeveNews *news)
{
  ReeveJobs *self = g_new0 (ReeveJobs, 1);

  self->installation = installation;
  if (news != NULL)
    self->news = *news;
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);

  g_mutex_lock (&running_lock);
  if (running == NULL)
    running = g_ptr_array_new ();
  g_ptr_array_add (running, self);
  g_mutex_unlock (&running_lock);

  self->thread = g_thread_new ("jobs", run_jobs, self);
  return self;
}

void
reeve_jobs_stop (ReeveJobs *self)
{
  if (self == NULL)
    return;

  g_mutex_lock (&running_lock);
  g_ptr_array_remove (running, self);
  g_mutex_unlock (&running_lock);

  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);

  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

void
reeve_jobs_wake (ReeveInstallation *installation)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&running_lock);

  for (guint i = 0; running != NULL && i < running->len; i++)
    {
      ReeveJobs *self = g_ptr_array_index (running, i);

      if (self->installation != installation)
        continue;
      g_mutex_lock (&self->lock);
      self->woken = TRUE;
      g_cond_signal (&self->changed);
      g_mutex_unlock (&self->lock);
    }
}

gboolean
reeve_jobs_run_all (ReeveInstallation *installation, gint64 now, GError **error)
{
  for (guint i = 0; jobs[i].name != NULL; i++)
    {
      if (!jobs[i].run (installation, NULL, now, error))
        {
          g_prefix_error (error, "job %s: ", jobs[i].name);
          return FALSE;
        }
    }

  return TRUE;
}
