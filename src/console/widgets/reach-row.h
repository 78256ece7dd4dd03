/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A row that leads to all folders that somebody, a group or a role reaches ("win.reach"). Only for who may
 * read permissions. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_REACH_ROW (reeve_reach_row_get_type ())
G_DECLARE_FINAL_TYPE (ReeveReachRow, reeve_reach_row, REEVE, REACH_ROW, AdwActionRow)

/* @site: (nullable); @kind: "user", "group" or "role"; @id: (nullable): hides it */
void reeve_reach_row_show (ReeveReachRow *self,
                           ReeveSite *site,
                           const char *kind,
                           const char *id,
                           const char *name);

G_END_DECLS
