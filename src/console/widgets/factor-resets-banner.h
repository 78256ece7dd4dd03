/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Tells, on every page, of resets of second factors that wait for who is signed in: they may decide, and
 * somebody else asked. Hidden otherwise. Its button is the window's action "second-factor-resets". */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FACTOR_RESETS_BANNER (reeve_factor_resets_banner_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFactorResetsBanner,
                      reeve_factor_resets_banner,
                      REEVE,
                      FACTOR_RESETS_BANNER,
                      AdwBin)

void reeve_factor_resets_banner_set_site (ReeveFactorResetsBanner *self, ReeveSite *site /* (nullable) */);

G_END_DECLS
