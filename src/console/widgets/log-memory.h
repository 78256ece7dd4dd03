/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SPDX-FileCopyrightText: The Reeve developers */

/* What the access log has shown so far: who an id is, and which values there are to be offered. */

#pragma once

#include "common/access-line.h"
#include "common/log-query-complete.h"

G_BEGIN_DECLS

typedef struct _ReeveLogMemory ReeveLogMemory;

ReeveLogMemory *reeve_log_memory_new (void);
void reeve_log_memory_free (ReeveLogMemory *self);
void reeve_log_memory_forget (ReeveLogMemory *self); /* of another workspace */
void reeve_log_memory_learn_line (ReeveLogMemory *self, const ReeveAccessLine *line);
void reeve_log_memory_learn_facets (ReeveLogMemory *self, const ReeveAccessFacets *facets);

/* A ReeveLogNames and a ReeveLogValues; @self is a ReeveLogMemory. */
const char *reeve_log_memory_name (ReeveLogKind kind, const char *value, gpointer self);
GStrv reeve_log_memory_values (ReeveLogKind kind, const char *prefix, gpointer self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReeveLogMemory, reeve_log_memory_free)

G_END_DECLS
