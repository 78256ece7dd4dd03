/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A mail and the note that it was written are one transaction, so that nobody is written to twice, and nobody
 * left out, whenever the service stops. A day that was missed is not made up for: the next one counts. */

#include "config.h"

#include "service/jobs/second-factor-reminders.h"

#include <glib/gi18n.h>

#include "common/clock.h"
#include "common/user.h"
#include "service/jobs/post.h"
#include "service/jobs/walk.h"
#include "service/mail/letter.h"
#include "service/store/outbox.h"
#include "service/store/second-factor-demands.h"

#define STEP 100 /* people in one transaction */

/* The fewest days of these that are left; 0: more than a week, or none. */
static gint64
get_days (gint64 since, gint64 now)
{
  static const gint64 days[] = { 1, 3, 7 };

  for (guint i = 0; since > now && i < G_N_ELEMENTS (days); i++)
    if (since - now <= days[i] * REEVE_DAY)
      return days[i];
  return 0;
}

static gboolean
can_be_written_to (ReeveUser *user)
{
  ReeveRecordClass *klass = reeve_record_class_of (reeve_mail_get_type ());

  return reeve_field_check_text (reeve_record_class_find_field (klass, "recipient"), user->email, NULL, NULL,
                                 NULL);
}

static gboolean
remind (ReeveTx *tx, ReeveUser *user, gint64 since, gint64 days, GError **error)
{
  g_autoptr (ReeveLetter) letter =
    reeve_letter_new ("security-notice", user->email, user->display_name, user->id, NULL);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (since / G_USEC_PER_SEC);
  g_autofree char *when = g_date_time_format (date, "%Y-%m-%d %H:%M UTC");
  g_autoptr (ReeveMail) mail = NULL;

  if (!reeve_second_factor_demands_note_reminded (tx, user->id, since, days, error))
    return FALSE;
  if (!can_be_written_to (user))
    return TRUE;
  reeve_letter_set_subject (letter, N_ ("A second factor is due soon"));
  reeve_letter_add (letter,
                    N_ ("From %s on, your account %s needs a second factor: an authenticator app on your "
                        "phone or computer that shows a code whenever you sign in."),
                    when, user->email);
  reeve_letter_add (letter,
                    N_ ("If you have none by then, you are asked to set one up before you can go on; it "
                        "takes two minutes."));
  reeve_letter_add (letter, N_ ("This mail was sent by a program; answers to it are not read."));
  mail = reeve_letter_write (letter);
  return reeve_outbox_put (tx, mail, error);
}

/* *@n: how many there were. */
static gboolean
remind_some (ReeveDb *db, ReeveSecondFactorDemand *demand, gint64 days, gint64 *n, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_WRITE, reeve_job_deadline (), error);
  g_autoptr (GPtrArray) users = NULL;

  if (tx == NULL)
    return FALSE;
  users = reeve_second_factor_demands_list_unreminded (tx, demand->role, demand->since, days, STEP, error);
  if (users == NULL)
    return FALSE;
  for (guint i = 0; i < users->len; i++)
    if (!remind (tx, users->pdata[i], demand->since, days, error))
      return FALSE;
  *n = users->len;
  return users->len == 0 || reeve_tx_commit (tx, error);
}

/* The nearest date first: who hears of that hears of no later one. */
static int
compare_dates (gconstpointer a, gconstpointer b)
{
  gint64 first = (*(ReeveSecondFactorDemand *const *) a)->since;
  gint64 second = (*(ReeveSecondFactorDemand *const *) b)->since;

  return (first > second) - (first < second);
}

static ReeveSecondFactorDemands *
read_demands (ReeveDb *db, GError **error)
{
  g_autoptr (ReeveTx) tx = reeve_db_begin (db, REEVE_TX_READ, reeve_job_deadline (), error);

  return tx != NULL ? reeve_second_factor_demands_get (tx, error) : NULL;
}

static gboolean
remind_workspace (ReeveInstallation *installation,
                  const ReeveNews *news G_GNUC_UNUSED,
                  const char *workspace G_GNUC_UNUSED,
                  ReeveDb *db,
                  gint64 now,
                  GError **error)
{
  g_autoptr (ReeveSecondFactorDemands) demands = read_demands (db, error);
  gboolean any = FALSE;

  if (demands == NULL)
    return FALSE;
  if (demands->demands != NULL)
    g_ptr_array_sort (demands->demands, compare_dates);
  for (guint i = 0; demands->demands != NULL && i < demands->demands->len; i++)
    {
      ReeveSecondFactorDemand *demand = demands->demands->pdata[i];
      gint64 days = get_days (demand->since, now);
      gint64 n = days > 0 ? 1 : 0;

      while (n > 0)
        {
          if (!remind_some (db, demand, days, &n, error))
            return FALSE;
          any |= n > 0;
        }
    }
  if (any)
    reeve_post_wake (installation, FALSE);
  return TRUE;
}

gboolean
reeve_second_factor_reminders_run (ReeveInstallation *installation,
                                   const ReeveNews *news,
                                   gint64 now,
                                   GError **error)
{
  return reeve_walk_workspaces (installation, news, remind_workspace, now, error);
}
