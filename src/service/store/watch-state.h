/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the detections of a workspace know, and how far in the record they have come: kept together, so that
 * a backup that is restored goes on where it was. */

#pragma once

#include "service/store/db.h"

G_BEGIN_DECLS

/* *@knowledge: (out) (transfer full) (nullable): they have not begun. @leaf: (out): those before it were
 * looked at. INTERNAL, BUSY */
gboolean reeve_watch_state_read (ReeveTx *tx, GBytes **knowledge, gint64 *leaf, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_watch_state_write (ReeveTx *tx, GBytes *knowledge, gint64 leaf, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
