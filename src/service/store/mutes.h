/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Mutes: their rows. There are few (REEVE_MUTES). One that is over stays, and covers nothing. */

#pragma once

#include "common/mute.h"
#include "common/query.h"
#include "service/store/db.h"

G_BEGIN_DECLS

#define REEVE_MUTE_KEPT_DAYS 365 /* after its end */

/* What ends first, first. INVALID, BUSY */
ReeveListing *reeve_mutes_list (ReeveTx *tx, const ReeveQuery *query, GError **error);
ReeveMute *reeve_mutes_get (ReeveTx *tx, const char *id, GError **error); /* NOT_FOUND */
/* Those in force at @now, oldest first. (transfer full) (element-type ReeveMute) */
GPtrArray *reeve_mutes_read_in_force (ReeveTx *tx, gint64 now, GError **error);
/* Those that were over before @before. (element-type ReeveMute) */
GPtrArray *reeve_mutes_read_ended (ReeveTx *tx, gint64 before, GError **error);
/* Those that name @account, or whom other systems call by one of @addresses (common/email-name.h; nullable).
 * (element-type ReeveMute) */
GPtrArray *reeve_mutes_list_about (ReeveTx *tx, const char *account, const char *addresses, GError **error);
/* The caller has judged it, and makes the audit entry. CONFLICT (reason "too_many_mutes") */
gboolean reeve_mutes_insert (ReeveTx *tx, ReeveMute *mute, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* @stored: what is there now. STALE, NOT_FOUND */
gboolean reeve_mutes_update (ReeveTx *tx, ReeveMute *stored, ReeveMute *mute, gint64 version, GError **error)
  G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_mutes_delete (ReeveTx *tx, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* It covered another finding. Its version stays; nothing happens where it is gone. */
gboolean reeve_mutes_note (ReeveTx *tx, const char *id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
