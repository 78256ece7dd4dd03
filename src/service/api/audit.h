/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean audit_list (ReeveCall *call, GError **error);
gboolean audit_get (ReeveCall *call, GError **error);

/* Nouns that the caller, who may read those that are not named, must not see entries of. (transfer full) */
GStrv reeve_audit_list_hidden (ReeveCall *call);

G_END_DECLS
