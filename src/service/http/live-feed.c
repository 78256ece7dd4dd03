/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Two locks: the feed's for the list of subscribers, each subscriber's for its queue and for whether its
 * stream is suspended; taken in that order. Suspending happens under the subscriber's lock, so that no
 * wake-up is lost between "nothing to send" and the suspension. */

#include "config.h"

#include "service/http/live-feed.h"

#include <string.h>

#include "common/clock.h"
#include "common/json.h"
#include "service/api/approval-parties.h"
#include "service/http/live-feed-private.h"
#include "service/http/standing.h"

static void
unref_subscriber (gpointer data)
{
  ReeveFeedSubscriber *self = data;

  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->workspace);
  g_free (self->account);
  g_free (self->session);
  g_free (self->grant);
  g_string_free (self->queue, TRUE);
  g_clear_pointer (&self->tailed, reeve_log_query_free);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static ReeveFeedSubscriber *
ref_subscriber (ReeveFeedSubscriber *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
reeve_feed_wake (ReeveFeedSubscriber *self)
{
  if (!self->suspended)
    return;
  self->suspended = FALSE;
  self->resume (self->connection);
}

static void
send_text (ReeveFeedSubscriber *self, const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->ended || reeve_feed_has_lapsed (self))
    return;
  /* Of lines there are too many often enough; what waits to be read is as good as this. */
  if (self->tailed != NULL && self->queue->len > 0)
    return;
  if (self->queue->len + strlen (text) > REEVE_FEED_QUEUE_BYTES)
    self->ended = TRUE;
  else
    g_string_append (self->queue, text);
  reeve_feed_wake (self);
}

static void
end_stream (ReeveFeedSubscriber *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->ended = TRUE;
  reeve_feed_wake (self);
}

gboolean
reeve_feed_has_lapsed (const ReeveFeedSubscriber *self)
{
  return self->grant != NULL && reeve_clock_now () >= self->grant_ends;
}

static gboolean
may_still_listen (ReeveLiveFeed *self, ReeveFeedSubscriber *subscriber)
{
  return reeve_standing_holds (
    self->installation, subscriber->workspace, subscriber->account, subscriber->session, subscriber->grant,
    subscriber->tailed != NULL ? G_GUINT64_CONSTANT (1) << REEVE_CAPABILITY_LOG_READ : 0);
}

/* Also of somebody whose support grant is over: what they were let hear was judged by it. Their client opens
 * another stream, or finds that it may not. */
static gboolean
is_due (ReeveFeedSubscriber *self, gint64 due)
{
  return self->next_heartbeat <= due || (due != G_MAXINT64 && reeve_feed_has_lapsed (self));
}

static gboolean
matches (ReeveFeedSubscriber *subscriber, const char *workspace, const char *session)
{
  return (workspace == NULL || g_str_equal (subscriber->workspace, workspace)) &&
         (session == NULL || g_str_equal (subscriber->session, session));
}

GPtrArray *
reeve_feed_pick (ReeveLiveFeed *self, const char *workspace, const char *session, gint64 due)
{
  GPtrArray *picked = g_ptr_array_new_with_free_func (unref_subscriber);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->subscribers->len; i++)
    {
      ReeveFeedSubscriber *subscriber = self->subscribers->pdata[i];
      if (!matches (subscriber, workspace, session) || !is_due (subscriber, due))
        continue;
      if (due != G_MAXINT64)
        subscriber->next_heartbeat = due + REEVE_FEED_HEARTBEAT;
      g_ptr_array_add (picked, ref_subscriber (subscriber));
    }
  return picked;
}

static void
send_heartbeats (ReeveLiveFeed *self, gint64 now)
{
  g_autoptr (GPtrArray) due = reeve_feed_pick (self, NULL, NULL, now);

  for (guint i = 0; i < due->len; i++)
    {
      if (!reeve_feed_has_lapsed (due->pdata[i]) && may_still_listen (self, due->pdata[i]))
        send_text (due->pdata[i], ":\n\n");
      else
        end_stream (due->pdata[i]);
    }
}

static gpointer
run_heartbeats (gpointer data)
{
  ReeveLiveFeed *self = data;

  g_mutex_lock (&self->lock);
  while (!self->leave)
    {
      g_cond_wait_until (&self->wake, &self->lock, g_get_monotonic_time () + G_USEC_PER_SEC);
      if (self->leave)
        break;
      g_mutex_unlock (&self->lock);
      send_heartbeats (self, g_get_monotonic_time ());
      g_mutex_lock (&self->lock);
    }
  g_mutex_unlock (&self->lock);
  return NULL;
}

ReeveLiveFeed *
reeve_live_feed_new (ReeveInstallation *installation)
{
  ReeveLiveFeed *self = g_new0 (ReeveLiveFeed, 1);

  self->installation = installation;
  self->limit = G_MAXUINT;
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  self->subscribers = g_ptr_array_new_with_free_func (unref_subscriber);
  self->thread = g_thread_new ("live-feed", run_heartbeats, self);
  return self;
}

void
reeve_live_feed_free (ReeveLiveFeed *self)
{
  if (self == NULL)
    return;
  g_mutex_lock (&self->lock);
  self->leave = TRUE;
  g_cond_signal (&self->wake);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_ptr_array_unref (self->subscribers);
  g_cond_clear (&self->wake);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
reeve_live_feed_set_limit (ReeveLiveFeed *self, guint limit)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->limit = limit;
}

/* With the lock held. */
static gboolean
has_room (ReeveLiveFeed *self, const char *account, GError **error)
{
  GError *refusal = NULL;
  guint n = 0;

  for (guint i = 0; i < self->subscribers->len; i++)
    n += g_str_equal (((ReeveFeedSubscriber *) self->subscribers->pdata[i])->account, account) ? 1 : 0;
  if (n >= REEVE_FEED_STREAMS_PER_ACCOUNT)
    refusal = reeve_error_new (REEVE_ERROR_TOO_MANY, "streams", "this account has %u live feeds open", n);
  else if (self->subscribers->len >= self->limit)
    refusal = reeve_error_new (REEVE_ERROR_BUSY, "streams", "too many live feeds are open");
  else
    return TRUE;
  /* by then a heartbeat has found those whose clients are gone */
  reeve_error_set_retry_after_ms (refusal, REEVE_FEED_HEARTBEAT / 1000);
  g_propagate_error (error, refusal);
  return FALSE;
}

ReeveFeedSubscriber *
reeve_feed_add (ReeveLiveFeed *self,
                const char *workspace,
                const ReeveCaller *caller,
                ReeveLogQuery *tailed,
                GError **error)
{
  g_autoptr (ReeveLogQuery) query = tailed;
  ReeveFeedSubscriber *subscriber;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (!has_room (self, caller->account, error))
    return NULL;
  subscriber = g_new0 (ReeveFeedSubscriber, 1);
  g_atomic_ref_count_init (&subscriber->references);
  g_mutex_init (&subscriber->lock);
  subscriber->feed = self;
  subscriber->workspace = g_strdup (workspace);
  subscriber->account = g_strdup (caller->account);
  subscriber->session = g_strdup (caller->session);
  if (caller->grant != NULL)
    {
      subscriber->grant = g_strdup (caller->grant->id);
      subscriber->grant_ends = caller->grant->ends;
    }
  subscriber->bound = !reeve_capabilities_have (caller->capabilities, REEVE_CAPABILITY_USERS_READ);
  subscriber->sees_folders =
    reeve_capabilities_have (caller->capabilities, REEVE_CAPABILITY_PERMISSIONS_READ);
  subscriber->sees_approvals = reeve_approval_sees_all (caller->capabilities);
  subscriber->next_heartbeat = g_get_monotonic_time () + REEVE_FEED_HEARTBEAT;
  /* the first bytes tell the client, and whatever stands between, that the stream is open */
  subscriber->queue = g_string_new (":\n\n");
  subscriber->tailed = g_steal_pointer (&query);
  subscriber->ended = self->ended;
  g_ptr_array_add (self->subscribers, ref_subscriber (subscriber));
  return subscriber;
}

ReeveFeedSubscriber *
reeve_live_feed_subscribe (ReeveLiveFeed *self,
                           const char *workspace,
                           const ReeveCaller *caller,
                           GError **error)
{
  return reeve_feed_add (self, workspace, caller, NULL, error);
}

/* What changes of a grant that is in force is that it is so no longer. */
static void
end_with_grant (ReeveLiveFeed *self, const char *workspace, const ReeveChange *change)
{
  g_autoptr (GPtrArray) listeners = NULL;

  if (!g_str_equal (change->noun, "support-grant"))
    return;
  listeners = reeve_feed_pick (self, workspace, NULL, G_MAXINT64);
  for (guint i = 0; i < listeners->len; i++)
    {
      ReeveFeedSubscriber *subscriber = listeners->pdata[i];

      if (subscriber->grant != NULL && (change->id == NULL || g_str_equal (subscriber->grant, change->id)))
        end_stream (subscriber);
    }
}

void
reeve_live_feed_publish (ReeveLiveFeed *self, const char *workspace, const ReeveChange *change)
{
  end_with_grant (self, workspace, change);

  g_autoptr (GPtrArray) listeners = reeve_feed_pick (self, workspace, NULL, G_MAXINT64);
  g_autoptr (GString) text = g_string_new ("event: changed\ndata: {\"noun\":");

  for (guint i = listeners->len; i > 0; i--)
    if (((ReeveFeedSubscriber *) listeners->pdata[i - 1])->tailed != NULL)
      g_ptr_array_remove_index_fast (listeners, i - 1);
  reeve_feed_keep_listeners (self, listeners, workspace, change);
  if (listeners->len == 0)
    return;
  reeve_json_append_string (text, change->noun);
  if (change->id != NULL)
    {
      g_string_append (text, ",\"id\":");
      reeve_json_append_string (text, change->id);
    }
  if (change->id != NULL && change->version > 0)
    g_string_append_printf (text, ",\"version\":%" G_GINT64_FORMAT, change->version);
  g_string_append (text, "}\n\n");
  for (guint i = 0; i < listeners->len; i++)
    send_text (listeners->pdata[i], text->str);
}

void
reeve_live_feed_end_session (ReeveLiveFeed *self, const char *session)
{
  g_autoptr (GPtrArray) listeners = reeve_feed_pick (self, NULL, session, G_MAXINT64);

  g_ptr_array_foreach (listeners, (GFunc) (void (*) (void)) end_stream, NULL);
}

void
reeve_live_feed_end_all (ReeveLiveFeed *self)
{
  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_mutex_unlock (&self->lock);
  reeve_live_feed_end_session (self, NULL);
}

void
reeve_live_feed_beat_for_tests (ReeveLiveFeed *self)
{
  send_heartbeats (self, g_get_monotonic_time () + REEVE_FEED_HEARTBEAT);
}

guint
reeve_live_feed_get_n_subscribers (ReeveLiveFeed *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->subscribers->len;
}

void
reeve_feed_subscriber_connect (ReeveFeedSubscriber *self,
                               ReeveFeedSwitch suspend,
                               ReeveFeedSwitch resume,
                               gpointer connection)
{
  self->suspend = suspend;
  self->resume = resume;
  self->connection = connection;
}

gssize
reeve_feed_subscriber_read (ReeveFeedSubscriber *self, char *buffer, gsize size)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  if (self->queue->len == 0 && self->ended)
    return -1;
  if (self->queue->len == 0)
    {
      self->suspended = TRUE;
      self->suspend (self->connection);
      return 0;
    }
  gsize length = MIN (size, self->queue->len);
  memcpy (buffer, self->queue->str, length);
  g_string_erase (self->queue, 0, (gssize) length);
  reeve_feed_tell_missed (self);
  return (gssize) length;
}

void
reeve_feed_subscriber_release (ReeveFeedSubscriber *self)
{
  ReeveLiveFeed *feed = self->feed;

  /* nobody resumes a connection that is gone */
  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  self->suspended = FALSE;
  g_mutex_unlock (&self->lock);
  g_mutex_lock (&feed->lock);
  g_ptr_array_remove_fast (feed->subscribers, self);
  g_mutex_unlock (&feed->lock);
  unref_subscriber (self);
}
