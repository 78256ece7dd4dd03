/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The versions of a record: what it was at any time, what differs between any two, and a way back. */

#pragma once

#include <adwaita.h>

#include "console/client/nouns.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_VERSIONS_DIALOG (reeve_versions_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveVersionsDialog, reeve_versions_dialog, REEVE, VERSIONS_DIALOG, AdwDialog)

/* @name: (nullable): as people call the record. @entry: (nullable): id of the entry whose version is shown
 * first; NULL: the newest. (transfer floating) */
AdwDialog *reeve_versions_dialog_new (ReeveSite *site,
                                      const ReeveNoun *noun,
                                      const char *id,
                                      const char *name,
                                      const char *entry);

G_END_DECLS
