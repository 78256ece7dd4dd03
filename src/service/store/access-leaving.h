/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* A day of the access log that leaves. What no hold keeps goes: its events, their words, and the secret that
 * their salts came from. What is held moves into a file of its own, each event with its leaf and its salt, so
 * that it can still be proved; that file never had anything else in it. The tree keeps all hashes.
 *
 * Nothing has happened before it is finished, and whoever reads meanwhile reads either. */

#pragma once

#include "service/store/access-files.h"

G_BEGIN_DECLS

typedef struct _ReeveAccessLeaving ReeveAccessLeaving;

/* Whether it is known, without opening anything, that nothing of @day is to leave. */
gboolean
reeve_access_leaving_is_over (ReeveAccessFiles *files, const char *workspace, gint64 day, GPtrArray *holds);

/**
 * reeve_access_leaving_begin:
 * @workspace: (nullable): the directory's log
 * @holds: (nullable) (element-type ReeveHold): in force
 * @leaving: (out) (transfer full) (nullable): NULL: all of it is held, or all that is not has left already
 *
 * Keeps whoever would write to the day waiting until it is freed. Blocks for as long as it takes to copy what
 * is held. A day that cannot be read leaves, if no hold is about it.
 *
 * Errors: NOT_FOUND: there is no such day; BUSY, INTERNAL.
 */
gboolean reeve_access_leaving_begin (ReeveAccessFiles *files,
                                     const char *workspace,
                                     gint64 day,
                                     GPtrArray *holds,
                                     ReeveAccessLeaving **leaving,
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;
void reeve_access_leaving_free (ReeveAccessLeaving *self);

gint64 reeve_access_leaving_get_before (ReeveAccessLeaving *self); /* events; -1: it cannot be read */
gint64 reeve_access_leaving_get_held (ReeveAccessLeaving *self);   /* of these */

/* Once; then it has left. Errors: INTERNAL: it has not, or a part of it stays (reeve_access_files_sweep()).
 */
gboolean reeve_access_leaving_finish (ReeveAccessLeaving *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveAccessLeaving, reeve_access_leaving_free)

G_END_DECLS
