/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What narrows the list of users: a search entry and a row of chips. It knows no list: it fills the text and
 * the filters of a query, and says when they change. */

#pragma once

#include <adwaita.h>

#include "common/query.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_USER_FILTER (reeve_user_filter_get_type ())
G_DECLARE_FINAL_TYPE (ReeveUserFilter, reeve_user_filter, REEVE, USER_FILTER, AdwBin)

/* Signals: "changed"; "leave" (Escape or Return in the entry: the list takes the focus). */
void reeve_user_filter_fill (ReeveUserFilter *self, ReeveQuery *query); /* sets text and filters */
gboolean reeve_user_filter_is_narrow (ReeveUserFilter *self);           /* anything but everyone */
char *reeve_user_filter_describe (ReeveUserFilter *self); /* (transfer full): "ada, Suspended" */
void reeve_user_filter_clear (ReeveUserFilter *self);
void reeve_user_filter_set_site (ReeveUserFilter *self, ReeveSite *site);   /* offers its custom roles */
void reeve_user_filter_show_role (ReeveUserFilter *self, const char *role); /* everyone who holds it */
/* Everyone who is all of this: wire names and values of a query's filters (a{ss}). */
void reeve_user_filter_show (ReeveUserFilter *self, GVariant *filters);
void reeve_user_filter_show_group (ReeveUserFilter *self, const char *group); /* everyone who is in it */
void reeve_user_filter_show_text (ReeveUserFilter *self, const char *text);   /* everyone it finds */
void reeve_user_filter_focus (ReeveUserFilter *self);
/* Typing in @widget goes to the entry. */
void reeve_user_filter_set_capture (ReeveUserFilter *self, GtkWidget *widget);

G_END_DECLS
