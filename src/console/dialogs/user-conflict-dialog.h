/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody else saved first: both versions, field by field, and what each began from. The person chooses per
 * field; nothing is ever overwritten in silence. */

#pragma once

#include <adwaita.h>

#include "common/user.h"

G_BEGIN_DECLS

#define REEVE_TYPE_USER_CONFLICT_DIALOG (reeve_user_conflict_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveUserConflictDialog,
                      reeve_user_conflict_dialog,
                      REEVE,
                      USER_CONFLICT_DIALOG,
                      AdwDialog)

/* Signal "resolved" (theirs, merged): save from one to the other. */
AdwDialog *reeve_user_conflict_dialog_new (ReeveUser *before, ReeveUser *mine, ReeveUser *theirs);

G_END_DECLS
