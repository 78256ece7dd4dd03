/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Inviting one person, or several with the same roles. */

#pragma once

#include <adwaita.h>

#include "common/invitation.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_INVITATION_DIALOG (reeve_invitation_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveInvitationDialog, reeve_invitation_dialog, REEVE, INVITATION_DIALOG, AdwDialog)

/* Signal "invited" (ReeveInvitation, with its link): for each one that was made. */
AdwDialog *reeve_invitation_dialog_new (ReeveSite *site);
/* Says that it was made, and has its link for copying. @widget: what the clipboard is of. (transfer full) */
AdwToast *reeve_invitation_toast_new (GtkWidget *widget, ReeveInvitation *invitation);

G_END_DECLS
