/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The work of bulk jobs: the next chunk of a workspace's. */

#pragma once

#include "service/jobs/bulk.h"
#include "service/rules/tokens.h"

G_BEGIN_DECLS

/* A #ReeveBulkWork; @data: the ReeveTokenSigner. */
gboolean reeve_bulk_work_take_chunk (ReeveInstallation *installation,
                                     const char *workspace,
                                     ReeveBulkStep *step,
                                     gpointer data,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
