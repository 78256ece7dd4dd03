/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What waits in a workspace for whoever asks. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean overview_get (ReeveCall *call, GError **error);

G_END_DECLS
