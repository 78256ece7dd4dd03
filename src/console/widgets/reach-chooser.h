/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whose reach is looked at: everyone's (all folders), or that of a person, a group or a role. */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_REACH_CHOOSER (reeve_reach_chooser_get_type ())
G_DECLARE_FINAL_TYPE (ReeveReachChooser, reeve_reach_chooser, REEVE, REACH_CHOOSER, AdwBin)

/* Signal: "changed". */
void reeve_reach_chooser_set_site (ReeveReachChooser *self, ReeveSite *site); /* (nullable): everyone's */
/* @kind: (nullable): everyone's */
void reeve_reach_chooser_choose (ReeveReachChooser *self, const char *kind, const char *id, const char *name);
const char *reeve_reach_chooser_get_kind (ReeveReachChooser *self); /* (nullable): everyone's */
const char *reeve_reach_chooser_get_id (ReeveReachChooser *self);   /* (nullable) */
const char *reeve_reach_chooser_get_name (ReeveReachChooser *self); /* (nullable) */

G_END_DECLS
