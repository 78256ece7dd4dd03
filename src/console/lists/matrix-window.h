/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The matrix of a workspace, as the service answers it: windows of it are asked for as they come into sight,
 * and the ones looked at longest ago are forgotten. */

#pragma once

#include "console/client/client.h"
#include "console/lists/matrix-model.h"

G_BEGIN_DECLS

#define REEVE_MATRIX_TILE  64 /* rows, and columns, of what is kept and forgotten together */
#define REEVE_MATRIX_TILES 48 /* kept: some 200,000 cells */

#define REEVE_TYPE_MATRIX_WINDOW (reeve_matrix_window_get_type ())
G_DECLARE_FINAL_TYPE (ReeveMatrixWindow, reeve_matrix_window, REEVE, MATRIX_WINDOW, ReeveMatrixModel)

/* @path: "…/permissions/matrix"; @kind: of the columns, "user", "group" or "role"; @root: what the root is
 * called. Signal: "failed" (GError): asked again with the next scroll, or by reload. */
ReeveMatrixModel *
reeve_matrix_window_new (ReeveClient *client, const char *path, const char *kind, const char *root);
/* What is on screen stays until the new answer is here. */
void reeve_matrix_window_reload (ReeveMatrixWindow *self);
guint reeve_matrix_window_get_n_tiles (ReeveMatrixWindow *self); /* for tests */

G_END_DECLS
