/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Locks accounts that somebody else may be in: at once, with what is known said later. It says what ends, and
 * whom it leaves out, as soon as that is known, and waits for none of it where whom it locks is known. What
 * fails is said loudly, and tried again without being done twice. */

#pragma once

#include <adwaita.h>

#include "console/client/containment.h"

G_BEGIN_DECLS

#define REEVE_TYPE_CONTAIN_DIALOG (reeve_contain_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveContainDialog, reeve_contain_dialog, REEVE, CONTAIN_DIALOG, AdwDialog)

/* @whom: of ReeveWhom, at least one: the first is meant unless another is chosen. Signal "locked" (ReeveCase,
 * a sentence): done. */
AdwDialog *reeve_contain_dialog_new (ReeveSite *site, GPtrArray *whom);

G_END_DECLS
