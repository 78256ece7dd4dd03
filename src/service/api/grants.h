/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Grants that go with whom they are for. Triggers see to it that none stays; here they are taken before, so
 * that each has its entry, and the folder's history tells of it. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

/* All of @principal, who is called @name, in @tx. @kind: of reeve_principal_kinds */
gboolean reeve_grants_end (ReeveCall *call,
                           ReeveTx *tx,
                           const char *kind,
                           const char *principal,
                           const char *name,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
