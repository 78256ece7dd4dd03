/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What happens in a workspace of 10,000 people, most of it by few, as in life: the events that the record and
 * the console are measured with. The same each time. */

#pragma once

#include "service/store/access-log.h"

G_BEGIN_DECLS

#define LIFE_PEOPLE 10000

typedef struct
{
  GRand *chance;
  GPtrArray *people;
  GPtrArray *names; /* "Person 7 <person7@example.org>" */
  GPtrArray *sessions;
  GPtrArray *objects;
  gint32 foreign; /* of a hundred; for who appends */
} Life;

void life_init (Life *life);
void life_clear (Life *life);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Life, life_clear)

/* Of 0 to @n - 1, small ones often. */
guint life_pick (Life *life, guint n);

/* An event at @time (µs): of Reeve's own; a line of an SSH server, with a text that no other one has. */
void life_append (Life *life, ReeveAccessLog *log, const char *workspace, gint64 time);
void life_append_foreign (Life *life, ReeveAccessLog *log, const char *workspace, gint64 time);

G_END_DECLS
