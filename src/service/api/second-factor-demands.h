/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Of whom a workspace demands a second factor, and holding to it. Whoever is demanded and has none sets one
 * up first and then goes on: nobody is locked out by it, the last administrator included. */

#pragma once

#include "service/api/call.h"

G_BEGIN_DECLS

gboolean second_factor_demands_get (ReeveCall *call, GError **error);
gboolean second_factor_demands_save (ReeveCall *call, GError **error);
gboolean second_factor_demands_preview (ReeveCall *call, GError **error);

/* What every request about a workspace is asked, once roles and capabilities of its caller are known: does
 * their session prove a second factor, or need it none at @now? Errors: SECOND_FACTOR (reason "enrol");
 * SIGNED_OUT (reason "session_ended") where the account has one and the session began before that. */
gboolean reeve_second_factor_check_caller (ReeveTx *workspace,
                                           const ReeveCaller *caller,
                                           gint64 now,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether a workspace demands it at @now of a member with @roles that give @held, all of it. */
gboolean reeve_second_factor_is_demanded (ReeveTx *workspace,
                                          const char *const *roles,
                                          ReeveCapabilities held,
                                          gint64 now,
                                          gboolean *demanded,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
