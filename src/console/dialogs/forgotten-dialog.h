/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Sets a new password for somebody of the workspace on this computer who forgot theirs. What it rests on is
 * in client/local-reset.h. Signal "set" (string: the address). */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FORGOTTEN_DIALOG (reeve_forgotten_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveForgottenDialog, reeve_forgotten_dialog, REEVE, FORGOTTEN_DIALOG, AdwDialog)

/* @email: as far as it was typed already */
AdwDialog *reeve_forgotten_dialog_new (ReeveSite *site, const char *email);

G_END_DECLS
