/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the files of an access log are called, and which of them is a day's. A day is "2026-01-31.db", until
 * another file takes its place: "2026-01-31.1.db", and so on; the one with the highest number, its turn, is
 * the day's. A rename over the old one would not do: the log of changes that SQLite keeps beside a file is
 * found by the file's name, and would be played into the new one. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "2026-01-31.db": @turn is 0; "2026-01-31.2.db": 2. Days are counted from 1970-01-01, UTC. */
gboolean reeve_access_name_parse (const char *name, gint64 *day, guint64 *turn);
char *reeve_access_name_new (gint64 day, guint64 turn); /* (transfer full) */
char *
reeve_access_name_new_place (gint64 day); /* (transfer full): where the next one is made: "2026-01-31.new" */
char *reeve_access_name_new_date (gint64 day); /* (transfer full): "2026-01-31" */

/* What is damaged stands aside until its day leaves: "2026-01-31.damaged-1.db". (transfer full) */
char *reeve_access_name_new_aside (gint64 day, guint64 number);
gboolean reeve_access_name_parse_aside (const char *name, gint64 *day, guint64 *number);

/* --- The days of a folder --- */

typedef struct
{
  gint64 day;
  guint64 turn;
  guint64 n_aside; /* the highest number of those that stand aside; 0: none does */
} ReeveAccessTurn;

/* (transfer full) (element-type ReeveAccessTurn): newest first, of each day the file that is the day's.
 * @folder may be missing: there are none. */
GArray *reeve_access_turns_read (const char *folder);
/* (nullable): borrowed until @turns changes */
ReeveAccessTurn *reeve_access_turns_find (GArray *turns, gint64 day);
void reeve_access_turns_set (GArray *turns, gint64 day, guint64 turn);
void reeve_access_turns_set_aside (GArray *turns, gint64 day, guint64 number); /* of a day that is there */
void reeve_access_turns_remove (GArray *turns, gint64 day);

/* Removes, of a @folder that may be missing, what is of a day and neither the day's own file nor beside that,
 * nor stands aside.
 * *@any: whether there was any. FALSE: errno says why not. */
gboolean reeve_access_turns_sweep (const char *folder, gboolean *any);

G_END_DECLS
