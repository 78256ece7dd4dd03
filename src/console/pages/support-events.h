/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What was done under a support grant, newest first; while it is in force, as it is done. */

#pragma once

#include <adwaita.h>

#include "common/support-grant.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_SUPPORT_EVENTS (reeve_support_events_get_type ())
G_DECLARE_FINAL_TYPE (ReeveSupportEvents, reeve_support_events, REEVE, SUPPORT_EVENTS, AdwPreferencesGroup)

/* @site and @grant: (nullable): nothing */
void reeve_support_events_show (ReeveSupportEvents *self, ReeveSite *site, ReeveSupportGrant *grant);

G_END_DECLS
