/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The closures that templates call to turn values into words: pure, tested without a display, and NULL-safe,
 * since a closure is called with the object that a lookup lost (STYLE B: an object-taking closure never shows
 * the previous person). */

#pragma once

#include <gtk/gtk.h>

#include "common/user.h"

G_BEGIN_DECLS

char *reeve_format_ago (gint64 then, gint64 now); /* (transfer full): "4 min", "3 d", "now"; "—" for 0 */
char *reeve_format_duration (gint64 span);        /* (transfer full): "38 s", "12 min", "1 h 30 min" */
char *reeve_format_time (gint64 then); /* (transfer full): local date and time with seconds and zone */
char *reeve_format_date (gint64 then); /* (transfer full): the local day, "12 March 2026" */
char *reeve_format_count (gint64 n);   /* (transfer full): with the locale's separators */
int reeve_format_days_left (gint64 deleted, gint64 now); /* whole days until the bin lets go, never below 0 */

char *
reeve_format_user_status (ReeveUser *user); /* (transfer full) (nullable): "Suspended", "Cooling off 38 s" */
const char *reeve_format_status_icon (ReeveUserStatus status);
const char *reeve_format_status_tone (ReeveUserStatus status); /* style class of a pill */
char *reeve_format_user_roles (ReeveUser *user); /* (transfer full): "Workspace administrator, Reviewer" */
char *reeve_format_roles (const char *const *roles); /* (transfer full) */
const char *
reeve_format_role (const char *role); /* translated name of a built-in role, the name itself otherwise */
const char *reeve_format_role_description (const char *role); /* (nullable) what it lets a person do */

/* Text of unknown direction (a name), or surely left to right (an address, a time), made safe to stand within
 * a sentence of the other direction: U+2068 or U+2066 … U+2069. (transfer full) */
char *reeve_format_isolate (const char *text);
char *reeve_format_isolate_ltr (const char *text);

/* Of "Hana Sato <hana@example.org>", as what was done names who did it, the name; "—" of nobody.
 * @account_name: (nullable). (transfer full) */
char *reeve_format_account_name (const char *account_name);

/* Those closures that rows made without a template call as well; NULL or an empty list for no user. */
char *reeve_closure_user_name (gpointer unused, ReeveUser *user);
char *reeve_closure_user_email (gpointer unused, ReeveUser *user);
char *reeve_closure_user_roles (gpointer unused, ReeveUser *user);
char *reeve_closure_user_second_factor (gpointer unused, ReeveUser *user);
char *reeve_closure_user_second_factor_icon (gpointer unused, ReeveUser *user);
GStrv reeve_closure_user_second_factor_classes (gpointer unused, ReeveUser *user);
char *reeve_closure_user_state (gpointer unused, ReeveUser *user);
char *reeve_closure_user_state_icon (gpointer unused, ReeveUser *user);
GStrv reeve_closure_user_state_classes (gpointer unused, ReeveUser *user);
char *reeve_closure_user_seen (gpointer unused, ReeveUser *user);
char *reeve_closure_user_seen_exactly (gpointer unused, ReeveUser *user);
char *reeve_closure_user_spoken (gpointer unused, ReeveUser *user, gboolean ticked);

/* Makes every closure known to the template of a widget class, under the names in formatting.c. */
void reeve_formatting_bind (GtkWidgetClass *klass);

G_END_DECLS
