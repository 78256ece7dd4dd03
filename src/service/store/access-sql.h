/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* Clauses as SQL, with the parameters that they bind. */

#pragma once

#include "service/store/access-clause.h"

G_BEGIN_DECLS

/* Parameters of a statement, from @first on; those before it are the caller's. */
typedef struct
{
  guint first;
  GArray *values;
} ReeveAccessParameters;

void reeve_access_parameters_init (ReeveAccessParameters *self, guint first);
void reeve_access_parameters_clear (ReeveAccessParameters *self);
void reeve_access_parameters_bind (const ReeveAccessParameters *self, ReeveStatement *statement);

/* (transfer full): a JSON array */
char *reeve_access_print_numbers (GArray *numbers);

/* As a condition on the table e. */
void reeve_access_append_clause (ReeveAccessParameters *self, GString *sql, const ReeveAccessClause *clause);
void reeve_access_append_set (ReeveAccessParameters *self,
                              GString *sql,
                              const char *table, /* "e." or "" */
                              const ReeveAccessSet *set);
void reeve_access_append_results (GString *sql, const char *table, guint results);
/* As the ids of its rows, each part by its own index, of what has indexes only. */
void reeve_access_append_union (ReeveAccessParameters *self, GString *sql, const ReeveAccessClause *clause);
/* The same of those that are in both. */
void reeve_access_append_both (ReeveAccessParameters *self,
                               GString *sql,
                               const ReeveAccessClause *one,
                               const ReeveAccessClause *other);

G_END_DECLS
