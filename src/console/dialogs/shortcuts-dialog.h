/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Lists what the keys do. The titles are in the template; the keys are read from the window's own shortcut
 * controller, so that the two cannot drift apart. */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define REEVE_TYPE_SHORTCUTS_DIALOG (reeve_shortcuts_dialog_get_type ())
G_DECLARE_FINAL_TYPE (ReeveShortcutsDialog, reeve_shortcuts_dialog, REEVE, SHORTCUTS_DIALOG, AdwDialog)

AdwDialog *reeve_shortcuts_dialog_new (GtkWidget *window);

G_END_DECLS
