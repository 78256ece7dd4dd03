/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Tells, on every page, that somebody of support is in the workspace, to who may end that and to themselves,
 * and counts down. Hidden otherwise. It stays until the service has said that it is over. Its buttons are the
 * window's actions "show" and "end-support". */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_SUPPORT_STRIP (reeve_support_strip_get_type ())
G_DECLARE_FINAL_TYPE (ReeveSupportStrip, reeve_support_strip, REEVE, SUPPORT_STRIP, AdwBin)

void reeve_support_strip_set_site (ReeveSupportStrip *self, ReeveSite *site /* (nullable) */);

G_END_DECLS
