/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What is kept of one person, gathered from the directory and from every workspace that is open to them. */

#pragma once

#include "common/personal-export.h"
#include "service/api/call.h"

G_BEGIN_DECLS

/* Of each trail the newest entries, at most so many. */
#define REEVE_PERSONAL_EXPORT_ENTRIES 10000

/* Of @account, without credentials, and without workspaces that have added the address and are not confirmed
 * (store/confirmations.h): whoever asks may not be whom they mean. Begins read transactions of its own, one
 * database after the other. Errors: NOT_FOUND, BUSY, INTERNAL. (transfer full) */
ReevePersonalExport *reeve_personal_export_make (ReeveCall *call, const char *account, GError **error);

G_END_DECLS
