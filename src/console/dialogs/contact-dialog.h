/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asking somebody without an account about one folder. */

#pragma once

#include <adwaita.h>

#include "common/contact.h"
#include "common/folder.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CONTACT_DIALOG (reeve_contact_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveContactDialog, reeve_contact_dialog, REEVE, CONTACT_DIALOG, AdwDialog)

/* Signal "asked" (ReeveContact). @folder: (nullable): chosen in the dialog. It closes by itself. */
AdwDialog *reeve_contact_dialog_new (ReeveSite *site, ReeveFolder *folder);

G_END_DECLS
