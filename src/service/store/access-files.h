/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* The files of all access logs: for each workspace a folder with a file a UTC day and the record's tree. Kept
 * open while they are used, by whoever writes and whoever reads. */

#pragma once

#include "common/secret.h"
#include "service/store/access-day.h"
#include "service/store/access-fill.h"
#include "service/store/ledger.h"

G_BEGIN_DECLS

typedef struct _ReeveAccessFiles ReeveAccessFiles;

/* The page key of a workspace's log (NULL: the directory's); (transfer full) (nullable): no such workspace.
 * Called on any thread. */
typedef ReeveSecret *(*ReeveAccessLogKeyFunc) (const char *workspace, gpointer data);

/* @folder exists, mode 0700. */
ReeveAccessFiles *reeve_access_files_new (const char *folder, ReeveAccessLogKeyFunc find_key, gpointer data);
void reeve_access_files_free (ReeveAccessFiles *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveAccessFiles, reeve_access_files_free)

/* A day is its number since 1970-01-01, UTC. */
static inline gint64
reeve_access_day_of (gint64 time)
{
  return time / G_TIME_SPAN_DAY;
}

/**
 * reeve_access_files_open_day:
 * @workspace: (nullable): NULL: the directory's log
 * @make: whether a file is made that is not there
 *
 * Returns: (transfer full): Errors: NOT_FOUND: no such workspace, or no such file; as reeve_db_open().
 */
ReeveAccessDay *reeve_access_files_open_day (ReeveAccessFiles *self,
                                             const char *workspace,
                                             gint64 day,
                                             gboolean make,
                                             GError **error);

/* Made if missing. (transfer full). Errors: NOT_FOUND: no such workspace; as reeve_ledger_open(). */
ReeveLedger *reeve_access_files_open_ledger (ReeveAccessFiles *self, const char *workspace, GError **error);

/* (transfer full) (element-type gint64): the days that have a file, newest first */
GArray *reeve_access_files_list_days (ReeveAccessFiles *self, const char *workspace);

/* Opened afresh next time: after a failure, when what is in memory may be of a transaction that never was. */
void reeve_access_files_close_day (ReeveAccessFiles *self, const char *workspace, gint64 day);
void reeve_access_files_close_ledger (ReeveAccessFiles *self, const char *workspace);

/* --- Damage --- */

/* Whether @error, which opening, reading or writing a day gave, says that its file is damaged. */
gboolean reeve_access_files_is_damage (const GError *error);

/* The damaged file of a day is set aside, where it stays until the day leaves, and an empty one is the day's:
 * what comes of that day from now on is kept. Errors: INTERNAL: it could not be, and is the day's still. */
gboolean reeve_access_files_set_aside (ReeveAccessFiles *self,
                                       const char *workspace,
                                       gint64 day,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether some of the day stands aside. */
gboolean reeve_access_files_was_damaged (ReeveAccessFiles *self, const char *workspace, gint64 day);
/* (transfer full) (element-type gint64): such days, newest first */
GArray *reeve_access_files_list_damaged (ReeveAccessFiles *self, const char *workspace);

/* --- Removing --- */

/* Removes a day's file; whoever has it open still reads it. Errors: INTERNAL: a part of it stays. */
gboolean reeve_access_files_remove_day (ReeveAccessFiles *self,
                                        const char *workspace,
                                        gint64 day,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

ReeveWordRoom *reeve_access_files_get_words (ReeveAccessFiles *self);  /* of the days that are open */
ReeveAccessFill *reeve_access_files_get_fill (ReeveAccessFiles *self); /* those that lack blocks */

/* --- Another file in the place of a day's --- */

/* Where to make it, and its key. @key: (out) (transfer full). (transfer full) Errors: NOT_FOUND, INTERNAL. */
char *reeve_access_files_make_place (ReeveAccessFiles *self,
                                     const char *workspace,
                                     gint64 day,
                                     ReeveSecret **key,
                                     GError **error);

/* What was made there, and closed, is the day from now on. It is, or is not, whenever the process ends: until
 * the new file has its name the old one is the day's, and from then on the new one, even where the old one
 * is still there. Whoever has the old one open still reads it. Errors: INTERNAL: the old one is the day's, or
 * a part of it stays until reeve_access_files_sweep(). */
gboolean reeve_access_files_replace_day (ReeveAccessFiles *self,
                                         const char *workspace,
                                         gint64 day,
                                         const char *place,
                                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All that is in a day's file is kept by holds of that name (access-day-held.h): to be known without opening
 * it, as long as nobody writes to it. @name: (nullable): it is known no more */
void
reeve_access_files_note_held (ReeveAccessFiles *self, const char *workspace, gint64 day, const char *name);
gboolean
reeve_access_files_is_held (ReeveAccessFiles *self, const char *workspace, gint64 day, const char *name);

/* Removes what a process left that ended in between: for who removes and replaces, before. Errors: INTERNAL.
 */
gboolean reeve_access_files_sweep (ReeveAccessFiles *self,
                                   const char *workspace,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The newest day of all logs, G_MININT64: there is none. */
gint64 reeve_access_files_get_newest_day (ReeveAccessFiles *self);

G_END_DECLS
