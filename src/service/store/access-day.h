/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The access events of one workspace and UTC day, in a file of their own: a whole day goes by removing it.
 * What repeats is written once, in the file's own dictionary. One thread writes; any thread reads. */

#pragma once

#include "common/access-line.h"
#include "common/merkle.h"
#include "service/store/db.h"
#include "service/store/word-room.h"

G_BEGIN_DECLS

typedef struct _ReeveAccessDay ReeveAccessDay;
typedef struct _ReeveAccessWords ReeveAccessWords; /* access-words.h */

/* @path: made if missing. Errors: as reeve_db_open(). */
ReeveAccessDay *reeve_access_day_open (const char *path, const ReeveSecret *key, GError **error);
ReeveAccessDay *reeve_access_day_ref (ReeveAccessDay *self);
void reeve_access_day_unref (ReeveAccessDay *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveAccessDay, reeve_access_day_unref)

ReeveDb *reeve_access_day_get_db (ReeveAccessDay *self);

/* What its words keep of memory is counted there from now on; a room for days drops by
 * reeve_access_day_drop_words(). */
void reeve_access_day_set_room (ReeveAccessDay *self, ReeveWordRoom *room);
/* FALSE: somebody reads by them just now. */
gboolean reeve_access_day_drop_words (gpointer day);

/* The entry that an event's leaf commits to: SHA-256 of the salt and the event's canonical JSON. The salt is
 * HMAC-SHA-256 by the day's secret of the leaf's number, so that it goes with the file and tells nothing of
 * another one. Of events that a hold kept when their day left (access-leaving.h) it stands beside them: they
 * are in a file with another secret. These two are of events that are no such. */
#define REEVE_ACCESS_SALT_BYTES 32
void reeve_access_day_salt (ReeveAccessDay *self, guint64 leaf, guint8 salt[REEVE_ACCESS_SALT_BYTES]);
void reeve_access_day_hash (ReeveAccessDay *self,
                            guint64 leaf,
                            const ReeveAccessEvent *event,
                            ReeveMerkleHash *hash);

/**
 * reeve_access_day_append:
 * @events: (element-type ReeveAccessEvent): all of this day; as copies are (reeve_access_event_copy())
 * @next_leaf: (inout): the number of the next leaf
 * @leaves: (element-type ReeveMerkleHash): their hashes are appended
 * @known: (out): how many were there already, by source and source's id, and are left out
 * @lines: (nullable) (element-type ReeveAccessLine): those that are new are appended, as they were written
 *
 * All in one commit; nothing of what is told is changed if it fails. Errors: BUSY (reason "gone": to be
 * opened anew), INTERNAL.
 */
gboolean reeve_access_day_append (ReeveAccessDay *self,
                                  GPtrArray *events,
                                  guint64 *next_leaf,
                                  GArray *leaves,
                                  guint *known,
                                  GPtrArray *lines,
                                  GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Whether some event here has a leaf of @size or later: it was written, and the tree did not learn of it. */
gboolean reeve_access_day_is_ahead (ReeveAccessDay *self, guint64 size);
/* Numbers those again, in their order, from @next_leaf on, and appends their hashes to @leaves. Errors: BUSY
 * (reason "gone": to be opened anew), INTERNAL. */
gboolean reeve_access_day_number_again (ReeveAccessDay *self,
                                        guint64 size,
                                        guint64 *next_leaf,
                                        GArray *leaves,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Of the event of that id, and its salt. Errors: NOT_FOUND: there is none, or it has no leaf; BUSY, INTERNAL.
 */
gboolean reeve_access_day_find_leaf (ReeveAccessDay *self,
                                     gint64 id,
                                     gint64 deadline,
                                     gint64 *leaf,
                                     guint8 salt[REEVE_ACCESS_SALT_BYTES],
                                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Another file has taken this one's place, or none: said in a write transaction on it, so that nobody writes
 * to what nobody will read. Who meant to opens the day anew. */
void reeve_access_day_set_gone (ReeveAccessDay *self);
gboolean reeve_access_day_is_gone (ReeveAccessDay *self);

/* The day's words, as they are in @tx at least; nobody else has them until they are unlocked. (transfer none)
 * Errors: BUSY, INTERNAL: nothing is locked. */
ReeveAccessWords *reeve_access_day_lock_words (ReeveAccessDay *self, ReeveTx *tx, GError **error);
void reeve_access_day_unlock_words (ReeveAccessDay *self);

/* --- Reading: the columns and joins that make a whole event, for SELECTs of one's own --- */

#define REEVE_ACCESS_COLUMNS                                                                              \
  "e.id, e.duration_us, e.status, e.bytes_out, e.result, e.leaf, d.word, e.object, e.source_id, e.text, " \
  "a.word, s.word, g.word, r.word, o.word, c.word, x.word, n.word, b.word"
#define REEVE_ACCESS_FROM                                                                                  \
  "events AS e LEFT JOIN words AS a ON a.number = e.actor LEFT JOIN words AS s ON s.number = e.session "   \
  "LEFT JOIN words AS g ON g.number = e.agent LEFT JOIN words AS r ON r.number = e.route LEFT JOIN words " \
  "AS o ON o.number = e.outcome LEFT JOIN words AS c ON c.number = e.action LEFT JOIN words AS x ON "      \
  "x.number = e.source LEFT JOIN words AS n ON n.number = e.name LEFT JOIN words AS d ON d.number = "      \
  "e.address LEFT JOIN words AS b ON typeof (e.object) = 'integer' AND b.number = e.object"

/* The row that @statement stands on. @leaf: (out) (optional): -1: none. (transfer full) */
ReeveAccessEvent *reeve_access_day_read_event (ReeveStatement *statement, gint64 *leaf);

G_END_DECLS
