/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is known of a case, corrected: what it is feared to be, what was noticed, since when; and what it
 * was, once that is known. */

#pragma once

#include <adwaita.h>

#include "common/case.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CASE_DIALOG (reeve_case_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveCaseDialog, reeve_case_dialog, REEVE, CASE_DIALOG, AdwDialog)

/* Signal "saved" (ReeveCase). */
AdwDialog *reeve_case_dialog_new (ReeveSite *site, ReeveCase *breach_case);

G_END_DECLS
