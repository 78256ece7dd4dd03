/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The real service in this process, with people in it, and a site signed in to it: what a page is tested
 * against. A test is the only program that links both. */

#pragma once

#include <gtk/gtk.h>

#include "common/user.h"
#include "console/client/site.h"

G_BEGIN_DECLS

typedef struct _LiveSite LiveSite;

LiveSite *live_site_new (guint n_users);
void live_site_free (LiveSite *self);
ReeveSite *live_site_get_site (LiveSite *self); /* READY */

/* Turns the main loop until @done says so; g_error() after two minutes. */
void live_site_wait (gboolean (*done) (gpointer data), gpointer data);
void live_site_settle (guint milliseconds);
/* Until the service itself has a user in @state. */
void live_site_wait_for_state (LiveSite *self, const char *user_id, const char *state);

/* The first descendant of a type, or the widget itself. (transfer none) (nullable) */
gpointer live_site_find (GtkWidget *widget, GType type);
/* A label on screen has @text in it. */
gboolean live_site_shows (GtkWidget *widget, const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LiveSite, live_site_free)

G_END_DECLS
