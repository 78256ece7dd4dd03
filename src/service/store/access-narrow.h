/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Where in a day the texts of lines may have what is looked for in them. */

#pragma once

#include "service/store/access-clause.h"

G_BEGIN_DECLS

/* @clauses: (element-type ReeveAccessClause): those with texts get their stretches, by the day's blocks in
 * @tx (access-blocks.h), or lose the texts, where no line has them. Words of one or two bytes are anywhere.
 * *@lacking: some lines of the day are in no block yet. Errors: BUSY, INTERNAL (damaged). */
gboolean reeve_access_narrow (ReeveTx *tx, GArray *clauses, gboolean *lacking, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* What is in both, and from @from on, and before @to. @a, @b: (nullable): all. (transfer full) */
GArray *reeve_access_stretches_meet (GArray *a, GArray *b, gint64 from, gint64 to);

G_END_DECLS
