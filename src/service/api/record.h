/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the record of a workspace proves, for whoever may read it. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean record_checkpoint (ReeveCall *call, GError **error);
gboolean record_consistency (ReeveCall *call, GError **error);
gboolean record_inclusion (ReeveCall *call, GError **error);

/* For whoever makes proofs of their own, with tools of others (C2SP tlog-tiles). */
gboolean record_note (ReeveCall *call, GError **error);
gboolean record_tile (ReeveCall *call, GError **error);

G_END_DECLS
