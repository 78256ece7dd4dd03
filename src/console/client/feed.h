/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The live feed: one long request of server-sent events, reopened when it breaks. Stop it before letting it
 * go. After "connected" anything may have changed meanwhile: load again. Signals: "changed" (noun,
 * id (nullable), version); "told" (name, data) of an event of any other name; "connected" and "disconnected"
 * (bool property "connected", notified). Main thread only. */

#pragma once

#include "console/client/client.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FEED (reeve_feed_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFeed, reeve_feed, REEVE, FEED, GObject)

ReeveFeed *reeve_feed_new (ReeveClient *client, const char *workspace);
/* Of any stream of server-sent events; @path: with its query. */
ReeveFeed *reeve_feed_new_at (ReeveClient *client, const char *path);
void reeve_feed_start (ReeveFeed *self);
void reeve_feed_stop (ReeveFeed *self);
gboolean reeve_feed_get_connected (ReeveFeed *self);

G_END_DECLS
