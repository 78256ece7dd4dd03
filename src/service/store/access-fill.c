/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "service/store/access-fill.h"

typedef struct
{
  char *workspace; /* (nullable) */
  gint64 day;
} Asked;

struct _ReeveAccessFill
{
  GMutex lock;  /* guards what follows */
  GQueue asked; /* of Asked: of few days, of which some are looked for at a time */
  ReeveAccessFillFunc wake;
  gpointer data;
};

static void
asked_free (gpointer data)
{
  Asked *self = data;

  g_free (self->workspace);
  g_free (self);
}

ReeveAccessFill *
reeve_access_fill_new (void)
{
  ReeveAccessFill *self = g_new0 (ReeveAccessFill, 1);

  g_mutex_init (&self->lock);
  g_queue_init (&self->asked);
  return self;
}

void
reeve_access_fill_free (ReeveAccessFill *self)
{
  g_queue_clear_full (&self->asked, asked_free);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
reeve_access_fill_set_func (ReeveAccessFill *self, ReeveAccessFillFunc wake, gpointer data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->wake = wake;
  self->data = data;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Asked *one = a;
  const Asked *other = b;

  return one->day != other->day ? 1 : g_strcmp0 (one->workspace, other->workspace);
}

void
reeve_access_fill_ask (ReeveAccessFill *self, const char *workspace, gint64 day)
{
  const Asked asked = { .workspace = (char *) workspace, .day = day };
  ReeveAccessFillFunc wake = NULL;
  gpointer data;

  g_mutex_lock (&self->lock);
  data = self->data;
  if (g_queue_find_custom (&self->asked, &asked, compare) == NULL)
    {
      Asked *copy = g_new0 (Asked, 1);

      copy->workspace = g_strdup (workspace);
      copy->day = day;
      g_queue_push_tail (&self->asked, copy);
      wake = self->wake;
    }
  g_mutex_unlock (&self->lock);
  if (wake != NULL)
    wake (data);
}

gboolean
reeve_access_fill_take (ReeveAccessFill *self, char **workspace, gint64 *day)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  Asked *asked = g_queue_pop_head (&self->asked);

  if (asked == NULL)
    return FALSE;
  *workspace = g_steal_pointer (&asked->workspace);
  *day = asked->day;
  asked_free (asked);
  return TRUE;
}
