/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Goes through a workspace's access events in the order in which they arrive, with every rule, and raises
 * findings. All that it knows is bounded, and can be saved and restored: a watch that was saved anywhere in
 * between raises what one raises that went through all of them. One thread at a time. */

#pragma once

#include "service/detect/rule.h"

G_BEGIN_DECLS

typedef struct _ReeveWatch ReeveWatch;

/* @key: of the workspace, for as long as its findings are to be the same */
ReeveWatch *reeve_watch_new (const guint8 key[REEVE_SIGHT_KEY_BYTES]);
void reeve_watch_free (ReeveWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveWatch, reeve_watch_free)

/* FALSE: there is no such rule or number, or @value is out of its bounds. */
gboolean reeve_watch_set_number (ReeveWatch *self, const char *rule, const char *number, gint64 value)
  G_GNUC_WARN_UNUSED_RESULT;

/* One that is off raises nothing, and goes on learning: whoever switches it on again does not wait for weeks,
 * and what other rules take from it stays. */
void reeve_watch_switch (ReeveWatch *self, const char *rule, gboolean on);

/* (transfer full) (nullable): none. From the next event on; what is known of sites holds by their names. */
void reeve_watch_set_sites (ReeveWatch *self, ReeveSites *sites);

/* Adds to @findings (element-type ReeveRaised, owned by the array). */
void reeve_watch_look (ReeveWatch *self, const ReeveAccessEvent *event, GPtrArray *findings);

gsize reeve_watch_get_memory (const ReeveWatch *self); /* bytes */

/* (transfer full): what it knows, and the key; numbers, switches and sites that are set are not in it. */
GBytes *reeve_watch_save (const ReeveWatch *self);
/* FALSE: these are no bytes of this version's; it knows nothing then. */
gboolean reeve_watch_restore (ReeveWatch *self, GBytes *saved) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
