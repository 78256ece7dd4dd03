/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The identity providers that vouch for an address, each a button, under what signs in with a password. Asked
 * for when whoever types has paused after a whole address; only the domain is told, and a domain once. */

#pragma once

#include <gtk/gtk.h>

#include "common/identity-provider.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_PROVIDER_CHOICE (reeve_provider_choice_get_type ())
G_DECLARE_FINAL_TYPE (ReeveProviderChoice, reeve_provider_choice, REEVE, PROVIDER_CHOICE, GtkBox)

/* Signal "chosen" (ReeveProviderOffer). */
void reeve_provider_choice_set_site (ReeveProviderChoice *self, ReeveSite *site); /* (nullable) */
void reeve_provider_choice_set_email (ReeveProviderChoice *self, const char *email);
/* What went wrong with the one chosen last. @text: (nullable): nothing */
void reeve_provider_choice_set_trouble (ReeveProviderChoice *self, const char *text);

G_END_DECLS
