/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/lists/matrix-model.h"

G_DEFINE_ABSTRACT_TYPE (ReeveMatrixModel, reeve_matrix_model, G_TYPE_OBJECT)

static guint changed_signal;

static void
reeve_matrix_model_class_init (ReeveMatrixModelClass *klass)
{
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
reeve_matrix_model_init (ReeveMatrixModel *self)
{
}

void
reeve_matrix_model_get_size (ReeveMatrixModel *self, guint *n_rows, guint *n_columns)
{
  REEVE_MATRIX_MODEL_GET_CLASS (self)->get_size (self, n_rows, n_columns);
}

gboolean
reeve_matrix_model_get_row (ReeveMatrixModel *self,
                            guint row,
                            const char **id,
                            const char **name,
                            guint *depth)
{
  return REEVE_MATRIX_MODEL_GET_CLASS (self)->get_row (self, row, id, name, depth);
}

gboolean
reeve_matrix_model_get_column (ReeveMatrixModel *self, guint column, const char **id, const char **name)
{
  return REEVE_MATRIX_MODEL_GET_CLASS (self)->get_column (self, column, id, name);
}

gboolean
reeve_matrix_model_get_cell (ReeveMatrixModel *self,
                             guint row,
                             guint column,
                             ReeveVerbs *verbs,
                             ReeveVerbs *own)
{
  return REEVE_MATRIX_MODEL_GET_CLASS (self)->get_cell (self, row, column, verbs, own);
}

void
reeve_matrix_model_want (ReeveMatrixModel *self, guint row, guint n_rows, guint column, guint n_columns)
{
  REEVE_MATRIX_MODEL_GET_CLASS (self)->want (self, row, n_rows, column, n_columns);
}

void
reeve_matrix_model_changed (ReeveMatrixModel *self)
{
  g_signal_emit (self, changed_signal, 0);
}
