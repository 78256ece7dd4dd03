/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The effects of a plan as groups of rows: what is counted, and who is concerned. A part of the preview. */

#pragma once

#include <adwaita.h>

#include "common/permission-draft.h"

G_BEGIN_DECLS

#define REEVE_TYPE_PLAN_EFFECTS (reeve_plan_effects_get_type ())
G_DECLARE_FINAL_TYPE (ReevePlanEffects, reeve_plan_effects, REEVE, PLAN_EFFECTS, GtkBox)

/* @root: name of the root folder. */
void reeve_plan_effects_show (ReevePlanEffects *self, ReevePermissionPreview *preview, const char *root);

G_END_DECLS
