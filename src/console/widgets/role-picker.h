/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The built-in roles as rows with a check and a sentence each. Without any, a person is a member. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_ROLE_PICKER (reeve_role_picker_get_type ())
G_DECLARE_FINAL_TYPE (ReeveRolePicker, reeve_role_picker, REEVE, ROLE_PICKER, AdwBin)

/* Signal "changed": a person ticked or unticked. */
GtkWidget *reeve_role_picker_new (void);
/* Offers the custom roles of its workspace too, and follows them. */
void reeve_role_picker_set_site (ReeveRolePicker *self, ReeveSite *site);           /* (nullable) */
void reeve_role_picker_set_roles (ReeveRolePicker *self, const char *const *roles); /* (nullable) */
GStrv reeve_role_picker_get_roles (ReeveRolePicker *self);                          /* (transfer full) */
/* One's own administrator role cannot be given up: its row stays and says so. */
void reeve_role_picker_set_own (ReeveRolePicker *self, gboolean own);

G_END_DECLS
