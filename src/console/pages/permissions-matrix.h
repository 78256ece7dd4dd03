/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The matrix of the Permissions page: folders by people, groups or roles. Nothing is asked for before it is
 * first on screen. Activates "permissions.why", "permissions.view" and "win.show". */

#pragma once

#include <adwaita.h>

#include "console/client/site.h"

G_BEGIN_DECLS

#define REEVE_TYPE_PERMISSIONS_MATRIX (reeve_permissions_matrix_get_type ())
G_DECLARE_FINAL_TYPE (ReevePermissionsMatrix, reeve_permissions_matrix, REEVE, PERMISSIONS_MATRIX, AdwBin)

void reeve_permissions_matrix_set_site (ReevePermissionsMatrix *self, ReeveSite *site); /* (nullable) */
void reeve_permissions_matrix_reload (ReevePermissionsMatrix *self);

G_END_DECLS
