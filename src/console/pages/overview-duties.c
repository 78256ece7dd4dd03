/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/pages/overview-duties.h"

#include "console/widgets/duty-words.h"

/* (nullable): none */
static GPtrArray *
get_duties (ReeveOverview *overview)
{
  return overview != NULL ? overview->duties : NULL;
}

GPtrArray *
reeve_overview_list_waiting (ReeveOverview *overview,
                             ReevePutOff *put_off,
                             const char *account,
                             guint *n_put_off)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();
  GPtrArray *duties = get_duties (overview);
  guint later = 0;

  for (guint i = 0; duties != NULL && i < duties->len; i++)
    {
      ReeveDuty *duty = duties->pdata[i];

      if (!reeve_duty_words_knows (duty) || g_strcmp0 (duty->urgency, "quiet") == 0)
        continue;
      if (reeve_duty_words_may_wait (duty) && reeve_put_off_has (put_off, account, duty))
        later++;
      else
        g_ptr_array_add (waiting, duty);
    }
  if (n_put_off != NULL)
    *n_put_off = later;
  return g_steal_pointer (&waiting);
}

ReeveDuty *
reeve_overview_find_duty (GPtrArray *duties, const char *id)
{
  for (guint i = 0; i < duties->len; i++)
    if (g_strcmp0 (REEVE_DUTY (duties->pdata[i])->id, id) == 0)
      return duties->pdata[i];
  return NULL;
}

ReeveDuty *
reeve_overview_find_next (ReeveOverview *overview)
{
  GPtrArray *duties = get_duties (overview);
  ReeveDuty *next = NULL;

  for (guint i = 0; duties != NULL && i < duties->len; i++)
    {
      ReeveDuty *duty = duties->pdata[i];

      if (reeve_duty_words_knows (duty) && g_strcmp0 (duty->urgency, "quiet") == 0 && duty->due != 0 &&
          (next == NULL || duty->due < next->due))
        next = duty;
    }
  return next;
}

ReeveDuty *
reeve_overview_find_new (ReeveOverview *overview, ReeveOverview *before)
{
  GPtrArray *duties = get_duties (overview);
  GPtrArray *old = get_duties (before);

  for (guint i = 0; duties != NULL && i < duties->len; i++)
    {
      ReeveDuty *duty = duties->pdata[i];

      if (g_strcmp0 (duty->urgency, "now") == 0 && reeve_duty_words_knows (duty) &&
          (old == NULL || reeve_overview_find_duty (old, duty->id) == NULL))
        return duty;
    }
  return NULL;
}

gboolean
reeve_overview_has_turned (ReeveOverview *overview, gint64 loaded, gint64 now)
{
  GPtrArray *duties = get_duties (overview);

  for (guint i = 0; duties != NULL && i < duties->len; i++)
    {
      ReeveDuty *duty = duties->pdata[i];

      if (duty->due != 0 &&
          reeve_duty_urgency_of (duty->due, now) != reeve_duty_urgency_of (duty->due, loaded))
        return TRUE;
    }
  return FALSE;
}
