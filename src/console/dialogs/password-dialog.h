/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Changes the password of the person who is signed in. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_PASSWORD_DIALOG (reeve_password_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReevePasswordDialog, reeve_password_dialog, REEVE, PASSWORD_DIALOG, AdwDialog)

AdwDialog *reeve_password_dialog_new (ReeveSite *site);

G_END_DECLS
