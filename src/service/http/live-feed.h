/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The live feed: who listens to a workspace, and what each has yet to be told, as server-sent events:
 *   event: changed
 *   data: {"noun":"user","id":"…","version":3}      (without id: many; without version: mirrored, not a
 * change of anybody's) A subscriber who does not read is cut off at 64 KiB and reloads; one whose session has
 * ended is cut off at once, or at the next heartbeat. Any thread. */

#pragma once

#include "common/access-line.h"
#include "common/log-query.h"
#include "service/http/exchange.h"

G_BEGIN_DECLS

#define REEVE_FEED_HEARTBEAT   (15 * G_TIME_SPAN_SECOND)
#define REEVE_FEED_QUEUE_BYTES (64 * 1024)
/* A stream holds a connection for as long as it likes. */
#define REEVE_FEED_STREAMS_PER_ACCOUNT 8

typedef struct _ReeveLiveFeed ReeveLiveFeed;

ReeveLiveFeed *reeve_live_feed_new (ReeveInstallation *installation);
void reeve_live_feed_free (ReeveLiveFeed *self); /* after the last stream has ended */

/* Streams of all accounts together; none at first. */
void reeve_live_feed_set_limit (ReeveLiveFeed *self, guint limit);
/* (transfer full): handed back with reeve_feed_subscriber_release(). Errors: TOO_MANY (reason "streams": of
 * the account), BUSY (reason "streams": of all), both with retry-after. */
ReeveFeedSubscriber *reeve_live_feed_subscribe (ReeveLiveFeed *self,
                                                const char *workspace,
                                                const ReeveCaller *caller,
                                                GError **error);
/* The same for who watches the access log, and hears of nothing else:
 *   event: line
 *   data: a ReeveAccessLine that matches @query
 *   event: missed
 *   data: {"n":12}      (so many that matched came too fast)
 * @query: (transfer full) */
ReeveFeedSubscriber *reeve_live_feed_subscribe_log (ReeveLiveFeed *self,
                                                    const char *workspace,
                                                    const ReeveCaller *caller,
                                                    ReeveLogQuery *query,
                                                    GError **error);
void reeve_live_feed_publish_lines (ReeveLiveFeed *self,
                                    const char *workspace,
                                    GPtrArray *lines); /* (element-type ReeveAccessLine) */
void reeve_live_feed_publish (ReeveLiveFeed *self, const char *workspace, const ReeveChange *change);
void reeve_live_feed_end_session (ReeveLiveFeed *self, const char *session);
void reeve_live_feed_end_all (ReeveLiveFeed *self); /* and takes no more */
guint reeve_live_feed_get_n_subscribers (ReeveLiveFeed *self);
void reeve_live_feed_beat_for_tests (ReeveLiveFeed *self); /* the heartbeat of everybody, now */

/* The stream's side. @suspend is called when there is nothing to send, @resume when there is again; never
 * both at once. */
typedef void (*ReeveFeedSwitch) (gpointer connection);
void reeve_feed_subscriber_connect (ReeveFeedSubscriber *self,
                                    ReeveFeedSwitch suspend,
                                    ReeveFeedSwitch resume,
                                    gpointer connection);
/* Bytes copied; 0 when it called @suspend; -1 at the end of the stream. */
gssize reeve_feed_subscriber_read (ReeveFeedSubscriber *self, char *buffer, gsize size);
void reeve_feed_subscriber_release (ReeveFeedSubscriber *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveLiveFeed, reeve_live_feed_free)

G_END_DECLS
