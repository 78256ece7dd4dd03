/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Somebody leaves the workspace: everything they have in it goes, in one transaction. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean leaving_get (ReeveCall *call, GError **error);
gboolean leaving_create (ReeveCall *call, GError **error);

G_END_DECLS
