/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Makes a hold on events of the access log. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_HOLD_DIALOG (reeve_hold_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveHoldDialog, reeve_hold_dialog, REEVE, HOLD_DIALOG, AdwDialog)

/* @account: (nullable): of everybody
 * @name: (nullable): who that is
 * @from, @to: microseconds since 1970, to begin with
 * Signal: "held" (string): a sentence that says so. */
AdwDialog *
reeve_hold_dialog_new (ReeveSite *site, const char *account, const char *name, gint64 from, gint64 to);

G_END_DECLS
