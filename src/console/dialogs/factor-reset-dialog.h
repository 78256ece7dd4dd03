/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Resetting somebody's second factor: what follows from it, why, and how it was checked who they are. */

#pragma once

#include <adwaita.h>

#include "common/user.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FACTOR_RESET_DIALOG (reeve_factor_reset_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFactorResetDialog,
                      reeve_factor_reset_dialog,
                      REEVE,
                      FACTOR_RESET_DIALOG,
                      AdwDialog)

AdwDialog *reeve_factor_reset_dialog_new (ReeveSite *site, ReeveUser *user);

G_END_DECLS
