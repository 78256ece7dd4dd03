/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/matrix-keys.h"

static guint
add (guint position, gint64 delta)
{
  return (guint) CLAMP ((gint64) position + delta, 0, (gint64) G_MAXUINT32);
}

/* A page keeps two rows of what was seen. */
static gint64
get_page (const ReeveMatrixGrid *grid)
{
  return MAX (reeve_matrix_grid_get_sight (grid).n_rows, 3) - 2;
}

ReeveMatrixKey
reeve_matrix_keys_read (const ReeveMatrixGrid *grid,
                        guint key,
                        GdkModifierType modifiers,
                        guint *row,
                        guint *column)
{
  gboolean control = (modifiers & GDK_CONTROL_MASK) != 0;

  if ((modifiers & (GDK_ALT_MASK | GDK_SHIFT_MASK | GDK_SUPER_MASK)) != 0)
    return REEVE_MATRIX_KEY_NOTHING;
  switch (key)
    {
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      *row = add (*row, key == GDK_KEY_Up ? -1 : 1);
      return REEVE_MATRIX_KEY_MOVE;
    case GDK_KEY_Left:
    case GDK_KEY_Right:
      *column = add (*column, (key == GDK_KEY_Left) != grid->mirrored ? -1 : 1);
      return REEVE_MATRIX_KEY_MOVE;
    case GDK_KEY_Page_Up:
    case GDK_KEY_Page_Down:
      *row = add (*row, key == GDK_KEY_Page_Up ? -get_page (grid) : get_page (grid));
      return REEVE_MATRIX_KEY_MOVE;
    case GDK_KEY_Home:
      *row = control ? 0 : *row;
      *column = 0;
      return REEVE_MATRIX_KEY_MOVE;
    case GDK_KEY_End:
      *row = control ? G_MAXUINT : *row;
      *column = G_MAXUINT;
      return REEVE_MATRIX_KEY_MOVE;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      return REEVE_MATRIX_KEY_ACTIVATE;
    case GDK_KEY_F2:
      return REEVE_MATRIX_KEY_WHY;
    default:
      return REEVE_MATRIX_KEY_NOTHING;
    }
}
