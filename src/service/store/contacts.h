/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* External contacts of one workspace: their rows. That time has passed is not written into them. */

#pragma once

#include "common/contact.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* As they are shown, newest first unless asked otherwise. INVALID ("?state", "?cursor" of another query),
 * BUSY */
ReeveListing *reeve_contacts_list (ReeveTx *tx, const ReeveQuery *query, gint64 now, GError **error);
ReeveContact *reeve_contacts_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND; the row */
/* Those with the address @email that can still be answered, by whatever capitals; the rows. (element-type
 * ReeveContact) */
GPtrArray *reeve_contacts_list_live (ReeveTx *tx, const char *email, gint64 now, GError **error);
gboolean reeve_contacts_insert (ReeveTx *tx, ReeveContact *contact, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* STALE, NOT_FOUND */
gboolean reeve_contacts_update (ReeveTx *tx, ReeveContact *stored, ReeveContact *contact, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
/* From a row to what is shown: state by the clock, path of the folder. */
gboolean reeve_contacts_show (ReeveTx *tx, ReeveContact *contact, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
