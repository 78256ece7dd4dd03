/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* An answer that took a fresh code, and was cut off, goes on without another: whoever got its beginning gets
 * a ticket with it, which is good for the same session, question and snapshot, and for nothing else, for an
 * hour. It is sealed, and nothing of it is kept. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

/* For the answer of @call, which is of @snapshot. (transfer full) */
char *reeve_resumption_make (ReeveCall *call, const char *snapshot);
/* Whether the call's "ticket" is one for it. FALSE without one. */
gboolean reeve_resumption_check (ReeveCall *call);

G_END_DECLS
