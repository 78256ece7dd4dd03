/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a key does in a matrix. */

#pragma once

#include <gdk/gdk.h>

#include "console/widgets/matrix-grid.h"

G_BEGIN_DECLS

typedef enum
{
  REEVE_MATRIX_KEY_NOTHING, /* it is somebody else's */
  REEVE_MATRIX_KEY_MOVE,
  REEVE_MATRIX_KEY_ACTIVATE,
  REEVE_MATRIX_KEY_WHY,
} ReeveMatrixKey;

/* @row, @column: (inout): the cursor; may be set beyond the last ones */
ReeveMatrixKey reeve_matrix_keys_read (const ReeveMatrixGrid *grid,
                                       guint key,
                                       GdkModifierType modifiers,
                                       guint *row,
                                       guint *column);

G_END_DECLS
