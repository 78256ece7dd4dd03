/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* When the grants of a workspace were last used, to the day. Somebody who looks at a folder must not have to
 * wait for a write: uses are gathered in memory, and a job writes them. What is lost by a crash is noted
 * again at the next use. */

#pragma once

#include "service/store/db.h"

G_BEGIN_DECLS

typedef struct _ReeveGrantUses ReeveGrantUses; /* any thread */

ReeveGrantUses *reeve_grant_uses_new (void);
void reeve_grant_uses_free (ReeveGrantUses *self);

/* Each of @ids (element-type utf8) was used now. One that is noted for today costs a look-up. */
void reeve_grant_uses_note (ReeveGrantUses *self, GPtrArray *ids, gint64 now);
/* Writes what was gathered, if anything was; the first time ever, also that uses are noted since @now. After
 * an error it is gathered still. BUSY, INTERNAL */
gboolean
reeve_grant_uses_write (ReeveGrantUses *self, ReeveDb *db, gint64 now, gint64 deadline, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* @used: (out): 0: not since uses are noted */
gboolean
reeve_grant_uses_get (ReeveTx *tx, const char *grant, gint64 *used, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
