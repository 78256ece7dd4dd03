/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* "Prove This Line": whether a line that is on screen is in the record that this device has seen, and the
 * path from the one to the other. A line that does not hold turns the window red, too. */

#pragma once

#include <adwaita.h>

#include "common/access-line.h"
#include "common/audit-entry.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_PROOF_DIALOG (reeve_proof_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveProofDialog, reeve_proof_dialog, REEVE, PROOF_DIALOG, AdwDialog)

AdwDialog *reeve_proof_dialog_new_for_line (ReeveSite *site, ReeveAccessLine *line);
AdwDialog *reeve_proof_dialog_new_for_entry (ReeveSite *site, ReeveAuditEntry *entry);

G_END_DECLS
