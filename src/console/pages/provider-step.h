/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The step of signing in that happens in the browser: says so, and waits for it. */

#pragma once

#include <adwaita.h>

#include "common/identity-provider.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_PROVIDER_STEP (reeve_provider_step_get_type ())
G_DECLARE_FINAL_TYPE (ReeveProviderStep, reeve_provider_step, REEVE, PROVIDER_STEP, AdwNavigationPage)

/* Opens the browser. Signal "ended" (GError, nullable): signed in as far as the provider goes, or why not;
 * not after reeve_provider_step_cancel(). */
void reeve_provider_step_begin (ReeveProviderStep *self, ReeveSite *site, ReeveProviderOffer *offer);
void reeve_provider_step_cancel (ReeveProviderStep *self);

G_END_DECLS
