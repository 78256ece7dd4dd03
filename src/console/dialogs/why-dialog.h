/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Why somebody may, or may not, do something in a folder: the grants that decide with the whole way they go,
 * those that are stopped or have expired, and the fewest changes that would turn it round. Another verb is
 * asked about in place. */

#pragma once

#include <adwaita.h>

#include "common/permission-why.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_WHY_DIALOG (reeve_why_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveWhyDialog, reeve_why_dialog, REEVE, WHY_DIALOG, AdwDialog)

/* @kind: of reeve_principal_kinds, (nullable): a user or a contact; @subject: the id; @name: theirs; @folder:
 * its id; @place: (nullable): that in words, with the root's name; it is asked for otherwise. Signals: "go"
 * (kind, id): a line was followed; "preview" (GPtrArray of ReevePermissionEntry): they are to be tried. Both
 * close it. */
AdwDialog *reeve_why_dialog_new (ReeveSite *site,
                                 const char *kind,
                                 const char *subject,
                                 const char *name,
                                 const char *folder,
                                 const char *place,
                                 ReeveVerbs verb);

G_END_DECLS
