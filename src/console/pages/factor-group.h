/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A user's second factor, and a reset of it that waits. Hidden where the person may not read it. */

#pragma once

#include <adwaita.h>

#include "common/user.h"
#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_FACTOR_GROUP (reeve_factor_group_get_type ())
G_DECLARE_FINAL_TYPE (ReeveFactorGroup, reeve_factor_group, REEVE, FACTOR_GROUP, GtkBox)

/* @site, @user: (nullable): nobody. Signal "changed": it was reset, or a reset was asked for or decided,
 * while this person was shown. */
void reeve_factor_group_show (ReeveFactorGroup *self, ReeveSite *site, ReeveUser *user);

G_END_DECLS
