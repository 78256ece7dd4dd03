/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What holds keep of a day's events. */

#pragma once

#include "common/hold.h"
#include "service/store/access-day.h"

G_BEGIN_DECLS

/* Those of @holds that are about something of that day. (transfer container) (element-type ReeveHold) */
GPtrArray *reeve_access_holds_of_day (GPtrArray *holds, gint64 day);
/* Whether one of them keeps all of it. */
gboolean reeve_access_holds_keep_day (GPtrArray *holds, gint64 day);
/* Names what they keep of it: the same for the same, whoever made them. (transfer full) */
char *reeve_access_holds_name (GPtrArray *holds, gint64 day);

/* What @name was when the day was looked at last. (out) (transfer full) (nullable): it was not, or more came
 * since */
gboolean reeve_access_day_get_held (ReeveTx *tx, char **name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean reeve_access_day_set_held (ReeveTx *tx, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * reeve_access_day_copy_held:
 * @tx: on @self's database
 * @holds: (element-type ReeveHold): at least one
 * @name: as from reeve_access_holds_name()
 * @path: where there is no file yet
 * @n: (out): how many events are held
 *
 * Makes another file of the day, with nothing but what is held: events with their leaves and salts, words,
 * counts. Its secret is a new one. It is closed and whole when this returns. Errors: BUSY, INTERNAL.
 */
gboolean reeve_access_day_copy_held (ReeveAccessDay *self,
                                     ReeveTx *tx,
                                     GPtrArray *holds,
                                     const char *name,
                                     const char *path,
                                     const ReeveSecret *key,
                                     gint64 *n,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
