/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asking, as support, to be let into the workspace. */

#pragma once

#include <adwaita.h>

#include "common/support-grant.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_SUPPORT_ASK_DIALOG (reeve_support_ask_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveSupportAskDialog, reeve_support_ask_dialog, REEVE, SUPPORT_ASK_DIALOG, AdwDialog)

/* Signal: "asked" (ReeveSupportGrant). */
AdwDialog *reeve_support_ask_dialog_new (ReeveSite *site);

G_END_DECLS
