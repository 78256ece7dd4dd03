/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the paged list does with its items and nobody else may. */

#pragma once

#include "console/lists/paged-item.h"

G_BEGIN_DECLS

ReevePagedItem *reeve_paged_item_new (const char *id, ReeveRecord *record);
void reeve_paged_item_set_record (ReevePagedItem *self, ReeveRecord *record);
guint reeve_paged_item_get_position (ReevePagedItem *self);
void reeve_paged_item_set_position (ReevePagedItem *self, guint position);

G_END_DECLS
