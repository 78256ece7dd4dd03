/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What it means that a record is not what it was, and what this device knows of it. */

#pragma once

#include <adwaita.h>

#include "console/client/witness-memory.h"

G_BEGIN_DECLS

#define REEVE_TYPE_RECORD_DIALOG (reeve_record_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveRecordDialog, reeve_record_dialog, REEVE, RECORD_DIALOG, AdwDialog)

AdwDialog *reeve_record_dialog_new (ReeveEvidence *evidence);

G_END_DECLS
