/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One item of a paged list: it stays while its record changes, so that selection and scroll stay too. */

#pragma once

#include "common/record.h"

G_BEGIN_DECLS

#define REEVE_TYPE_PAGED_ITEM (reeve_paged_item_get_type ())
G_DECLARE_FINAL_TYPE (ReevePagedItem, reeve_paged_item, REEVE, PAGED_ITEM, GObject)
/* Properties: "record" (ReeveRecord, notified), "id" (string), "ticked" (boolean, notified: owned by the
 * page's tick set). */
gpointer reeve_paged_item_get_record (ReevePagedItem *self); /* (transfer none) */
const char *reeve_paged_item_get_id (ReevePagedItem *self);
gboolean reeve_paged_item_get_ticked (ReevePagedItem *self);
void reeve_paged_item_set_ticked (ReevePagedItem *self, gboolean ticked);

G_END_DECLS
