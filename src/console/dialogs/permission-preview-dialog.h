/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What would come of changes of permissions, before they are made, and making them. Nothing is applied that
 * was not looked at here: if the world has moved meanwhile, what would come of them now is shown instead. */

#pragma once

#include <adwaita.h>

#include "common/permission-draft.h"
#include "console/client/site.h"
#include "console/widgets/permission-entry.h"

G_BEGIN_DECLS

#define REEVE_TYPE_PERMISSION_PREVIEW_DIALOG (reeve_permission_preview_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReevePermissionPreviewDialog,
                      reeve_permission_preview_dialog,
                      REEVE,
                      PERMISSION_PREVIEW_DIALOG,
                      AdwDialog)

/* Signals: "applied" (GPtrArray of ReevePermissionEntry, ReevePermissionPreview: the answer): they are in the
 * store. "drafted" (GPtrArray of ReevePermissionEntry): they wait. "held": an approval of them
 * was asked for. It closes itself after each.
 * @entries: those of the draft first, which are @n_drafted. @reason: (nullable): to begin with. */
AdwDialog *reeve_permission_preview_dialog_new (ReeveSite *site,
                                                GPtrArray *entries,
                                                guint n_drafted,
                                                const char *reason);

G_END_DECLS
