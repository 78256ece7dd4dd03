/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The left of the main window: the workspace, its pages, the connection, the person. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_SIDEBAR (reeve_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (ReeveSidebar, reeve_sidebar, REEVE, SIDEBAR, AdwBin)

void reeve_sidebar_set_site (ReeveSidebar *self, ReeveSite *site); /* (nullable) */
/* Lists the ReevePages in @pages that the person may see, and follows which one it shows. */
void reeve_sidebar_set_pages (ReeveSidebar *self, GtkStack *pages);
/* The name of the nth page on screen, from 0, for Alt+1…9; (nullable). */
const char *reeve_sidebar_get_nth (ReeveSidebar *self, guint n);
void reeve_sidebar_show_connection (ReeveSidebar *self); /* opens what there is to say of it */

G_END_DECLS
