/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a call, or a chunk of a bulk job, does to many people, each of whom the access log tells of as if it
 * had been done to them alone: who did it, to whom, and what it came to. Such an event is no request, so it
 * has no status; its route is the one by which all of it was asked for, its session and time (give or take
 * the microseconds that keep events apart) those of the audit entries. The call itself has a line of its own.
 *
 * They are told after the commit, so that what is rolled back never is, and once: a chunk that was committed
 * is never done again. They are then in the queue of the log as the events of requests are, and no safer:
 * stopped in order, the service writes what waits; killed, it loses what waited, of a job the last chunk or
 * two. The audit entries are of the commit itself, and miss none. */

#pragma once

#include "common/user.h"
#include "service/api/call.h"

G_BEGIN_DECLS

/* @action: as the route for one alone is called in the log. @outcome: (nullable), as of
 * reeve_call_came_to() */
void reeve_deeds_add (ReeveCall *call,
                      const char *action,
                      const char *object,
                      const char *name,
                      const char *outcome);
/* A change of a user, with what they gain and lose by it, which the call comes to as well: in place of
 * reeve_user_note_rights(). @action: (nullable): what changes says it. @before: (nullable): created */
gboolean reeve_deeds_add_user (ReeveCall *call,
                               const char *action,
                               ReeveUser *before,
                               ReeveUser *after,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* That it was not done, and why. */
void reeve_deeds_add_refused (ReeveCall *call, ReeveUser *before, ReeveUser *after, const char *reason);

/* Tells the log of them, once each: behind the commit, by whoever commits. What was refused is told where
 * nothing is committed, too. It may wait for room in the log's queue: no transaction is to be open, not even
 * one that is committed, since others wait for its end. */
void reeve_deeds_tell (ReeveCall *call);

G_END_DECLS
