/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One workspace's detections (detect/watch.h) with what is kept of them: they go on where they were saved,
 * and what they raise becomes findings. Or the directory's, which see who tries to sign in, to whatever
 * workspace and as whomever: what they raise is told to who runs the installation (guessing-notices.h).
 * Whoever is stopped without saving looks at the same events again, and raises what is there already. */

#pragma once

#include "service/store/installation.h"

G_BEGIN_DECLS

typedef struct _ReeveWatching ReeveWatching;

/* @workspace is borrowed; (nullable): the directory. Errors: NOT_FOUND: there is no such workspace; BUSY,
 * INTERNAL. */
ReeveWatching *reeve_watching_open (ReeveInstallation *installation, const char *workspace, GError **error);
void reeve_watching_free (ReeveWatching *self); /* does not save */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveWatching, reeve_watching_free)

gint64 reeve_watching_get_leaf (ReeveWatching *self); /* those before it were looked at */
/* Looks at what has a leaf of @leaf or later, though it was looked at before. */
void reeve_watching_go_back (ReeveWatching *self, gint64 leaf);
/* When something is to be written though nothing happens; G_MAXINT64: there is nothing. */
gint64 reeve_watching_get_due (ReeveWatching *self);
guint64 reeve_watching_count_new (ReeveWatching *self); /* events that it looked at and did not save */
gsize reeve_watching_get_memory (ReeveWatching *self);  /* bytes */

/* From now on by what the workspace has set of its detections, if that was changed. Errors: BUSY, INTERNAL.
 */
gboolean reeve_watching_take_settings (ReeveWatching *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Looks at @lines (element-type ReeveAccessLine), in the order of their leaves; those it has looked at are
 * passed over. @next: the first leaf that it has not looked at then. */
void reeve_watching_look (ReeveWatching *self, GPtrArray *lines, gint64 next);

/* Writes what was raised since, and what is due. @ids: of the findings that are new and not muted are added
 * (element-type utf8, owned). Errors: BUSY, INTERNAL: it is written the next time. */
gboolean reeve_watching_write (ReeveWatching *self, gint64 now, GPtrArray *ids, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* All of it has to be written. Errors: BUSY, INTERNAL. */
gboolean reeve_watching_save (ReeveWatching *self, gint64 now, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
