/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A window of the console: shows one site, in whatever state that is. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_WINDOW (reeve_window_get_type ())
G_DECLARE_FINAL_TYPE (ReeveWindow, reeve_window, REEVE, WINDOW, AdwApplicationWindow)

ReeveWindow *reeve_window_new (GtkApplication *application);
void reeve_window_set_site (ReeveWindow *self, ReeveSite *site); /* (nullable): the welcome page */
/* For the first window: presents it once there is more to show than that the site opens, or after a while. */
void reeve_window_show_with (ReeveWindow *self, ReeveSite *site);
ReeveSite *reeve_window_get_site (ReeveWindow *self); /* (transfer none) (nullable) */

/* Pure: which of the window's views stands for a state; a name of the stack in window.ui. */
const char *reeve_window_view_for (ReeveSiteState state);

/* Before the site, or its workspace, is left: TRUE: something would be lost, and the person is asked; if they
 * mean it, @action (full name) is activated once more. @parameter: (nullable) */
gboolean reeve_window_ask_pending (ReeveWindow *self, const char *action, GVariant *parameter);

G_END_DECLS
