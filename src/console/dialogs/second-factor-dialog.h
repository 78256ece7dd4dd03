/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* One's own second factor: whether it is on, another authenticator app, new recovery codes. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_SECOND_FACTOR_DIALOG (reeve_second_factor_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveSecondFactorDialog,
                      reeve_second_factor_dialog,
                      REEVE,
                      SECOND_FACTOR_DIALOG,
                      AdwDialog)

AdwDialog *reeve_second_factor_dialog_new (ReeveSite *site);

G_END_DECLS
