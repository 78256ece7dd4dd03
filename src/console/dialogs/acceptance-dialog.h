/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Takes the link of an invitation and accepts it: here where the link is of the service that the window shows
 * or of the workspace on this computer, which no browser gets to; of any other service in the browser, whose
 * word for a certificate is as good as ours. Signal "accepted" (ReeveSite, string: the address). */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_ACCEPTANCE_DIALOG (reeve_acceptance_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveAcceptanceDialog, reeve_acceptance_dialog, REEVE, ACCEPTANCE_DIALOG, AdwDialog)

/* @site: (nullable): what the window shows */
AdwDialog *reeve_acceptance_dialog_new (ReeveSite *site);

G_END_DECLS
