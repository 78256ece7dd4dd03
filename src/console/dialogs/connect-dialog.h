/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asks for the address of a service, tries it, and shows its certificate if nobody vouches for it. Signal
 * "connected" (ReeveSite): it answers; the dialog has closed. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CONNECT_DIALOG (reeve_connect_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveConnectDialog, reeve_connect_dialog, REEVE, CONNECT_DIALOG, AdwDialog)

AdwDialog *reeve_connect_dialog_new (void);

G_END_DECLS
