/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The console as a whole: its windows, what the command line asks for, and the actions that need no window.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define REEVE_TYPE_APPLICATION (reeve_application_get_type ())
G_DECLARE_FINAL_TYPE (ReeveApplication, reeve_application, REEVE, APPLICATION, AdwApplication)

ReeveApplication *reeve_application_new (void);

G_END_DECLS
