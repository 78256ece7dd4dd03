/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Ending a support grant, until the service has said that it is over: what cannot be sent is sent again, for
 * as long as the site is open. A site has one, which everything that shows grants listens to. Main thread
 * only.
 *
 * Signals: "changed"; "ended" (ReeveSupportGrant): the service said so. */

#pragma once

#include "common/support-grant.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_SUPPORT_ENDING (reeve_support_ending_get_type ())
G_DECLARE_FINAL_TYPE (ReeveSupportEnding, reeve_support_ending, REEVE, SUPPORT_ENDING, GObject)

ReeveSupportEnding *reeve_support_ending_of (ReeveSite *site); /* (transfer none) */
/* Of the open workspace. Nothing if it is being ended already. */
void reeve_support_ending_begin (ReeveSupportEnding *self, const char *grant);
/* It was said to end, and the service has not confirmed it yet. */
gboolean reeve_support_ending_is_on (ReeveSupportEnding *self, const char *grant);
/* Why not, the last time. (transfer none) (nullable): it was not tried, or is over. While it is on, it is
 * tried again; else it was refused. */
const GError *reeve_support_ending_get_error (ReeveSupportEnding *self, const char *grant);

G_END_DECLS
