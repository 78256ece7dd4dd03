/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is written of a secret that people know: its name, where it is kept, how old it may get, who knows it.
 * Never the secret. */

#pragma once

#include <adwaita.h>

#include "common/rotation.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_ROTATION_DIALOG (reeve_rotation_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveRotationDialog, reeve_rotation_dialog, REEVE, ROTATION_DIALOG, AdwDialog)

/* @rotation: (nullable): a new one. Signal "saved". */
AdwDialog *reeve_rotation_dialog_new (ReeveSite *site, ReeveRotation *rotation);

G_END_DECLS
