/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a workspace's users table repeats of the directory, so that lists can sort and filter by it: address,
 * last sign-in, second factor, password, cooling off. The directory is right; the copy follows within
 * moments. */

#pragma once

#include "common/user.h"
#include "service/jobs/news.h"
#include "service/store/installation.h"

G_BEGIN_DECLS

/* Fills the mirrored fields of @user from its account. Errors: NOT_FOUND (no such account), BUSY, INTERNAL */
gboolean
reeve_mirror_fill (ReeveTx *directory, ReeveUser *user, const char *workspace, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

/* Brings every workspace up to date with the accounts that changed. */
gboolean reeve_mirror_run (ReeveInstallation *installation, const ReeveNews *news, gint64 now, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
