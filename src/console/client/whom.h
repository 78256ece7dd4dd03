/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Whom something on screen is about, for what is done to people wherever they are shown. A value: it never
 * changes. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  REEVE_WHOM_PEOPLE,  /* these accounts */
  REEVE_WHOM_QUERY,   /* all that a query of the workspace's users finds */
  REEVE_WHOM_GROUP,   /* everybody in it or below */
  REEVE_WHOM_ADDRESS, /* whoever did something from there */
} ReeveWhomKind;

typedef struct
{
  ReeveWhomKind kind;
  GStrv people;  /* (nullable): of PEOPLE: at least one */
  char *id;      /* (nullable): a query, a group's id or an address */
  char *name;    /* (nullable): of one person, or of the group */
  gint64 n;      /* how many they are; -1: that is not known */
  char *finding; /* (nullable): which tells of them */
} ReeveWhom;

/* All (transfer full). @name: (nullable). NULL where @account (nullable) is no account's id, or @address
 * (nullable) is none of a network: other systems call people, and places, as they like. */
ReeveWhom *reeve_whom_new_person (const char *account, const char *name);
ReeveWhom *reeve_whom_new_people (const char *const *accounts);
ReeveWhom *reeve_whom_new_query (const char *query, gint64 n);
ReeveWhom *reeve_whom_new_group (const char *group, const char *name);
ReeveWhom *reeve_whom_new_address (const char *address);

ReeveWhom *reeve_whom_ref (ReeveWhom *self);
void reeve_whom_unref (ReeveWhom *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveWhom, reeve_whom_unref)

gboolean reeve_whom_is_one (const ReeveWhom *self); /* a single person */
gboolean reeve_whom_equal (const ReeveWhom *a, const ReeveWhom *b);

/* Several of them, to choose from: the first is who is meant. */
GPtrArray *reeve_whom_list_new (void);
/* Unless it is there already. @whom: (transfer full) (nullable) */
void reeve_whom_list_take (GPtrArray *list, ReeveWhom *whom);

G_END_DECLS
