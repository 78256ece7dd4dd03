/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A secret that is to be changed: what it is, since when it is due and why. Its button and its menu call the
 * actions "rotations.mark", "rotations.edit" and "rotations.delete" with its id. */

#pragma once

#include <adwaita.h>

#include "common/rotation.h"
#include "console/lists/ticks.h"

G_BEGIN_DECLS

/* @item: of ReeveRotation. (transfer floating) */
GtkWidget *reeve_rotation_row_new (ReevePagedItem *item, ReeveTicks *ticks);

G_END_DECLS
