/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What one workspace demands beyond passwords, of whom, and who of them lacks it. */

#pragma once

#include "common/second-factor-demand.h"
#include "service/store/db.h"

G_BEGIN_DECLS

ReeveSecondFactorDemands *reeve_second_factor_demands_get (ReeveTx *tx, GError **error);
/* Replaces all where the stored version is @version. STALE */
gboolean reeve_second_factor_demands_update (ReeveTx *tx,
                                             ReeveSecondFactorDemands *demands,
                                             gint64 version,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A role that is deleted demands nothing any more. */
gboolean reeve_second_factor_demands_forget_role (ReeveTx *tx,
                                                  const char *role,
                                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Is it demanded at @now of a member with @roles (nullable)? Read of a small table, on requests of people who
 * have proved no second factor. */
gboolean reeve_second_factor_demands_apply (ReeveTx *tx,
                                            const char *const *roles,
                                            gint64 now,
                                            gboolean *apply,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Active users who hold one of @roles ("member": all), and have none: how many, how many of them never signed
 * in as far as the workspace knows. */
gboolean reeve_second_factor_demands_count (ReeveTx *tx,
                                            const char *const *roles,
                                            gint64 *without,
                                            gint64 *never_signed_in,
                                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Active users who hold @role. */
gboolean reeve_second_factor_demands_count_people (ReeveTx *tx,
                                                   const char *role,
                                                   gint64 *people,
                                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* A page of those without, after the user @after (nullable). (element-type ReeveUser) */
GPtrArray *reeve_second_factor_demands_list_without (ReeveTx *tx,
                                                     const char *const *roles,
                                                     const char *after,
                                                     guint limit,
                                                     GError **error);

/* Users of whom @role will demand it from @since on, who have none and were not reminded yet with so few
 * @days to go, nor of an earlier date. (element-type ReeveUser) */
GPtrArray *reeve_second_factor_demands_list_unreminded (ReeveTx *tx,
                                                        const char *role,
                                                        gint64 since,
                                                        gint64 days,
                                                        guint limit,
                                                        GError **error);
gboolean reeve_second_factor_demands_note_reminded (ReeveTx *tx,
                                                    const char *account,
                                                    gint64 since,
                                                    gint64 days,
                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
