/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* When wrong tries lock, and for how long: pure. DESIGN section 6: after 3 wrong passwords 60 seconds for
 * that account from that source, doubling to 15 minutes with every further wrong try after a lock; codes
 * count separately. */

#pragma once

#include "service/store/failures.h"

G_BEGIN_DECLS

#define REEVE_LOCKOUT_TRIES 3

/* What is counted for @address: of IPv6 the /64, all of which one host commands; else @address itself. */
char *reeve_lockout_get_source (const char *address);

/* LOCKED with retry-after when @failures forbid a try now. */
gboolean
reeve_lockout_check (const ReeveFailures *failures, gint64 now, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Counts one wrong try. */
void reeve_lockout_note_failure (ReeveFailures *failures, gint64 now);
/* Tries left before a lock, for the words on the screen. */
guint reeve_lockout_tries_left (const ReeveFailures *failures, gint64 now);

G_END_DECLS
