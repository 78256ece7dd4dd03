/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is held down on the keyboard while something is clicked that has no event of its own to ask. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean reeve_held_keys_have_shift (GtkWidget *widget); /* of the widget's display */

G_END_DECLS
