/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Asks for the fresh code that a dangerous call needs, whichever page made it. Closing it lets the call end
 * without having happened. */

#pragma once

#include <adwaita.h>

#include "console/client/step-up.h"

G_BEGIN_DECLS

#define REEVE_TYPE_STEP_UP_DIALOG (reeve_step_up_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveStepUpDialog, reeve_step_up_dialog, REEVE, STEP_UP_DIALOG, AdwDialog)

AdwDialog *reeve_step_up_dialog_new (ReeveStepUp *step_up);

G_END_DECLS
