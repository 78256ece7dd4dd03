/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a change of a role would do to people, in words and as a list. */

#pragma once

#include <adwaita.h>

#include "common/role.h"

G_BEGIN_DECLS

char *reeve_role_effect_describe (ReeveRolePreview *preview); /* (transfer full) */
/* Capabilities with their numbers, then the people; (transfer floating) */
GtkWidget *reeve_role_effect_list (ReeveRolePreview *preview);

G_END_DECLS
