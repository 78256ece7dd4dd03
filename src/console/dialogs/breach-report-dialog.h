/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Reports a breach by the address of the account, for who cannot look people up: anybody, of a colleague, and
 * support without a grant, with a ticket. The answer is the same whoever it is about. Whoever may lock people
 * looks for them here. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_BREACH_REPORT_DIALOG (reeve_breach_report_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveBreachReportDialog,
                      reeve_breach_report_dialog,
                      REEVE,
                      BREACH_REPORT_DIALOG,
                      AdwDialog)

/* Signal "found" (ReeveUser): of who may lock them; the dialog is closed by then. */
AdwDialog *reeve_breach_report_dialog_new (ReeveSite *site);

G_END_DECLS
