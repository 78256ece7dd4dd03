/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Approvals and the table of routes: what a request is to those who judge whether it needs one. */

#pragma once

#include "service/http/exchange.h"

G_BEGIN_DECLS

/* For ReeveCall. */
gboolean reeve_routes_find_target (const char *method,
                                   const char *path,
                                   ReeveCallTarget *target,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What lets @exchange through, of the ids in its header; its route has an operation. @approvals: (out)
 * (nullable) (transfer full). Errors: as of reeve_approval_gate_find() */
gboolean reeve_exchange_find_approvals (ReeveExchange *exchange,
                                        ReeveCall *call,
                                        GPtrArray **approvals,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
