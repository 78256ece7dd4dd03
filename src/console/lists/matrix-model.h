/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a matrix of folders (rows) and principals (columns) shows, cell by cell. A model knows a part of it,
 * and is told which part is looked at. */

#pragma once

#include <gio/gio.h>

#include "common/verbs.h"

G_BEGIN_DECLS

#define REEVE_TYPE_MATRIX_MODEL (reeve_matrix_model_get_type ())
G_DECLARE_DERIVABLE_TYPE (ReeveMatrixModel, reeve_matrix_model, REEVE, MATRIX_MODEL, GObject)

struct _ReeveMatrixModelClass
{
  GObjectClass parent_class;

  void (*get_size) (ReeveMatrixModel *self, guint *n_rows, guint *n_columns);
  /* FALSE: not known yet. @id, @name: (transfer none) */
  gboolean (*get_row) (ReeveMatrixModel *self, guint row, const char **id, const char **name, guint *depth);
  gboolean (*get_column) (ReeveMatrixModel *self, guint column, const char **id, const char **name);
  /* @own: of grants on the very folder to the very principal */
  gboolean (*get_cell) (ReeveMatrixModel *self, guint row, guint column, ReeveVerbs *verbs, ReeveVerbs *own);
  void (*want) (ReeveMatrixModel *self, guint row, guint n_rows, guint column, guint n_columns);
};

/* Signal: "changed": what is known, or how much there is. */
void reeve_matrix_model_get_size (ReeveMatrixModel *self, guint *n_rows, guint *n_columns);
gboolean reeve_matrix_model_get_row (ReeveMatrixModel *self,
                                     guint row,
                                     const char **id,
                                     const char **name,
                                     guint *depth);
gboolean
reeve_matrix_model_get_column (ReeveMatrixModel *self, guint column, const char **id, const char **name);
gboolean reeve_matrix_model_get_cell (ReeveMatrixModel *self,
                                      guint row,
                                      guint column,
                                      ReeveVerbs *verbs,
                                      ReeveVerbs *own);
/* This part is on screen. Called with every scroll: cheap. */
void reeve_matrix_model_want (ReeveMatrixModel *self, guint row, guint n_rows, guint column, guint n_columns);
void reeve_matrix_model_changed (ReeveMatrixModel *self); /* for subclasses */

G_END_DECLS
