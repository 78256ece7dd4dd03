/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A new group: what it is called, who is in it, and where it is. */

#pragma once

#include <adwaita.h>

#include "common/group.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_GROUP_DIALOG (reeve_group_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveGroupDialog, reeve_group_dialog, REEVE, GROUP_DIALOG, AdwDialog)

/* @parent: (nullable): offered as the one that it is in. Signal: "created" (ReeveGroup). */
AdwDialog *reeve_group_dialog_new (ReeveSite *site, ReeveGroup *parent);

G_END_DECLS
