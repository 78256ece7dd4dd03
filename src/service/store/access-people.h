/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What a workspace's log has of some people, day by day, however much it is: for who hands it out. All of it
 * is of a snapshot: events of before its moment, whose leaf the tree then had. So whoever goes through it
 * several times finds the same, or hears that something went meanwhile. */

#pragma once

#include "service/store/access-day-people.h"
#include "service/store/access-files.h"

G_BEGIN_DECLS

typedef struct _ReeveAccessPeople ReeveAccessPeople;

/* @files: borrowed
 * @people: whom; nobody is added any more
 * @from, @to: of the events; the last not included
 * @size: leaves of the tree */
ReeveAccessPeople *reeve_access_people_new (ReeveAccessFiles *files,
                                            const char *workspace,
                                            ReeveAccessCrowd *people,
                                            gint64 from,
                                            gint64 to,
                                            guint64 size);
void reeve_access_people_free (ReeveAccessPeople *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveAccessPeople, reeve_access_people_free)

/* Begins anew. */
void reeve_access_people_rewind (ReeveAccessPeople *self);

/**
 * reeve_access_people_read:
 * @last: (out): none comes behind these
 *
 * The next ones, at most @limit, or none where it took long. Errors: BUSY, INTERNAL; BUSY (reason
 * "log_changed"): an event went that was to be read, as those of days that leave do.
 *
 * Returns: (transfer full) (element-type ReeveAccessOfPeople): oldest first
 */
GPtrArray *reeve_access_people_read (ReeveAccessPeople *self,
                                     guint limit,
                                     gint64 deadline,
                                     gboolean *last,
                                     GError **error);

/* How many there are, some at a time. Goes on from where it is; *@last: all are counted, and reading begins
 * anew. */
gboolean reeve_access_people_count (ReeveAccessPeople *self,
                                    gint64 deadline,
                                    gint64 *n,
                                    gboolean *last,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The addresses from which they did something that went well between @from and @to, whatever the snapshot's
 * times. (transfer full) (element-type utf8 ReeveAccessPlace). Errors: BUSY, INTERNAL. */
GHashTable *reeve_access_people_list_places (ReeveAccessPeople *self,
                                             gint64 from,
                                             gint64 to,
                                             gint64 deadline,
                                             GError **error);

/* (element-type gint64), borrowed: days of which some could not be read so far */
GArray *reeve_access_people_get_unread (ReeveAccessPeople *self);

G_END_DECLS
