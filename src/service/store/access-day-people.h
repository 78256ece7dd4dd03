/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The events of one day that some people did, that were done to them, or that name them: those that a hold on
 * each of them keeps (access-day-held.h), however many people there are. The day's words are gone through
 * once, and what they lead to is found by indexes. */

#pragma once

#include "service/store/access-day.h"

G_BEGIN_DECLS

/* --- Whom --- */

typedef struct _ReeveAccessCrowd ReeveAccessCrowd;

ReeveAccessCrowd *reeve_access_crowd_new (void);
ReeveAccessCrowd *reeve_access_crowd_ref (ReeveAccessCrowd *self);
void reeve_access_crowd_unref (ReeveAccessCrowd *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveAccessCrowd, reeve_access_crowd_unref)
/* @name: (nullable): with their address, as Reeve writes it: "Ada <ada@vallis.example>". Before anybody is
 * asked for. The first one has number 0. */
void reeve_access_crowd_add (ReeveAccessCrowd *self, const char *account, const char *name);

/* --- Their day --- */

/* What one of a day's files says of them: the addresses that they had that day, too, which Reeve's own events
 * of them tell. */
typedef struct _ReeveAccessDayPeople ReeveAccessDayPeople;

/* Errors: BUSY, INTERNAL. (transfer full) */
ReeveAccessDayPeople *reeve_access_day_people_new (ReeveTx *tx, ReeveAccessCrowd *crowd, GError **error);
void reeve_access_day_people_free (ReeveAccessDayPeople *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveAccessDayPeople, reeve_access_day_people_free)

/* The ids of their events from @from on and before @to, growing, at most @limit. @tx: of the day, the one it
 * was made with, or later. (transfer full) (element-type gint64) */
GArray *reeve_access_day_people_list (ReeveAccessDayPeople *self,
                                      ReeveTx *tx,
                                      gint64 from,
                                      gint64 to,
                                      guint limit,
                                      GError **error);

/* One of them, with what its leaf commits to. */
typedef struct
{
  ReeveAccessEvent *event; /* owned */
  gint64 leaf;             /* -1: it is from before there was a tree */
  guint8 salt[REEVE_ACCESS_SALT_BYTES];
  int by; /* the number of whoever did it; -1: somebody else did, who is none of them */
} ReeveAccessOfPeople;

void reeve_access_of_people_free (ReeveAccessOfPeople *self);

/* The @n events of those ids, growing; fewer where some are gone. (transfer full) (element-type
 * ReeveAccessOfPeople) */
GPtrArray *reeve_access_day_people_read (ReeveAccessDayPeople *self,
                                         ReeveAccessDay *day,
                                         ReeveTx *tx,
                                         const gint64 *ids,
                                         guint n,
                                         GError **error);

/* Where somebody was. */
typedef struct
{
  char *address;
  gint64 n;
  gint64 first;
  gint64 last;
} ReeveAccessPlace;

void reeve_access_place_free (ReeveAccessPlace *self);

/* The addresses from which one of them did something that went well: in a session, by a sign-in, or in
 * another system. Adds what is between @from and @to to @places: (element-type utf8 ReeveAccessPlace) */
gboolean reeve_access_day_people_add_places (ReeveAccessDayPeople *self,
                                             ReeveTx *tx,
                                             gint64 from,
                                             gint64 to,
                                             GHashTable *places,
                                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
