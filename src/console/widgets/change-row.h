/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A row for one entry of the audit trail: what was done, who did it and when. Activated it shows all of it
 * ("win.change"); a button has it proved, where the person may ("win.prove-entry"). */

#pragma once

#include <gtk/gtk.h>

#include "console/client/site.h"
#include "console/lists/paged-item.h"

G_BEGIN_DECLS

/* @item: of a ReeveAuditEntry. @named: whose change it is stands in the title. (transfer floating) */
GtkWidget *reeve_change_row_new (ReeveSite *site, ReevePagedItem *item, gboolean named);
/* Groups that it names have become known. */
void reeve_change_row_update (GtkWidget *row);

G_END_DECLS
