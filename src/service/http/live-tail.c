/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Lines of the access log, as they are written, for who watches it. More come than anybody can read: what a
 * slow reader has no room for is counted and told, and the stream goes on. */

#include "config.h"

#include <string.h>

#include "common/log-query-match.h"
#include "service/http/live-feed-private.h"

static void
send_line (ReeveFeedSubscriber *subscriber, const char *text, gsize length)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&subscriber->lock);

  if (subscriber->ended || reeve_feed_has_lapsed (subscriber))
    return;
  if (subscriber->missed > 0 || subscriber->queue->len + length > REEVE_FEED_QUEUE_BYTES)
    subscriber->missed++;
  else
    g_string_append_len (subscriber->queue, text, (gssize) length);
  reeve_feed_wake (subscriber);
}

void
reeve_feed_tell_missed (ReeveFeedSubscriber *subscriber)
{
  if (subscriber->missed == 0 || subscriber->queue->len > REEVE_FEED_QUEUE_BYTES / 2)
    return;
  g_string_append_printf (subscriber->queue, "event: missed\ndata: {\"n\":%u}\n\n", subscriber->missed);
  subscriber->missed = 0;
}

ReeveFeedSubscriber *
reeve_live_feed_subscribe_log (ReeveLiveFeed *self,
                               const char *workspace,
                               const ReeveCaller *caller,
                               ReeveLogQuery *query,
                               GError **error)
{
  return reeve_feed_add (self, workspace, caller, query, error);
}

static char *
print_line (ReeveAccessLine *line)
{
  GString *text = g_string_new ("event: line\ndata: ");

  reeve_record_append_json (line, text);
  g_string_append (text, "\n\n");
  return g_string_free (text, FALSE);
}

static void
publish_line (GPtrArray *listeners, ReeveAccessLine *line)
{
  g_autofree char *text = NULL;
  ReeveAccessEvent event;

  reeve_access_line_get_event (line, &event);
  for (guint i = 0; i < listeners->len; i++)
    {
      ReeveFeedSubscriber *subscriber = listeners->pdata[i];

      if (!reeve_log_query_matches (subscriber->tailed, &event))
        continue;
      if (text == NULL)
        text = print_line (line);
      send_line (subscriber, text, strlen (text));
    }
}

void
reeve_live_feed_publish_lines (ReeveLiveFeed *self, const char *workspace, GPtrArray *lines)
{
  g_autoptr (GPtrArray) listeners = reeve_feed_pick (self, workspace, NULL, G_MAXINT64);

  for (guint i = listeners->len; i > 0; i--)
    if (((ReeveFeedSubscriber *) listeners->pdata[i - 1])->tailed == NULL)
      g_ptr_array_remove_index_fast (listeners, i - 1);
  for (guint i = 0; i < lines->len && listeners->len > 0; i++)
    publish_line (listeners, lines->pdata[i]);
}
