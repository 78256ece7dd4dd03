/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A log of another system into the access log: chosen or dropped, looked at before anything is brought, and
 * brought with its progress. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_LOG_IMPORT_DIALOG (reeve_log_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLogImportDialog, reeve_log_import_dialog, REEVE, LOG_IMPORT_DIALOG, AdwDialog)

/* Signal "imported": events came in. For who may "log.import". */
AdwDialog *reeve_log_import_dialog_new (ReeveSite *site);
/* As if the person had chosen it. */
void reeve_log_import_dialog_read (ReeveLogImportDialog *self, GFile *file);

G_END_DECLS
