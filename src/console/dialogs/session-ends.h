/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Ending sessions of the open workspace: asked first where it touches many or oneself, with what it will do
 * counted by the service. What became of it is told by "win.toast"; then the widget's action
 * "sessions.reload" is called. */

#pragma once

#include <gtk/gtk.h>

#include "common/session.h"
#include "console/client/site.h"

G_BEGIN_DECLS

/* At once; asks first where it is the one that asks. */
void reeve_session_ends_one (GtkWidget *widget, ReeveSite *site, ReeveSession *session);
/* All of one person. @name: (nullable) */
void reeve_session_ends_of_person (GtkWidget *widget, ReeveSite *site, const char *account, const char *name);
/* Everybody's but the one that asks. */
void reeve_session_ends_all (GtkWidget *widget, ReeveSite *site);

G_END_DECLS
