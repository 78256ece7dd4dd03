/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is read out of a matrix. */

#pragma once

#include "console/lists/matrix-model.h"

G_BEGIN_DECLS

/* "Recipes, Bartosz Wilk: May view, inherited"; "Loading…" while it is not known. @model: (nullable).
 * (transfer full) */
char *reeve_matrix_words_describe (ReeveMatrixModel *model, guint row, guint column);

G_END_DECLS
