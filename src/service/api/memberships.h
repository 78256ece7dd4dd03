/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* In which workspaces an account is an active member, and as what. The directory's index says where to look,
 * the workspaces' own users tables decide. */

#pragma once

#include "common/workspace.h"
#include "service/api/call.h"

G_BEGIN_DECLS

/* Workspaces with the account's roles and capabilities in each, by name; @except (nullable) is left out.
 * Begins read transactions of its own. Errors: BUSY, INTERNAL. (element-type ReeveWorkspace) */
GPtrArray *reeve_memberships_list (ReeveInstallation *installation,
                                   const char *account,
                                   const char *except,
                                   gint64 deadline,
                                   GError **error);

/* Whether another workspace than @workspace has the account as a user, active or not, or in its bin: then its
 * address is not that workspace's alone to change. */
gboolean reeve_memberships_shared (ReeveInstallation *installation,
                                   const char *account,
                                   const char *workspace,
                                   gint64 deadline,
                                   gboolean *shared,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @caller has @capability in a workspace that their session may enter: for what concerns the
 * installation. Of one of a provider it is known already that all of the account's workspaces trust it. */
gboolean reeve_memberships_may_anywhere (ReeveInstallation *installation,
                                         const ReeveCaller *caller,
                                         ReeveCapability capability,
                                         gint64 deadline,
                                         gboolean *may,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @caller may do all that @account may, credentials of users included, in every workspace but @except
 * that has the account as a user, active or not, and that the person has joined: what touching its sign-in
 * needs. One that they never went to has no say, or whoever adds an address could keep its own administrators
 * from helping. What @caller may in a workspace that their session may not enter does not count. */
gboolean reeve_memberships_covered (ReeveInstallation *installation,
                                    const ReeveCaller *caller,
                                    const char *account,
                                    const char *except,
                                    gint64 deadline,
                                    gboolean *covered,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether @caller may open @account again after a breach report: in every workspace that its person uses, but
 * @except, the caller may release accounts and do all that this one may. A workspace that only added the
 * address has no say, or anybody could keep anybody locked. */
gboolean reeve_memberships_may_release (ReeveInstallation *installation,
                                        const ReeveCaller *caller,
                                        const char *account,
                                        const char *except,
                                        gint64 deadline,
                                        gboolean *may,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Takes from @workspaces those that a session of @federation (nullable: nothing is taken) may not enter. */
gboolean reeve_memberships_keep_trusting (ReeveTx *directory,
                                          GPtrArray *workspaces,
                                          const ReeveFederation *federation,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of those that are unconfirmed nothing is left but that they are there and wait: who they have made of the
 * person is not for whoever holds a password for the address. */
void reeve_memberships_veil (GPtrArray *workspaces);

/* The same of @caller's session, and says of each that is left whether it may be entered through its provider
 * alone, and so not by that session. */
gboolean reeve_memberships_keep_for (ReeveTx *directory,
                                     GPtrArray *workspaces,
                                     const ReeveCaller *caller,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The workspaces that may know what the person does (reeve_accounts_get_informed()). (transfer full). Errors:
 * BUSY, INTERNAL. */
GStrv reeve_memberships_get_informed (ReeveInstallation *installation,
                                      const char *account,
                                      gint64 deadline,
                                      GError **error);

/* TRUE when one of @workspaces demands the second factor of the account: the strictest counts. */
gboolean reeve_memberships_demand_second_factor (GPtrArray *workspaces);

G_END_DECLS
