/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Inviting one person, or several with the same roles. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_INVITATION_DIALOG (reeve_invitation_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveInvitationDialog, reeve_invitation_dialog, REEVE, INVITATION_DIALOG, AdwDialog)

/* Signal "invited" (ReeveInvitation, with its link): for each one that was made. */
AdwDialog *reeve_invitation_dialog_new (ReeveSite *site);

G_END_DECLS
