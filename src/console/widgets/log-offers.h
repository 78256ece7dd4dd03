/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What could stand where the cursor of a query is, below the entry: never has the focus. Signal "chosen": one
 * was clicked. */

#pragma once

#include <gtk/gtk.h>

#include "common/log-query-complete.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LOG_OFFERS (reeve_log_offers_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLogOffers, reeve_log_offers, REEVE, LOG_OFFERS, GtkPopover)

ReeveLogOffers *reeve_log_offers_new (void); /* (transfer floating) */
/* @completion: (transfer full); closes when there is nothing to offer. @width: of the entry. */
void reeve_log_offers_show (ReeveLogOffers *self, ReeveLogCompletion *completion, int width);
void reeve_log_offers_close (ReeveLogOffers *self);
gboolean reeve_log_offers_is_open (ReeveLogOffers *self);
gboolean reeve_log_offers_is_chosen (ReeveLogOffers *self); /* by Up or Down */
void reeve_log_offers_move (ReeveLogOffers *self, int step);
/* The chosen one, else the first, and what it replaces. (nullable) (transfer none): until the next change */
const char *reeve_log_offers_get (ReeveLogOffers *self, gsize *offset, gsize *length);

G_END_DECLS
