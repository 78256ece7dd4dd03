/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* All versions of one record, read off its history, and what it is now. */

#pragma once

#include "common/record-versions.h"
#include "console/client/nouns.h"
#include "console/client/site.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *versions; /* of ReeveVersion, oldest first */
  ReeveRecord *now;    /* (nullable): it is gone */
  gboolean cut;        /* there are older ones that were not asked for */
} ReeveVersionHistory;

void reeve_version_history_free (ReeveVersionHistory *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveVersionHistory, reeve_version_history_free)

#define REEVE_VERSION_HISTORY_ENTRIES 5000 /* the newest so many are read */

void reeve_version_history_load_async (ReeveSite *site,
                                       const ReeveNoun *noun,
                                       const char *id,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
/* Errors: as reeve_client_list_async(). (transfer full) */
ReeveVersionHistory *
reeve_version_history_load_finish (ReeveSite *site, GAsyncResult *result, GError **error);

G_END_DECLS
