/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The rows of a file that is looked at, in words and in order. */

#pragma once

#include <gtk/gtk.h>

#include "common/user-import.h"

G_BEGIN_DECLS

/* Makes the closures of import-row.ui known to the template of a widget class. */
void reeve_import_rows_bind (GtkWidgetClass *klass);
/* @invites: who is new is invited, not added. */
void reeve_import_rows_show (GListStore *store, ReeveUserImportReport *report, gboolean invites);

G_END_DECLS
