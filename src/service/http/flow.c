/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Two locks: that of all flows for their list and the pool, each flow's for its two buffers and for whether
 * its connection is suspended; the second may be held when the first is taken, never the other way round.
 * Suspending happens under the flow's lock, so that no wake-up is lost between "nothing yet" and the
 * suspension. A flow that is being made has a reference of its own. */

#include "config.h"

#include "service/http/flow.h"

#include <string.h>

#include "service/http/standing.h"

#define THREADS 2
/* How long somebody who may no longer be told is told for at most. */
#define LOOK_INTERVAL G_TIME_SPAN_SECOND

struct _ReeveFlows
{
  ReeveInstallation *installation; /* borrowed */
  GMutex lock;
  GPtrArray *open;     /* of ReeveFlow, borrowed */
  GThreadPool *makers; /* (nullable): stopped */
};

struct _ReeveFlow
{
  gatomicrefcount references;
  ReeveFlows *flows; /* borrowed: outlives every flow */
  char *workspace;
  char *account;
  char *session;

  /* of whoever makes the next piece */
  ReevePieces *pieces;
  gint64 looked; /* when it was last looked whether they may be told */

  GMutex lock;
  GString *now; /* going out, from `sent` on */
  gsize sent;
  GString *next; /* made, or empty */
  gboolean making;
  gboolean complete; /* nothing comes behind `next` */
  gboolean cut;
  gboolean suspended;
  ReeveFlowSwitch suspend;
  ReeveFlowSwitch resume;
  gpointer connection;
};

static void
unref_flow (ReeveFlow *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  reeve_pieces_free (self->pieces);
  g_free (self->workspace);
  g_free (self->account);
  g_free (self->session);
  g_string_free (self->now, TRUE);
  g_string_free (self->next, TRUE);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* With the flow's lock held. */
static void
wake_connection (ReeveFlow *self)
{
  if (!self->suspended)
    return;
  self->suspended = FALSE;
  self->resume (self->connection);
}

/* With the flow's lock held. */
static void
cut_flow (ReeveFlow *self)
{
  self->cut = TRUE;
  wake_connection (self);
}

/* With the flow's lock held: has the next piece made, unless it is there or being made. */
static void
order_piece (ReeveFlow *self)
{
  ReeveFlows *flows = self->flows;

  if (self->making || self->complete || self->cut || self->next->len > 0)
    return;
  g_mutex_lock (&flows->lock);
  if (flows->makers != NULL)
    {
      self->making = TRUE;
      g_atomic_ref_count_inc (&self->references);
      g_thread_pool_push (flows->makers, self, NULL);
    }
  g_mutex_unlock (&flows->lock);
  if (!self->making)
    cut_flow (self);
}

static gboolean
may_be_told (ReeveFlow *self)
{
  gint64 now = g_get_monotonic_time ();

  if (now < self->looked + LOOK_INTERVAL)
    return TRUE;
  self->looked = now;
  return reeve_standing_holds (self->flows->installation, self->workspace, self->account, self->session, NULL,
                               reeve_pieces_get_needs (self->pieces));
}

static gboolean
make_piece (ReeveFlow *self, GString *piece, gboolean *last)
{
  g_autoptr (GError) error = NULL;

  if (!may_be_told (self))
    return FALSE;
  if (reeve_pieces_make (self->pieces, piece, last, &error))
    return TRUE;
  g_warning ("an answer was cut off: %s", error->message);
  return FALSE;
}

static void
run_maker (gpointer data, gpointer user_data)
{
  ReeveFlow *self = data;
  g_autoptr (GString) piece = g_string_new (NULL);
  gboolean last = FALSE, wanted, made;

  (void) user_data;
  g_mutex_lock (&self->lock);
  wanted = !self->cut;
  g_mutex_unlock (&self->lock);
  made = wanted && make_piece (self, piece, &last);
  g_mutex_lock (&self->lock);
  self->making = FALSE;
  if (!made)
    cut_flow (self);
  else
    {
      GString *empty = self->next;

      self->next = g_steal_pointer (&piece);
      self->complete = last;
      piece = empty;
      if (self->next->len > 0 || last)
        wake_connection (self);
      else
        order_piece (self);
    }
  g_mutex_unlock (&self->lock);
  unref_flow (self);
}

ReeveFlows *
reeve_flows_new (ReeveInstallation *installation)
{
  ReeveFlows *self = g_new0 (ReeveFlows, 1);
  g_autoptr (GError) error = NULL;

  self->installation = installation;
  g_mutex_init (&self->lock);
  self->open = g_ptr_array_new ();
  self->makers = g_thread_pool_new (run_maker, self, THREADS, FALSE, &error);
  if (error != NULL)
    g_error ("failed to start a pool: %s", error->message);
  return self;
}

/* (transfer full): each with a reference */
static GPtrArray *
list_open (ReeveFlows *self)
{
  GPtrArray *open = g_ptr_array_new_with_free_func ((GDestroyNotify) unref_flow);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->open->len; i++)
    {
      ReeveFlow *flow = self->open->pdata[i];

      g_atomic_ref_count_inc (&flow->references);
      g_ptr_array_add (open, flow);
    }
  return open;
}

void
reeve_flows_stop (ReeveFlows *self)
{
  GThreadPool *makers;

  g_mutex_lock (&self->lock);
  makers = g_steal_pointer (&self->makers);
  g_mutex_unlock (&self->lock);
  if (makers == NULL)
    return;
  g_autoptr (GPtrArray) open = list_open (self);
  for (guint i = 0; i < open->len; i++)
    {
      ReeveFlow *flow = open->pdata[i];

      g_mutex_lock (&flow->lock);
      if (!flow->complete || flow->next->len > 0)
        cut_flow (flow);
      g_mutex_unlock (&flow->lock);
    }
  g_thread_pool_free (makers, FALSE, TRUE);
}

void
reeve_flows_free (ReeveFlows *self)
{
  if (self == NULL)
    return;
  reeve_flows_stop (self);
  g_ptr_array_unref (self->open);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint
reeve_flows_get_n (ReeveFlows *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->open->len;
}

/* With the lock of all held. */
static gboolean
has_room (ReeveFlows *self, const char *account, GError **error)
{
  GError *refusal = NULL;
  guint n = 0;

  for (guint i = 0; i < self->open->len; i++)
    n += g_str_equal (((ReeveFlow *) self->open->pdata[i])->account, account) ? 1 : 0;
  if (n >= REEVE_FLOWS_PER_ACCOUNT)
    refusal = reeve_error_new (REEVE_ERROR_TOO_MANY, "streams", "this account has %u exports open", n);
  else if (self->makers == NULL || self->open->len >= REEVE_FLOWS_AT_ONCE)
    refusal = reeve_error_new (REEVE_ERROR_BUSY, "streams", "too many exports are open");
  else
    return TRUE;
  reeve_error_set_retry_after_ms (refusal, 15000);
  g_propagate_error (error, refusal);
  return FALSE;
}

ReeveFlow *
reeve_flow_start (ReeveFlows *flows,
                  const char *workspace,
                  const ReeveCaller *caller,
                  ReevePieces *pieces,
                  GError **error)
{
  ReeveFlow *self;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&flows->lock);

  if (!has_room (flows, caller->account, error))
    {
      reeve_pieces_free (pieces);
      return NULL;
    }
  self = g_new0 (ReeveFlow, 1);
  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->flows = flows;
  self->workspace = g_strdup (workspace);
  self->account = g_strdup (caller->account);
  self->session = g_strdup (caller->session);
  self->pieces = pieces;
  self->looked = g_get_monotonic_time ();
  self->now = g_string_new (NULL);
  self->next = g_string_new (NULL);
  g_ptr_array_add (flows->open, self);
  return self;
}

void
reeve_flow_connect (ReeveFlow *self, ReeveFlowSwitch suspend, ReeveFlowSwitch resume, gpointer connection)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->suspend = suspend;
  self->resume = resume;
  self->connection = connection;
  order_piece (self);
}

/* With the lock held: what was made goes out now. FALSE: nothing was. */
static gboolean
turn_over (ReeveFlow *self)
{
  GString *empty = self->now;

  if (self->next->len == 0)
    return FALSE;
  self->now = self->next;
  self->sent = 0;
  self->next = empty;
  g_string_truncate (self->next, 0);
  return TRUE;
}

gssize
reeve_flow_read (ReeveFlow *self, char *buffer, gsize size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);
  gsize length;

  if (self->cut)
    return REEVE_FLOW_CUT;
  if (self->sent == self->now->len && !turn_over (self))
    {
      if (self->complete)
        return REEVE_FLOW_ENDED;
      self->suspended = TRUE;
      self->suspend (self->connection);
      order_piece (self);
      return 0;
    }
  length = MIN (size, self->now->len - self->sent);
  memcpy (buffer, self->now->str + self->sent, length);
  self->sent += length;
  order_piece (self);
  return (gssize) length;
}

void
reeve_flow_release (ReeveFlow *self)
{
  ReeveFlows *flows = self->flows;

  /* nobody resumes a connection that is gone, and nobody makes what nobody reads */
  g_mutex_lock (&self->lock);
  self->cut = TRUE;
  self->suspended = FALSE;
  g_mutex_unlock (&self->lock);
  g_mutex_lock (&flows->lock);
  g_ptr_array_remove_fast (flows->open, self);
  g_mutex_unlock (&flows->lock);
  unref_flow (self);
}
