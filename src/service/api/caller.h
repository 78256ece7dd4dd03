/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* For calls that begin transactions of their own, and for work that outlasts its call: whether the caller may
 * still do what they began. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

/* In the call's transaction, of its workspace: is the caller an active member who is not locked for a breach,
 * and do they hold @capability now? Brings the caller's capabilities up to date. Errors: NOT_FOUND (no
 * member), DENIED */
gboolean
reeve_caller_check (ReeveCall *call, ReeveCapability capability, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
