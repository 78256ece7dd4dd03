/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Opens an account again that a breach report locked: says what follows, asks why it is safe. */

#pragma once

#include <adwaita.h>

#include "common/user.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_RELEASE_DIALOG (reeve_release_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveReleaseDialog, reeve_release_dialog, REEVE, RELEASE_DIALOG, AdwDialog)

AdwDialog *reeve_release_dialog_new (ReeveSite *site, ReeveUser *user);

G_END_DECLS
