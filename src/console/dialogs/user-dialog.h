/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Adds a person, or edits one: name, e-mail, roles. It saves by itself, stays open with what was typed when
 * the service refuses, and closes when it is in the store. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_USER_DIALOG (reeve_user_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveUserDialog, reeve_user_dialog, REEVE, USER_DIALOG, AdwDialog)

/* @user: whom to edit, as last seen; NULL to add somebody. Signals: "saved" (before (nullable), ReeveUser);
 * "conflict" (before, mine): somebody was faster. */
AdwDialog *reeve_user_dialog_new (ReeveSite *site, ReeveUser *user);

G_END_DECLS
