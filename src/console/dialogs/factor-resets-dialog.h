/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The resets of second factors that wait for another administrator, to approve or to decline. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FACTOR_RESETS_DIALOG (reeve_factor_resets_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFactorResetsDialog,
                      reeve_factor_resets_dialog,
                      REEVE,
                      FACTOR_RESETS_DIALOG,
                      AdwDialog)

AdwDialog *reeve_factor_resets_dialog_new (ReeveSite *site);

G_END_DECLS
