/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What must not be missed: that something which should have happened at once has not. Hidden until it is
 * said. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define REEVE_TYPE_LOUD_BOX (reeve_loud_box_get_type ())
G_DECLARE_FINAL_TYPE (ReeveLoudBox, reeve_loud_box, REEVE, LOUD_BOX, AdwBin)

/* Shows it, and has it read out before all else. @help: (nullable): what can be done */
void reeve_loud_box_say (ReeveLoudBox *self, const char *title, const char *help);
void reeve_loud_box_hush (ReeveLoudBox *self);

G_END_DECLS
