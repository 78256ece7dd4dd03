/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The feed's inside, for the files that make it: who is told, and of what. live-feed.h says what it is. */

#pragma once

#include "common/log-query.h"
#include "service/http/live-feed.h"

G_BEGIN_DECLS

struct _ReeveFeedSubscriber
{
  gatomicrefcount references; /* the feed's, and the stream's */
  ReeveLiveFeed *feed;        /* borrowed */
  char *workspace;
  char *account;
  char *session;
  char *grant;           /* (nullable): the support grant that lets them in, or lets them hear more */
  gint64 grant_ends;     /* by the wall clock */
  gint64 next_heartbeat; /* of the feed's thread */
  gint bound;            /* atomic: may read nobody but those they administer by group, if any */
  gint sees_folders;     /* atomic: may know of all of them */
  gint sees_approvals;   /* atomic: the same */
  ReeveLogQuery *tailed; /* (nullable): hears of nothing but lines of the access log that match */
  guint missed;          /* of those, that were not told */

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

/* (transfer container) (element-type ReeveFeedSubscriber): the subscribers to speak to, held while the feed's
 * lock is not. @session: (nullable); @due: of a heartbeat, or G_MAXINT64 */
GPtrArray *reeve_feed_pick (ReeveLiveFeed *self, const char *workspace, const char *session, gint64 due);

/* Takes those away who may not hear of @change. */
void reeve_feed_keep_listeners (ReeveLiveFeed *self,
                                GPtrArray *listeners,
                                const char *workspace,
                                const ReeveChange *change);

/* The support grant is over by which they hear: they are told nothing more, and the stream ends at the next
 * look, within a second. */
gboolean reeve_feed_has_lapsed (const ReeveFeedSubscriber *self);

/* With the subscriber's lock held. */
void reeve_feed_wake (ReeveFeedSubscriber *subscriber);

/* @tailed: (nullable) (transfer full) */
ReeveFeedSubscriber *reeve_feed_add (ReeveLiveFeed *self,
                                     const char *workspace,
                                     const ReeveCaller *caller,
                                     ReeveLogQuery *tailed,
                                     GError **error);

/* What was missed, if there is room to say so. With the subscriber's lock held. */
void reeve_feed_tell_missed (ReeveFeedSubscriber *subscriber);

G_END_DECLS
