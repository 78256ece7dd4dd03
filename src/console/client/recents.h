/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The services that this console has opened: data, not settings and no secret. A GListModel, the latest
 * first, kept in $XDG_DATA_HOME/reeve/recents, a key file with a group per service. Main thread only. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define REEVE_TYPE_RECENT (reeve_recent_get_type ())
G_DECLARE_FINAL_TYPE (ReeveRecent, reeve_recent, REEVE, RECENT, GObject)
/* Properties: "origin", "name" (notified), "opened" (int64, microseconds since 1970), "fingerprint"
 * (nullable: of a pinned certificate). */
const char *reeve_recent_get_origin (ReeveRecent *self);
const char *reeve_recent_get_name (ReeveRecent *self);
const char *reeve_recent_get_fingerprint (ReeveRecent *self); /* (nullable) */
gint64 reeve_recent_get_opened (ReeveRecent *self);

#define REEVE_TYPE_RECENTS (reeve_recents_get_type ())
G_DECLARE_FINAL_TYPE (ReeveRecents, reeve_recents, REEVE, RECENTS, GObject)

ReeveRecents *reeve_recents_get_default (void);                           /* (transfer none) */
ReeveRecents *reeve_recents_new (const char *path);                       /* for tests */
ReeveRecent *reeve_recents_find (ReeveRecents *self, const char *origin); /* (transfer none) (nullable) */
/* Opened now: goes to the top, with this name and fingerprint (nullable both: as they were). */
void reeve_recents_add (ReeveRecents *self, const char *origin, const char *name, const char *fingerprint);
/* Undo puts back what was removed last, where it was; FALSE: there is nothing. */
void reeve_recents_remove (ReeveRecents *self, const char *origin);
gboolean reeve_recents_undo (ReeveRecents *self);

/* "reeve.example.org", "https://Reeve.example.org/": as an origin, or NULL and INVALID (reason "origin"): no
 * address, no https. Plain http is for this computer only. (transfer full) */
char *reeve_origin_parse (const char *text, GError **error);

G_END_DECLS
