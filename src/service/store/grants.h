/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Grants of one workspace: their rows. */

#pragma once

#include "common/grant.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

/* By the filters "principalKind" and "principal", or all. With names. INVALID, BUSY */
ReeveListing *reeve_grants_list (ReeveTx *tx, const ReeveQuery *query, GError **error);
/* One page of those with @where and @bind (of reeve_rows_list()), with names. */
ReeveListing *reeve_grants_list_where (ReeveTx *tx,
                                       const ReeveQuery *query,
                                       const char *where,
                                       const char *const *bind,
                                       GError **error);
/* Those on one folder, with names. (element-type ReeveGrant) */
GPtrArray *reeve_grants_list_on (ReeveTx *tx, const char *folder, GError **error);
/* All of one principal, as rows: without names. (element-type ReeveGrant) */
GPtrArray *reeve_grants_list_of (ReeveTx *tx, const char *kind, const char *principal, GError **error);
ReeveGrant *reeve_grants_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */
gboolean reeve_grants_insert (ReeveTx *tx, ReeveGrant *grant, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_grants_update (ReeveTx *tx, ReeveGrant *stored, ReeveGrant *grant, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_grants_delete (ReeveTx *tx, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The name of a principal; NULL without an error where it is gone. (transfer full) (nullable) */
char *reeve_grants_name_principal (ReeveTx *tx, const char *kind, const char *id, GError **error);

G_END_DECLS
