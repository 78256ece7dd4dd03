/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#include "config.h"

#include "console/widgets/matrix-words.h"

#include <glib/gi18n.h>

#include "console/widgets/formatting.h"
#include "console/widgets/verb-words.h"

char *
reeve_matrix_words_describe (ReeveMatrixModel *model, guint row, guint column)
{
  const char *id, *folder, *principal;
  g_auto (GStrv) wire = NULL;
  ReeveVerbs verbs, own;
  guint depth;

  if (model == NULL || !reeve_matrix_model_get_row (model, row, &id, &folder, &depth) ||
      !reeve_matrix_model_get_column (model, column, &id, &principal) ||
      !reeve_matrix_model_get_cell (model, row, column, &verbs, &own))
    return g_strdup (_ ("Loading…"));
  wire = reeve_verbs_to_wire (verbs);
  principal = reeve_format_role (principal);
  if (verbs == REEVE_VERBS_NONE)
    /* Translators: of a cell of a table: a folder, a person, group or role, what they may do */
    return g_strdup_printf (_ ("%s, %s: %s"), folder, principal, reeve_verb_words (NULL));
  /* Translators: of a cell of a table: a folder, a person, group or role, what they may do, and where that
   * comes from: "direct" or "inherited" */
  return g_strdup_printf (_ ("%s, %s: %s, %s"), folder, principal,
                          reeve_verb_words ((const char *const *) wire),
                          /* Translators: of what somebody may do in a folder: by a grant for them on it, or
                           * from elsewhere */
                          own != REEVE_VERBS_NONE ? _ ("direct") : _ ("inherited"));
}
