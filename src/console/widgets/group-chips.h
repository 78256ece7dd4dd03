/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Groups as chips, each with a button that takes it away, and one that adds another. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_GROUP_CHIPS (reeve_group_chips_get_type ())
G_DECLARE_FINAL_TYPE (ReeveGroupChips, reeve_group_chips, REEVE, GROUP_CHIPS, AdwBin)

/* Signal "changed": a person added or removed one. */
void reeve_group_chips_set_site (ReeveGroupChips *self, ReeveSite *site);             /* (nullable) */
void reeve_group_chips_set_groups (ReeveGroupChips *self, const char *const *groups); /* ids (nullable) */
GStrv reeve_group_chips_get_groups (ReeveGroupChips *self); /* (transfer full) (nullable): none */
/* What stands there without any. */
void reeve_group_chips_set_none (ReeveGroupChips *self, const char *text);
void reeve_group_chips_set_editable (ReeveGroupChips *self, gboolean editable);

G_END_DECLS
