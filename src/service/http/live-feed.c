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
#include "service/api/scope.h"
#include "service/http/standing.h"
#include "service/store/approvals.h"
#include "service/store/groups.h"
#include "service/store/users.h"

struct _ReeveFeedSubscriber
{
  gatomicrefcount references; /* the feed's, and the stream's */
  ReeveLiveFeed *feed;        /* borrowed */
  char *workspace;
  char *account;
  char *session;
  gint64 next_heartbeat; /* of the feed's thread */
  gint bound;            /* atomic: may read nobody but those they administer by group, if any */
  gint sees_folders;     /* atomic: may know of all of them */
  gint sees_approvals;   /* atomic: the same */

  GMutex lock;
  GString *queue;
  gboolean ended;
  gboolean suspended;
  ReeveFeedSwitch suspend;
  ReeveFeedSwitch resume;
  gpointer connection;
};

struct _ReeveLiveFeed
{
  ReeveInstallation *installation; /* borrowed */
  GMutex lock;
  GCond wake;
  GPtrArray *subscribers; /* of ReeveFeedSubscriber */
  guint limit;
  gboolean ended;
  gboolean leave;
  GThread *thread;
};

static void
unref_subscriber (gpointer data)
{
  ReeveFeedSubscriber *self = data;

  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->workspace);
  g_free (self->account);
  g_free (self->session);
  g_string_free (self->queue, TRUE);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static ReeveFeedSubscriber *
ref_subscriber (ReeveFeedSubscriber *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

/* With the lock held. */
static void
wake_stream (ReeveFeedSubscriber *self)
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

  if (self->ended)
    return;
  if (self->queue->len + strlen (text) > REEVE_FEED_QUEUE_BYTES)
    self->ended = TRUE;
  else
    g_string_append (self->queue, text);
  wake_stream (self);
}

static void
end_stream (ReeveFeedSubscriber *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->ended = TRUE;
  wake_stream (self);
}

static gboolean
may_still_listen (ReeveLiveFeed *self, ReeveFeedSubscriber *subscriber)
{
  return reeve_standing_holds (self->installation, subscriber->workspace, subscriber->account,
                               subscriber->session, 0);
}

/* --- Who hears of what --- */

/* A change of roles, or of the way in, is told of like any other: whoever it may concern is looked at again
 * before they hear it.
 */
static gboolean
may_change_roles (ReeveFeedSubscriber *subscriber, const ReeveChange *change)
{
  return g_str_equal (change->noun, "role") || g_str_equal (change->noun, "identity-provider") ||
         (g_str_equal (change->noun, "user") &&
          (change->id == NULL || g_str_equal (change->id, subscriber->account)));
}

static void
read_bounds (ReeveTx *tx, ReeveFeedSubscriber *subscriber)
{
  g_auto (GStrv) roles = NULL;
  ReeveCapabilities held;
  ReeveCapabilities scoped;
  gboolean read = tx != NULL && reeve_users_check_membership (tx, subscriber->account, &roles, NULL) &&
                  reeve_scope_split (tx, (const char *const *) roles, &held, &scoped, NULL);

  g_atomic_int_set (&subscriber->bound,
                    !read || !reeve_capabilities_have (held, REEVE_CAPABILITY_USERS_READ));
  g_atomic_int_set (&subscriber->sees_folders,
                    read && reeve_capabilities_have (held, REEVE_CAPABILITY_PERMISSIONS_READ));
  g_atomic_int_set (&subscriber->sees_approvals, read && reeve_approval_sees_all (held));
}

/* Others may view some of them: they ask anew when they look again. */
static gboolean
is_of_folders (const ReeveChange *change)
{
  return g_str_equal (change->noun, "folder") || g_str_equal (change->noun, "grant") ||
         g_str_equal (change->noun, "contact") || g_str_equal (change->noun, "approval-rule");
}

/* Who asked, and who may decide. Of many at once only those hear who see all. */
static gboolean
is_party (ReeveLiveFeed *self, ReeveTx *tx, ReeveFeedSubscriber *subscriber, const ReeveChange *change)
{
  const ReeveApprovalPlace place = { .installation = self->installation,
                                     .workspace = subscriber->workspace,
                                     .tx = tx,
                                     .now = reeve_clock_now () };
  g_autoptr (ReeveApproval) approval = NULL;
  gboolean is = FALSE;

  if (tx == NULL || change->id == NULL)
    return FALSE;
  approval = reeve_approvals_get (tx, change->id, place.now, NULL);
  return approval != NULL && reeve_approval_is_party (&place, approval, subscriber->account, &is, NULL) && is;
}

/* Of somebody who is bound: who is outside is not told of. Without an id it is said that something changed,
 * and of whom is found out by asking, or not. */
static gboolean
is_inside (ReeveTx *tx, ReeveFeedSubscriber *subscriber, const ReeveChange *change)
{
  const char *scope = subscriber->account;
  gboolean has = FALSE;

  if (g_str_equal (change->noun, "role"))
    return TRUE;
  if (g_str_equal (change->noun, "user"))
    return change->id == NULL || g_str_equal (change->id, scope) ||
           (tx != NULL && reeve_scope_has_user (tx, scope, change->id, &has, NULL) && has);
  if (g_str_equal (change->noun, "group"))
    return change->id == NULL ||
           (tx != NULL && reeve_scope_has_group (tx, scope, change->id, &has, NULL) && has);
  return FALSE;
}

static gboolean
needs_look (ReeveFeedSubscriber *subscriber, const ReeveChange *change)
{
  return g_atomic_int_get (&subscriber->bound) || may_change_roles (subscriber, change);
}

/* Takes those away who may not hear of @change. */
static void
keep_listeners (ReeveLiveFeed *self, GPtrArray *listeners, const char *workspace, const ReeveChange *change)
{
  g_autoptr (ReeveTx) tx = NULL;
  ReeveDb *database = reeve_installation_get_workspace (self->installation, workspace);
  gboolean is_approval = g_str_equal (change->noun, "approval");

  for (guint i = listeners->len; i > 0; i--)
    {
      ReeveFeedSubscriber *subscriber = listeners->pdata[i - 1];

      if (is_of_folders (change))
        {
          if (!g_atomic_int_get (&subscriber->sees_folders))
            g_ptr_array_remove_index_fast (listeners, i - 1);
          continue;
        }
      if (is_approval && g_atomic_int_get (&subscriber->sees_approvals))
        continue;
      if (!is_approval && !needs_look (subscriber, change))
        continue;
      if (tx == NULL && database != NULL)
        tx = reeve_db_begin (database, REEVE_TX_READ, g_get_monotonic_time () + G_USEC_PER_SEC, NULL);
      if (is_approval)
        {
          if (!is_party (self, tx, subscriber, change))
            g_ptr_array_remove_index_fast (listeners, i - 1);
          continue;
        }
      if (may_change_roles (subscriber, change))
        read_bounds (tx, subscriber);
      if (g_atomic_int_get (&subscriber->bound) && !is_inside (tx, subscriber, change))
        g_ptr_array_remove_index_fast (listeners, i - 1);
    }
}

static gboolean
matches (ReeveFeedSubscriber *subscriber, const char *workspace, const char *session)
{
  return (workspace == NULL || g_str_equal (subscriber->workspace, workspace)) &&
         (session == NULL || g_str_equal (subscriber->session, session));
}

/* (transfer container): the subscribers to speak to, held while the feed's lock is not. */
static GPtrArray *
pick_subscribers (ReeveLiveFeed *self, const char *workspace, const char *session, gint64 due)
{
  GPtrArray *picked = g_ptr_array_new_with_free_func (unref_subscriber);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  for (guint i = 0; i < self->subscribers->len; i++)
    {
      ReeveFeedSubscriber *subscriber = self->subscribers->pdata[i];
      if (!matches (subscriber, workspace, session) || subscriber->next_heartbeat > due)
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
  g_autoptr (GPtrArray) due = pick_subscribers (self, NULL, NULL, now);

  for (guint i = 0; i < due->len; i++)
    {
      if (may_still_listen (self, due->pdata[i]))
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
reeve_live_feed_subscribe (ReeveLiveFeed *self,
                           const char *workspace,
                           const ReeveCaller *caller,
                           GError **error)
{
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
  subscriber->bound = !reeve_capabilities_have (caller->capabilities, REEVE_CAPABILITY_USERS_READ);
  subscriber->sees_folders =
    reeve_capabilities_have (caller->capabilities, REEVE_CAPABILITY_PERMISSIONS_READ);
  subscriber->sees_approvals = reeve_approval_sees_all (caller->capabilities);
  subscriber->next_heartbeat = g_get_monotonic_time () + REEVE_FEED_HEARTBEAT;
  /* the first bytes tell the client, and whatever stands between, that the stream is open */
  subscriber->queue = g_string_new (":\n\n");
  subscriber->ended = self->ended;
  g_ptr_array_add (self->subscribers, ref_subscriber (subscriber));
  return subscriber;
}

void
reeve_live_feed_publish (ReeveLiveFeed *self, const char *workspace, const ReeveChange *change)
{
  g_autoptr (GPtrArray) listeners = pick_subscribers (self, workspace, NULL, G_MAXINT64);
  g_autoptr (GString) text = g_string_new ("event: changed\ndata: {\"noun\":");

  keep_listeners (self, listeners, workspace, change);
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
  g_autoptr (GPtrArray) listeners = pick_subscribers (self, NULL, session, G_MAXINT64);

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
