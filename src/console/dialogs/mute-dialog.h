/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Makes a mute: what is expected, of whom, from where, why, until when, and who answers for it. The last
 * three can be changed later; one that is to cover something else is another one. */

#pragma once

#include <adwaita.h>

#include "common/mute.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_MUTE_DIALOG (reeve_mute_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveMuteDialog, reeve_mute_dialog, REEVE, MUTE_DIALOG, AdwDialog)

/* @finding: (nullable): it begins with what would cover it. Signal "muted" (string): what to say. */
AdwDialog *reeve_mute_dialog_new (ReeveSite *site, ReeveFinding *finding);
/* Changes @mute, with the same signal. */
AdwDialog *reeve_mute_dialog_new_change (ReeveSite *site, ReeveMute *mute);

G_END_DECLS
