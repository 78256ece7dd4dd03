/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Marking secrets as rotated: asks first, since the service takes nothing of it back, and tells what came of
 * each. */

#pragma once

#include <adwaita.h>

#include "common/rotation.h"
#include "console/client/site.h"

G_BEGIN_DECLS

/* @rotations: one or more ReeveRotation. @widget, below whose action "rotations.reload" it ends, shows the
 * question. */
void reeve_rotation_marks_ask (GtkWidget *widget, ReeveSite *site, GPtrArray *rotations);
/* Asks, then deletes one from the list. */
void reeve_rotation_marks_ask_delete (GtkWidget *widget, ReeveSite *site, ReeveRotation *rotation);

G_END_DECLS
