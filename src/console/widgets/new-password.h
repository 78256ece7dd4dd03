/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A group of rows for choosing a password: the entry, how strong it is, and each rule of the service's policy
 * with "done" or "missing" while the person types. The rules are the service's; the judging is the same code
 * in both. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_NEW_PASSWORD (reeve_new_password_get_type ())
G_DECLARE_FINAL_TYPE (ReeveNewPassword, reeve_new_password, REEVE, NEW_PASSWORD, AdwPreferencesGroup)

/* Property "accepted" (boolean, notified). Signal "activate": Enter in the entry. */
void
reeve_new_password_set_site (ReeveNewPassword *self, ReeveSite *site); /* (nullable): asks for its policy */
/* One that is known: what a link's own page says. */
void reeve_new_password_set_terms (ReeveNewPassword *self, const char *profile, gint64 min_length);
/* What a password must not contain. */
void reeve_new_password_set_person (ReeveNewPassword *self, const char *email, const char *name);
gboolean reeve_new_password_get_accepted (ReeveNewPassword *self);
ReeveSecret *reeve_new_password_get_secret (ReeveNewPassword *self);          /* (transfer full) */
void reeve_new_password_set_error (ReeveNewPassword *self, const char *text); /* (nullable) */
void reeve_new_password_clear (ReeveNewPassword *self);

G_END_DECLS
