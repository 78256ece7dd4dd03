/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Folders that somebody managed once, and nobody does now. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_UNMANAGED_DIALOG (reeve_unmanaged_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveUnmanagedDialog, reeve_unmanaged_dialog, REEVE, UNMANAGED_DIALOG, AdwDialog)

/* Signal "go" (id): the person chose a folder, and the dialog closes. */
AdwDialog *reeve_unmanaged_dialog_new (ReeveSite *site);

G_END_DECLS
